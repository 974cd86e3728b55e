import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of a backend on this wire; `prefix` begins the variables: "CMMS". `name` is the system, for a person: "maintenance system". */
export const wireSettings = (prefix: string, name: string) => ({
  baseUrl: { variable: `${prefix}_URL`, type: 'url', meaning: `Address of the ${name}, without the path /${prefix.toLowerCase()}: http://127.0.0.1:8096. The plant stands in the path.` },
  apiKey: { variable: `${prefix}_KEY`, type: 'secret', meaning: `Key that the ${name} gave the gateway.` },
  deadlineMs: {
    variable: `${prefix}_DEADLINE_MS`, type: 'milliseconds', default: 5_000, minimum: 100, maximum: 120_000,
    meaning: 'Longest time of one call from connect to the last byte of its answer. A write that took longer is in doubt.',
  },
  answerLimitBytes: {
    variable: `${prefix}_ANSWER_LIMIT_BYTES`, type: 'integer', default: 8_388_608, minimum: 1_024, maximum: 67_108_864,
    meaning: 'Largest answer that is read, in bytes after unpacking.',
  },
} as const satisfies SettingDeclarations);

/** Values of `wireSettings`. */
export interface WireSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly deadlineMs: number;
  readonly answerLimitBytes: number;
}
