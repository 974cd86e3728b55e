import type { SettingDeclarations } from '@plantway/canonical';

/** Variables of the environment that steer the event log. */
export const EVENTS_SETTINGS = {
  idlePollMs: {
    variable: 'EVENTS_SEQUENCER_IDLE_POLL_MS', type: 'milliseconds', default: 100, minimum: 1, maximum: 10_000,
    meaning: 'Longest pause between two looks of the sequencer for new events, in milliseconds: the latency of an event when little happens.',
  },
  failuresBeforeDead: {
    variable: 'EVENTS_FAILURES_BEFORE_DEAD', type: 'integer', default: 10, minimum: 1, maximum: 1_000,
    meaning: 'Failures in a row after which a handler\'s event is recorded in events.dead_event and passed; handlers whose event is never put aside wait instead.',
  },
  retentionDays: {
    variable: 'EVENTS_RETENTION_DAYS', type: 'integer', default: 30, minimum: 1, maximum: 3_650,
    meaning: 'Days for which the event log is kept; a feed that was away longer is told to load its state anew.',
  },
} as const satisfies SettingDeclarations;
