import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of what the gateway keeps of orders and planning. */
export const EXECUTION_SETTINGS = {
  workOrderRefreshMs: {
    variable: 'WORK_ORDER_REFRESH_MS', type: 'milliseconds', default: 30_000, minimum: 1_000, maximum: 3_600_000,
    meaning: 'How long after one complete reading of a site\'s orders from the ERP the next begins.',
  },
  workOrderChangesMs: {
    variable: 'WORK_ORDER_CHANGES_MS', type: 'milliseconds', default: 1_000, minimum: 50, maximum: 600_000,
    meaning: 'How long after one look at what changed in the orders of a site the next begins.',
  },
  conditionWatchMs: {
    variable: 'CONDITION_WATCH_INTERVAL_MS', type: 'milliseconds', default: 20_000, minimum: 50, maximum: 600_000,
    meaning: 'How long after one look in the ERPs whether what messages wait for is fulfilled (periods, lots, stock, locks, master data) the next begins.',
  },
  replanSweepMs: {
    variable: 'REPLAN_SWEEP_MS', type: 'milliseconds', default: 1_000, minimum: 10, maximum: 60_000,
    meaning: 'How often it is looked whether a window of replanning is over and its request can go to the planning system.',
  },
  conservationIntervalMs: {
    variable: 'CONSERVATION_INTERVAL_MS', type: 'milliseconds', default: 20_000, minimum: 50, maximum: 600_000,
    meaning: 'How long after one look whether the books of gateway and ERP agree the next begins. What differs is told after two looks.',
  },
  reconciliationPollMs: {
    variable: 'RECONCILIATION_POLL_MS', type: 'milliseconds', default: 2_000, minimum: 50, maximum: 600_000,
    meaning: 'How often it is looked whether somebody asked for a reconciliation with the ERP, or the nightly one is due.',
  },
  workOrderPlacesMs: {
    variable: 'WORK_ORDER_PLACES_MS', type: 'milliseconds', default: 2_000, minimum: 100, maximum: 600_000,
    meaning: 'How often the intake takes over which orders became known, to recognise an order of another site.',
  },
} as const satisfies SettingDeclarations;
