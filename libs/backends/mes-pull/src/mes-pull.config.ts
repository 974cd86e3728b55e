import type { SettingDeclarations } from '@plantway/canonical';
import type { WireSettings } from '@plantway/wire';

/** Settings of the backend `mes-pull`. A MES that fetches need not be reachable: without an address and a key it is not asked for its totals. */
export const MES_PULL_SETTINGS = {
  baseUrl: { variable: 'MES_PULL_URL', type: 'url', optional: true, meaning: 'Address at which the MES that fetches can be asked for its totals, without the path /mes: http://127.0.0.1:8095. The plant stands in the path. Left out, it is not asked.' },
  apiKey: { variable: 'MES_PULL_KEY', type: 'secret', optional: true, meaning: 'Key that the MES that fetches gave the gateway; needed with MES_PULL_URL.' },
  deadlineMs: { variable: 'MES_PULL_DEADLINE_MS', type: 'milliseconds', default: 5_000, minimum: 100, maximum: 120_000, meaning: 'Longest time of one question for totals, from connect to the last byte of the answer.' },
  answerLimitBytes: { variable: 'MES_PULL_ANSWER_LIMIT_BYTES', type: 'integer', default: 8_388_608, minimum: 1_024, maximum: 67_108_864, meaning: 'Largest answer that is read, in bytes after unpacking.' },
} as const satisfies SettingDeclarations;

/** Values of `MES_PULL_SETTINGS`. */
export interface MesPullSettings extends Omit<WireSettings, 'baseUrl' | 'apiKey'> {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
}
