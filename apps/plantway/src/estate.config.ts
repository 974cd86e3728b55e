import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the simulated systems beside the gateway. */
export const ESTATE_SETTINGS = {
  longestWriteMs: {
    variable: 'ESTATE_LONGEST_WRITE_MS', type: 'milliseconds', default: 20_000, minimum: 100, maximum: 60_000,
    meaning: 'The longest one write of the simulated ERP may take. The settle window must be longer.',
  },
} as const satisfies SettingDeclarations;
