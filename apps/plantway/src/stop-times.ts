/** Within so many milliseconds the gateway has stopped, whatever hangs. */
export const STOP_WITHIN_MS = 5_000;
/** What is left of it then is ended without waiting, so many milliseconds earlier. */
export const HARD_END_EARLIER_MS = 200;

/** How long each part may take to stop, in milliseconds, one after the other; together they end before the hard end. */
export const STOP_TIMES = {
  gateway: 1_500,
  broker: 100,
  connections: 300,
  clock: 50,
  estate: 1_100,
  database: 1_500,
  runtimeRecord: 50,
  log: 100,
  lock: 50,
} as const;
