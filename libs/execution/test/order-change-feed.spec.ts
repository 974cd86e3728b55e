import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { HoldBook, OrderChangeFeed } from '@plantway/execution';
import type { WorkOrderChanged } from '@plantway/ports';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';

const changed = (what: WorkOrderChanged['what'], revision: string, reference?: string): WorkOrderChanged => ({ workOrderId: 'WO-1', what, revision, changedAt: '2026-11-22T08:00:00.000Z', ...(reference !== undefined && { reference }) });

describe('the place in the list of what changed in the orders of an ERP', () => {
  let database: TestDatabase;
  let feed: OrderChangeFeed;

  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(async () => { await database.drop(); });
  beforeEach(async () => {
    await database.pool.query('truncate execution.order_change_feed, events.event_log');
    feed = new OrderChangeFeed(database.pool);
  });
  const told = async () => (await database.pool.query<{ site_id: string; subject: string; data: object }>(`select site_id, subject, data from events.event_log where type = 'work-order.changed.v1' order by insertion_id`)).rows;

  it('is unknown before the first time, and begins once', async () => {
    expect(await feed.cursor('BER1')).toBeUndefined();

    await feed.begin('BER1', '7');
    await feed.begin('BER1', '9');

    expect([await feed.cursor('BER1'), await feed.cursor('CHI1')]).toEqual(['7', undefined]);
  });

  it('goes on, and tells of each change that has no event of its own, in order', async () => {
    await feed.begin('BER1', '7');

    await feed.advance('BER1', '7', '12', [changed('held', '3'), changed('confirmed', '4', 'ref-1'), changed('resumed', '5', 'ref-2'), changed('released', '6'), changed('quantityChanged', '7')]);

    expect(await feed.cursor('BER1')).toBe('12');
    expect(await told()).toMatchObject([
      { site_id: 'BER1', subject: 'WO-1', data: { siteId: 'BER1', workOrderId: 'WO-1', what: 'held', revision: '3', changedAt: '2026-11-22T08:00:00.000Z' } },
      { data: { what: 'resumed', revision: '5', reference: 'ref-2' } },
      { data: { what: 'quantityChanged' } },
    ]);
  });

  it('keeps since when an order is resumed, so that a hold from before does not stand there any more, and one from after it does', async () => {
    const { pool } = database;
    const book = new HoldBook(pool);
    const order = { type: 'workOrder', workOrderId: 'WO-1' } as const;
    const apply = (effect: string, data: object) => pool.query('select execution.apply($1, $2, $3, $4, now())', ['BER1', randomUUID(), effect, JSON.stringify(data)]);
    await apply('place_hold', { holdId: 'H-1', scope: order, reason: 'burr', placedAt: '2026-11-22T07:00:00Z' });
    await apply('hold_in_erp', { holdId: 'H-1', heldAt: '2026-11-22T07:00:00Z' });
    await feed.begin('BER1', '7');
    const before = await book.isHeldInErp('BER1', order);

    await feed.advance('BER1', '7', '8', [changed('resumed', '3'), changed('held', '4')]); // at 08:00
    const between = await book.isHeldInErp('BER1', order);
    await apply('hold_in_erp', { holdId: 'H-1', heldAt: '2026-11-22T09:00:00Z' });
    await feed.advance('BER1', '8', '9', [changed('resumed', '3')]);

    expect([before, between, await book.isHeldInErp('BER1', order)]).toEqual([true, false, true]);
  });

  it('tells of a change once, although several workers go on from the same place', async () => {
    await feed.begin('BER1', '7');

    await Promise.all([1, 2, 3, 4].map(() => new OrderChangeFeed(database.pool).advance('BER1', '7', '8', [changed('held', '3')])));
    await feed.advance('BER1', '7', '8', [changed('held', '3')]);

    expect([await feed.cursor('BER1'), (await told()).length]).toEqual(['8', 1]);
  });
});
