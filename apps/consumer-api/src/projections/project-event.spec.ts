import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@plantway/events';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import fc from 'fast-check';
import { projectEvent } from './project-event.js';

const TYPES = [
  'work-order.observed.v1', 'work-order.released.v1', 'work-order.changed.v1', 'job-orders.dispatched.v1', 'job-orders.resubmitted.v1', 'job-order.acknowledged.v1', 'production.confirmed.v1',
  'production.confirmation-reversed.v1', 'material.consumed.v1', 'planned-order.published.v1', 'planned-order.converted.v1', 'schedule.published.v1', 'promise-date.changed.v1', 'replan.requested.v1',
  'equipment.downtime-started.v1', 'equipment.downtime-alerted.v1', 'equipment.downtime-ended.v1', 'equipment.downtime-reason-given.v1', 'maintenance.requested.v1', 'quality.hold-placed.v1',
  'quality.hold-released.v1', 'quality.lot-disposed.v1', 'alert.raised.v1', 'alert.cleared.v1', 'message.parked.v1', 'message.waiting.v1', 'message.posted.v1', 'somebody.said.v9',
];
const NAMES = [
  'workOrder', 'workOrderId', 'operationId', 'itemId', 'status', 'dueAt', 'asOf', 'finishedAt', 'productionDay', 'producedLots', 'consumptions', 'lotId', 'affected', 'version', 'finishAt', 'promisedOn', 'promisedBefore',
  'customerOrderId', 'lineId', 'plannedOrderId', 'downtimeId', 'equipmentId', 'startedAt', 'endedAt', 'durationSeconds', 'isMicroStop', 'holdId', 'scope', 'type', 'placedAt', 'alertId', 'title', 'causes', 'state', 'reason',
];
/** Values that are right for some member and wrong for most. */
const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' },
    fc.constantFrom('2026-11-22T05:00:00Z', '0000-01-01T00:00:00Z', '2026-02-30', '2026-11-22', '0000-01-01', 'WO-1', 'released', 'postedWithFollowUp', '1.5', '', 'lot', 2 ** 31, 1e300, -1, true, null),
    fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\u0000', '')), fc.array(tie('any'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom(...NAMES), tie('any'), { maxKeys: 12 }),
}));

describe('an event of any shape', () => {
  let database: TestDatabase;
  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(() => database.drop());

  it('is applied or left out, and never stops the projections', async () => {
    let position = 0;
    await fc.assert(fc.asyncProperty(fc.constantFrom(...TYPES), value.object, async (type, data) => {
      const stored = { position: ++position, event: { type, siteid: 'BER1', subject: 'WO-1', correlationid: 'journey', time: '2026-11-22T05:00:00.000Z', id: 'id', data } } as unknown as StoredEvent;

      for (const { text, values } of projectEvent(stored)) await database.pool.query(text, [...values]);
    }), { seed: 20261122, numRuns: 1_500 });
    expect(position).toBeGreaterThanOrEqual(1_500);
  });
});
