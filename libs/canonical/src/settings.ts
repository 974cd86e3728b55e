/** How the text of an environment variable is read. Durations are whole milliseconds. */
export type SettingType = 'text' | 'secret' | 'url' | 'integer' | 'milliseconds' | 'boolean' | 'list';

/** One variable of the environment, declared by the lib that uses it. Without `default` it must be given; a secret never has one. */
export interface SettingDeclaration {
  readonly variable: string;
  readonly type: SettingType;
  /** What it is for, with unit and range. */
  readonly meaning: string;
  readonly default?: string | number | boolean | readonly string[];
  readonly optional?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}
export type SettingDeclarations = Readonly<Record<string, SettingDeclaration>>;
