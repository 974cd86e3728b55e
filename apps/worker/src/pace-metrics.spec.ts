import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@plantway/observability';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { watchPace } from './pace-metrics.js';

describe('what delivery shows at /metrics', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(() => database.drop());

  it('is what is due and under way by destination, and which circuits are open', async () => {
    const clock = new SeededClock();
    const now = clock.now();
    await database.pool.query(`insert into messaging.lane (lane_key, destination, pending, next_at, lease_token, lease_until) values
      ('A', 'BER1 erp', 1, $1, null, null), ('B', 'BER1 erp', 1, $1, null, null), ('C', 'BER1 erp', 1, $1, gen_random_uuid(), $1::timestamptz + interval '1 minute')`, [now]);
    await database.pool.query(`insert into messaging.pace (system, failures, opened_at, probe_at) values ('BER1 erp', 10, $1, $1)`, [now]);
    const metrics = new Metrics('worker');
    watchPace(metrics, database.pool, clock);

    const text = await metrics.registry.metrics();

    expect(text.split('\n').filter((line) => line.startsWith('delivery_')).map((line) => line.replace(',service="worker"', ''))).toEqual([
      'delivery_due_lanes{to="BER1 erp"} 2', 'delivery_lanes_under_way{to="BER1 erp"} 1', 'delivery_circuit_open{to="BER1 erp"} 1', 'delivery_failures_in_a_row{to="BER1 erp"} 10',
    ]);
  });
});
