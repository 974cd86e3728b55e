import type pg from 'pg';
import type { Clock } from '@plantway/ports';
import { sleepFor } from './sleep-for.js';

const MEASURE_EVERY_MS = 60_000;
const SAMPLES = 3;

/** A clock that also keeps itself right; `close` ends the measuring. */
export interface DatabaseClock extends Clock {
  close(): void;
}

/**
 * PostgreSQL's time, carried by this process's monotonic clock and measured again every minute. All processes on one database so agree on
 * leases and due times, whatever the clocks of their machines say. A measurement that fails leaves the clock as it was.
 * @throws when the first measurement fails
 */
export async function databaseClock(pool: pg.Pool): Promise<DatabaseClock> {
  let offsetMs = await measuredOffset(pool);
  const timer = setInterval(() => {
    measuredOffset(pool).then((measured) => void (offsetMs = measured), () => undefined);
  }, MEASURE_EVERY_MS);
  timer.unref();
  return {
    now: () => new Date(offsetMs + performance.now()),
    sleep: sleepFor,
    close: () => clearInterval(timer),
  };
}

/** Database time minus monotonic time in milliseconds, from the fastest of a few round trips: its half is the error. */
async function measuredOffset(pool: pg.Pool): Promise<number> {
  let fastest = { roundTripMs: Infinity, offsetMs: 0 };
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const askedAt = performance.now();
    const { rows } = await pool.query<{ at: Date }>({ name: 'database-time', text: 'select clock_timestamp() as at' });
    const answeredAt = performance.now();
    const roundTripMs = answeredAt - askedAt;
    if (roundTripMs < fastest.roundTripMs) fastest = { roundTripMs, offsetMs: rows[0].at.getTime() - (askedAt + roundTripMs / 2) };
  }
  return fastest.offsetMs;
}
