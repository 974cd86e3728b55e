import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the simulated systems beside the gateway. */
export const ESTATE_SETTINGS = {
  longestWriteMs: {
    variable: 'ESTATE_LONGEST_WRITE_MS', type: 'milliseconds', default: 20_000, minimum: 100, maximum: 60_000,
    meaning: 'The longest one write of the simulated ERP may take. The settle window must be longer.',
  },
} as const satisfies SettingDeclarations;

/** Settings of the calls to the simulated planning, maintenance, customer and quality systems. */
export const BUSINESS_SYSTEMS_SETTINGS = {
  deadlineMs: {
    variable: 'BUSINESS_SYSTEMS_DEADLINE_MS', type: 'milliseconds', default: 5_000, minimum: 100, maximum: 120_000,
    meaning: 'Longest time of one call of a business system from connect to the last byte of its answer. A write that took longer is in doubt.',
  },
  answerLimitBytes: {
    variable: 'BUSINESS_SYSTEMS_ANSWER_LIMIT_BYTES', type: 'integer', default: 8_388_608, minimum: 1_024, maximum: 67_108_864,
    meaning: 'Largest answer that is read, in bytes after unpacking.',
  },
} as const satisfies SettingDeclarations;
