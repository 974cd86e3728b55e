import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { databaseClock } from '../src/index.js';

describe('the clock of a database', () => {
  let database: TestDatabase;

  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.drop());

  it('tells PostgreSQL\'s time, not the machine\'s', async () => {
    const clock = await databaseClock(database.pool);

    const before = await serverTime();
    const told = clock.now().getTime();
    const after = await serverTime();

    clock.close();
    // The halves of the measuring round trip and of the rounding to milliseconds are all that may lie between.
    expect(told).toBeGreaterThanOrEqual(before - 50);
    expect(told).toBeLessThanOrEqual(after + 50);
  });

  it('follows the server when the machine is an hour wrong', async () => {
    const shifted = withServerTime(database, "clock_timestamp() + interval '1 hour'");

    const clock = await databaseClock(shifted);

    clock.close();
    expect(Math.round((clock.now().getTime() - Date.now()) / 60_000)).toBe(60);
  });

  it('ends a sleep early when its signal aborts', async () => {
    const clock = await databaseClock(database.pool);
    const abort = new AbortController();

    const slept = clock.sleep(3_600_000, abort.signal);
    abort.abort();

    await slept;
    clock.close();
  });

  async function serverTime(): Promise<number> {
    const { rows } = await database.pool.query<{ at: Date }>('select clock_timestamp() as at');
    return rows[0].at.getTime();
  }
});

/** The same server with another idea of the time: only the measuring query is rewritten. */
function withServerTime(database: TestDatabase, expression: string): TestDatabase['pool'] {
  return { query: () => database.pool.query(`select ${expression} as at`) } as unknown as TestDatabase['pool'];
}
