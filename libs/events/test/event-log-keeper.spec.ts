import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import { EventLogKeeper } from '../src/event-log-keeper.js';
import { EventLog } from '../src/event-log.js';
import { someEvents } from './some-events.js';

describe('the keeper of the event log', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('runs the sequencer until it is stopped, and leaves no connection behind', async () => {
    const keeper = new EventLogKeeper({ pool: database.pool, retentionDays: 30 });
    keeper.start();
    await EventLog.append(database.pool, someEvents(2));
    keeper.sequencer.ring();
    await until(async () => (await new EventLog(database.pool).latestPosition()) === 2);

    await keeper.stop();

    await until(async () => (await database.pool.query('select from pg_stat_activity where datname = current_database() and query like $1', ['%assign_positions%'])).rowCount === 0);
    expect(keeper.sequencer.isActive).toBe(false);
  });
});
