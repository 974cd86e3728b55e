import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import { EventLog, EventSequencer, NEVER_PUT_ASIDE, PostgresEventTransport, durable } from '../src/index.js';
import { someEvents } from './some-events.js';

describe('a durable name with retries of its own', () => {
  let database: TestDatabase;
  let sequencer: EventSequencer;
  Logger.overrideLogger(false); // the failures are on purpose
  beforeEach(async () => {
    database = await createTestDatabase();
    sequencer = new EventSequencer({ pool: database.pool, idlePollMs: 10 });
    sequencer.start();
  });
  afterEach(async () => {
    await sequencer.stop();
    await database.drop();
  });
  const transport = (): PostgresEventTransport => new PostgresEventTransport({ pool: database.pool, retry: { firstPauseMs: 1, longestPauseMs: 5, failuresBeforeDead: 2 }, idlePollMs: 20, standbyPollMs: 20 });
  const fails = async (): Promise<never> => {
    throw new Error('the table is locked');
  };

  it('keeps an event until it can be handled, beside a name that puts it aside as the transport says', async () => {
    const log = new EventLog(database.pool);
    const reader = transport();
    let isRepaired = false;
    const handled: unknown[] = [];
    reader.addHandler('production.confirmed.v1', fails, true, { ...durable('dashboard') });
    reader.addHandler('production.confirmed.v1', async (data: unknown) => (isRepaired ? void handled.push(data) : fails()), true, { ...durable('maintenance-request', NEVER_PUT_ASIDE) });
    reader.listen(() => undefined);

    await EventLog.append(database.pool, someEvents(1));
    await until(async () => (await log.subscriptions()).some(({ name, failures }) => name === 'maintenance-request' && failures > 3));
    await until(async () => (await log.deadEvents('dashboard')).length === 1);
    isRepaired = true;
    await until(() => handled.length === 1);
    await reader.close();

    expect(await log.deadEvents('maintenance-request')).toEqual([]);
  });

  it('has the same retries at each of its handlers', () => {
    const reader = transport();
    reader.addHandler('production.confirmed.v1', fails, true, { ...durable('replan', NEVER_PUT_ASIDE) });

    expect(() => reader.addHandler('message.parked.v1', fails, true, { ...durable('replan') })).toThrow(/other retries/);
  });
});
