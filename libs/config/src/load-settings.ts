import { DefectError, type SettingDeclaration, type SettingDeclarations } from '@plantway/canonical';
import { readSetting, type SettingRawValue } from './read-setting.js';
import { SettingsError, type SettingFault } from './settings-error.js';

/** Declarations by group; a group is one lib's or app's. */
export type SettingGroups = Readonly<Record<string, SettingDeclarations>>;

type ValueOf<Declaration extends SettingDeclaration> = Declaration['type'] extends 'integer' | 'milliseconds' ? number
  : Declaration['type'] extends 'boolean' ? boolean
  : Declaration['type'] extends 'list' ? readonly string[]
  : string;
type Maybe<Declaration extends SettingDeclaration> = Declaration extends { readonly optional: true } ? undefined : never;

/** Values of one group. Declare it `as const satisfies SettingDeclarations`, or every value has the widest type. */
export type SettingsOf<Declarations extends SettingDeclarations> = { readonly [Name in keyof Declarations]: ValueOf<Declarations[Name]> | Maybe<Declarations[Name]> };
export type Settings<Groups extends SettingGroups> = { readonly [Group in keyof Groups]: SettingsOf<Groups[Group]> };
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every declared variable and freezes the result. An empty text counts as not given.
 * @throws SettingsError with every fault at once, by name and never by value
 * @throws DefectError when a declaration itself is wrong: a secret with a default, one variable declared in two ways
 */
export function loadSettings<const Groups extends SettingGroups>(environment: Environment, groups: Groups): Settings<Groups> {
  checkDeclarations(groups);
  const faults: SettingFault[] = [];
  const settings = Object.fromEntries(Object.entries(groups).map(([group, declarations]) =>
    [group, Object.freeze(Object.fromEntries(Object.entries(declarations).map(([name, declaration]) =>
      [name, valueOf(environment, declaration, faults)])))]));
  if (faults.length > 0) throw new SettingsError(faults.filter((fault, index) => faults.findIndex(({ variable }) => variable === fault.variable) === index));
  return Object.freeze(settings) as Settings<Groups>;
}

/** As `loadSettings`, from the environment of this process; nothing else reads it. */
export function loadProcessSettings<const Groups extends SettingGroups>(groups: Groups): Settings<Groups> {
  return loadSettings(process.env, groups);
}

function valueOf(environment: Environment, declaration: SettingDeclaration, faults: SettingFault[]): SettingRawValue | undefined {
  const text = environment[declaration.variable]?.trim();
  if (text === undefined || text === '') {
    if (declaration.default === undefined && declaration.optional !== true) faults.push({ variable: declaration.variable, problem: `is missing: ${declaration.meaning}` });
    return declaration.default;
  }
  const reading = readSetting(declaration, text);
  if ('value' in reading) return reading.value;
  faults.push({ variable: declaration.variable, problem: reading.problem });
  return undefined;
}

function checkDeclarations(groups: SettingGroups): void {
  const declared = new Map<string, string>();
  for (const declaration of Object.values(groups).flatMap((group) => Object.values(group))) {
    const { variable, type } = declaration;
    if (type === 'secret' && declaration.default !== undefined) throw new DefectError('SETTINGS_DECLARATION', `${variable} is a secret and must not have a default.`, { effect: 'none' });
    const text = JSON.stringify(declaration);
    if ((declared.get(variable) ?? text) !== text) throw new DefectError('SETTINGS_DECLARATION', `${variable} is declared in two ways.`, { effect: 'none' });
    declared.set(variable, text);
  }
}
