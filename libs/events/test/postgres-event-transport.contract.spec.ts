import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { EventLog } from '../src/event-log.js';
import { EventSequencer } from '../src/event-sequencer.js';
import { EVENT_TRANSPORT_SCENARIOS, type EventTransportUnderTest } from '../src/event-transport.contract.js';
import { PostgresEventTransport } from '../src/postgres-event-transport.js';

describe('the event transport of PostgreSQL', () => {
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

  for (const scenario of EVENT_TRANSPORT_SCENARIOS) {
    it(scenario.name, () => scenario.run(onPostgres(database)));
  }
});

function onPostgres({ pool }: TestDatabase): EventTransportUnderTest {
  const log = new EventLog(pool);
  return {
    publish: (events) => EventLog.append(pool, events),
    publishSlowly: async (event) => {
      const client = await pool.connect();
      await client.query('begin');
      await EventLog.append(client, [event]);
      return {
        commit: async () => {
          await client.query('commit');
          client.release();
        },
      };
    },
    subscribe: async (subscription, patterns, handle, retry) => {
      const transport = new PostgresEventTransport({ pool, subscription, retry, standbyPollMs: 20 });
      for (const pattern of patterns) {
        transport.addHandler(pattern, async (_data, context) => handle({ position: context.position, event: context.event }), true);
      }
      transport.listen(() => undefined);
      return { stop: () => transport.close() };
    },
    standing: async (name) => {
      const found = (await log.subscriptions()).find((subscription) => subscription.name === name);
      return { failures: found?.failures ?? 0, lastError: found?.lastError ?? null };
    },
    deadEvents: async (name) => (await log.deadEvents(name)).map((dead) => dead.event.id),
  };
}
