import type { SettingDeclarations } from '@plantway/canonical';

export const OBSERVABILITY_SETTINGS = {
  logLevel: { variable: 'LOG_LEVEL', type: 'text', meaning: 'Lowest level that is logged: trace, debug, info, warn, error, fatal or silent.', default: 'info' },
} as const satisfies SettingDeclarations;
