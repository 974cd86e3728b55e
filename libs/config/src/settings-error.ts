import { DefectError } from '@plantway/canonical';

/** One variable that cannot be used. The value is never repeated: it may be a secret. */
export interface SettingFault {
  readonly variable: string;
  readonly problem: string;
}

/** The environment cannot be used; names every variable at fault at once, never a value. */
export class SettingsError extends DefectError {
  constructor(readonly faults: readonly SettingFault[]) {
    super('SETTINGS_INVALID', `The environment cannot be used:\n${faults.map(({ variable, problem }) => `  ${variable}: ${problem}`).join('\n')}`, {
      details: { faults },
    });
  }
}
