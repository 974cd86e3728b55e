import type { SettingDeclaration } from '@plantway/canonical';

/** What a text says as a setting, or why it cannot be used. */
export type SettingReading = { readonly value: SettingRawValue } | { readonly problem: string };
export type SettingRawValue = string | number | boolean | readonly string[];

/** Reads the text of one variable. A problem names the rule, never the text. */
export function readSetting(declaration: SettingDeclaration, text: string): SettingReading {
  switch (declaration.type) {
    case 'text':
    case 'secret':
      return readText(declaration, text);
    case 'url':
      return readUrl(text);
    case 'integer':
    case 'milliseconds':
      return readInteger(declaration, text);
    case 'boolean':
      return readBoolean(text);
    case 'list':
      return { value: Object.freeze(text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '')) };
  }
}

/** For text and secrets the range is a length in characters. */
function readText({ minimum, maximum }: SettingDeclaration, text: string): SettingReading {
  if (minimum !== undefined && text.length < minimum) return { problem: `must have at least ${minimum} characters` };
  if (maximum !== undefined && text.length > maximum) return { problem: `must have at most ${maximum} characters` };
  return { value: text };
}

function readUrl(text: string): SettingReading {
  if (!URL.canParse(text)) return { problem: 'must be an absolute URL such as http://127.0.0.1:3000' };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return { problem: 'must be a URL without user and password; give those in variables of their own' };
  return { value: text.replace(/\/+$/, '') };
}

function readInteger({ type, minimum, maximum }: SettingDeclaration, text: string): SettingReading {
  const unit = type === 'milliseconds' ? ' of milliseconds' : '';
  const number = /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (number === undefined) return { problem: `must be a whole number${unit}` };
  if (minimum !== undefined && number < minimum) return { problem: `must be at least ${minimum}` };
  if (maximum !== undefined && number > maximum) return { problem: `must be at most ${maximum}` };
  return { value: number };
}

function readBoolean(text: string): SettingReading {
  if (text === 'true') return { value: true };
  if (text === 'false') return { value: false };
  return { problem: 'must be true or false' };
}
