import type { SettingDeclaration } from '@plantway/canonical';
import type { SettingGroups } from './load-settings.js';

/** All settings as Markdown, one table for each group, for `docs/configuration.md`. */
export function settingsMarkdown(groups: SettingGroups): string {
  return Object.entries(groups).map(([group, declarations]) => [
    `## ${group}`,
    '',
    '| Variable | Type | Default | Meaning |',
    '|---|---|---|---|',
    ...Object.values(declarations).map((declaration) => `| \`${declaration.variable}\` | ${typeOf(declaration)} | ${defaultOf(declaration)} | ${cell(declaration.meaning)} |`),
  ].join('\n')).join('\n\n') + '\n';
}

function typeOf({ type, minimum, maximum }: SettingDeclaration): string {
  if (minimum === undefined && maximum === undefined) return type;
  const unit = type === 'text' || type === 'secret' ? ' characters' : '';
  return `${type}, ${minimum ?? '…'} to ${maximum ?? '…'}${unit}`;
}

function defaultOf(declaration: SettingDeclaration): string {
  const text = declaration.default === undefined ? undefined : String(declaration.default);
  if (text !== undefined) return text === '' ? 'empty' : `\`${cell(text)}\``;
  return declaration.optional === true ? 'none, optional' : '**required**';
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
