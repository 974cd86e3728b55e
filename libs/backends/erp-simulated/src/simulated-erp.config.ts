import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the backend `erp-simulated`. */
export const SIMULATED_ERP_SETTINGS = {
  baseUrl: { variable: 'ERP_SIMULATED_URL', type: 'url', meaning: 'Address of the simulated ERP, without the path /rest: http://127.0.0.1:8090.' },
  apiKey: { variable: 'ERP_SIMULATED_API_KEY', type: 'secret', meaning: 'Key that the simulated ERP gave to the gateway, sent as X-Erp-Key.' },
  deadlineMs: {
    variable: 'ERP_SIMULATED_DEADLINE_MS', type: 'milliseconds', default: 5_000, minimum: 100, maximum: 120_000,
    meaning: 'Longest time of one call from connect to the last byte of its answer. A write that took longer is in doubt.',
  },
  answerLimitBytes: {
    variable: 'ERP_SIMULATED_ANSWER_LIMIT_BYTES', type: 'integer', default: 16_777_216, minimum: 65_536, maximum: 268_435_456,
    meaning: 'Largest answer that is read, in bytes after unpacking.',
  },
} as const satisfies SettingDeclarations;

/** Values of `SIMULATED_ERP_SETTINGS`. */
export interface SimulatedErpSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly deadlineMs: number;
  readonly answerLimitBytes: number;
}
