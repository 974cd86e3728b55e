import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the register of orders. */
export const EXECUTION_SETTINGS = {
  workOrderRefreshMs: {
    variable: 'WORK_ORDER_REFRESH_MS', type: 'milliseconds', default: 30_000, minimum: 1_000, maximum: 3_600_000,
    meaning: 'How long after one complete reading of a site\'s orders from the ERP the next begins.',
  },
  workOrderPlacesMs: {
    variable: 'WORK_ORDER_PLACES_MS', type: 'milliseconds', default: 2_000, minimum: 100, maximum: 600_000,
    meaning: 'How often the intake takes over which orders became known, to recognise an order of another site.',
  },
} as const satisfies SettingDeclarations;
