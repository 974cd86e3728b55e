import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of what the gateway keeps of machines. */
export const EQUIPMENT_SETTINGS = {
  downtimeSweepMs: {
    variable: 'DOWNTIME_SWEEP_MS', type: 'milliseconds', default: 1_000, minimum: 10, maximum: 60_000,
    meaning: 'How often it is looked whether a downtime has become longer than a micro-stop.',
  },
  downtimeSettleMs: {
    variable: 'DOWNTIME_SETTLE_MS', type: 'milliseconds', default: 3_000, minimum: 0, maximum: 600_000,
    meaning: 'How long a downtime must be known, and the worker be running, before it may alarm: a machine that was cut off may say in the next moment that it has run again for long.',
  },
  equipmentEventRetentionDays: {
    variable: 'EQUIPMENT_EVENT_RETENTION_DAYS', type: 'integer', default: 30, minimum: 1, maximum: 3_650,
    meaning: 'How many days events of machines, and what each reading added, are kept. States, downtimes and totals stay. An event that comes again later than that is not known any more.',
  },
} as const satisfies SettingDeclarations;
