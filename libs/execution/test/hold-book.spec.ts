import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HeldSubject, HoldScope } from '@plantway/canonical';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { HoldBook } from '../src/index.js';

const AT = '2026-11-22T08:00:00.000Z';
const LATER = '2026-11-22T09:00:00.000Z';
const LOT: HoldScope = { type: 'lot', itemId: 'RM-1', lotId: 'L-7' };
const ORDER: HoldScope = { type: 'workOrder', workOrderId: 'WO-1' };

describe('what quality holds', () => {
  let database: TestDatabase;
  let book: HoldBook;
  beforeEach(async () => {
    database = await createTestDatabase();
    book = new HoldBook(database.pool);
  });
  afterEach(() => database.drop());

  const apply = async (effect: string, data: object, { at = AT, messageId = randomUUID(), siteId = 'BER1' }: { readonly at?: string; readonly messageId?: string; readonly siteId?: string } = {}): Promise<void> =>
    void (await database.pool.query('select execution.apply($1, $2, $3, $4, $5)', [siteId, messageId, effect, JSON.stringify(data), at]));
  const place = (holdId: string, scope: HoldScope, more: { readonly at?: string; readonly messageId?: string; readonly siteId?: string } = {}): Promise<void> => apply('place_hold', { holdId, scope, reason: 'to be inspected', placedAt: AT }, more);
  const report = (more: Partial<HeldSubject> = {}): HeldSubject => ({ siteId: 'BER1', workOrderId: 'WO-1', operationId: '0010', lots: [], equipmentIds: [], ...more });
  const decide = (isGood: boolean, messageId: string = randomUUID()): Promise<void> => apply('decide_lot', { itemId: 'RM-1', lotId: 'L-7', isGood }, { messageId });
  const heldBy = async (more: Partial<HeldSubject> = {}): Promise<string | undefined> => (await book.openFor(report(more)))?.holdId;

  it('is nothing, before anything is placed', async () => {
    expect(await book.openFor(report({ lots: [{ itemId: 'RM-1', lotId: 'L-7' }], equipmentIds: ['PRESS-1'] }))).toBeUndefined();
  });

  it('is found by the lot with its item: lot numbers repeat across items', async () => {
    await place('H-1', LOT);

    expect(await heldBy({ lots: [{ itemId: 'RM-1', lotId: 'L-7' }] })).toBe('H-1');
    expect(await heldBy({ lots: [{ itemId: 'RM-1', lotId: 'L-7', isMade: true }] })).toBe('H-1');
    expect(await heldBy({ lots: [{ itemId: 'RM-2', lotId: 'L-7' }, { itemId: 'RM-1', lotId: 'L-8' }] })).toBeUndefined();
    expect(await heldBy()).toBeUndefined();
  });

  it('is found by the order, or by the one operation of it that is meant', async () => {
    await place('H-1', { ...ORDER, operationId: '0020' });

    expect(await heldBy({ operationId: '0020' })).toBe('H-1');
    expect(await heldBy({ operationId: '0010' })).toBeUndefined();

    await place('H-2', ORDER);

    expect(await heldBy({ operationId: '0010' })).toBe('H-2');
    expect(await heldBy({ workOrderId: 'WO-2' })).toBeUndefined();
  });

  it('is found by every place where it was done', async () => {
    await place('H-1', { type: 'equipment', equipmentId: 'PRESS-1' });
    await place('H-2', { type: 'equipment', equipmentId: 'WC-10' });

    expect(await heldBy({ equipmentIds: ['PRESS-1', 'WC-20'] })).toBe('H-1');
    expect(await heldBy({ equipmentIds: ['PRESS-2', 'WC-10', 'LINE-1'] })).toBe('H-2');
    expect(await heldBy({ workOrderId: 'PRESS-1', equipmentIds: ['PRESS-2'] })).toBeUndefined();
  });

  it('names the oldest of several, and never that of another site', async () => {
    await place('H-2', ORDER);
    await place('H-1', LOT);
    await place('H-0', ORDER, { siteId: 'CHI1' });

    expect(await heldBy({ lots: [{ itemId: 'RM-1', lotId: 'L-7' }] })).toBe('H-2');
    expect((await book.openFor(report({ siteId: 'CHI1' })))).toEqual({ holdId: 'H-0', siteId: 'CHI1', scope: ORDER, reason: 'to be inspected', placedAt: AT });
  });

  it('is placed once: a second event with the same id changes nothing, also not after it ended', async () => {
    const messageId = randomUUID();
    await place('H-1', LOT, { messageId });
    await apply('release_hold', { holdId: 'H-1', releasedAt: LATER });
    await place('H-1', ORDER);

    expect(await book.hold('BER1', 'H-1')).toEqual({ holdId: 'H-1', siteId: 'BER1', scope: LOT, reason: 'to be inspected', placedAt: AT, releasedAt: LATER, placedByMessageId: messageId });
    expect(await heldBy()).toBeUndefined();
  });

  it('ends by a release, once, and says when', async () => {
    await place('H-1', ORDER);
    await apply('release_hold', { holdId: 'H-1', releasedAt: LATER });
    await apply('release_hold', { holdId: 'H-1', releasedAt: '2026-11-22T10:00:00.000Z' });

    expect(await heldBy()).toBeUndefined();
    expect(await book.hold('BER1', 'H-1')).toMatchObject({ releasedAt: LATER });
  });

  it('ends with all holds of the lot by a decision, but for those that were accepted after it', async () => {
    const messageId = randomUUID();
    await place('H-1', LOT, { at: LATER }); // clocks of two processes do not agree: what counts is what came first
    await place('H-2', LOT);
    await place('H-3', { ...LOT, itemId: 'RM-2' });
    await decide(true, messageId);
    await place('H-4', LOT);
    await apply('dispose_lot', { releasedAt: LATER }, { messageId });

    expect((await book.list('BER1', { status: 'open' }, '0', 10)).items.map(({ holdId }) => holdId)).toEqual(['H-3', 'H-4']);
  });

  it('lets a lot that is decided to be bad become known, but nobody use it', async () => {
    await place('H-1', LOT);
    await decide(false);

    expect(await heldBy({ lots: [{ itemId: 'RM-1', lotId: 'L-7', isMade: true }] })).toBeUndefined();
    expect(await heldBy({ lots: [{ itemId: 'RM-1', lotId: 'L-7' }] })).toBe('H-1');
  });

  it.each<[string, () => Promise<void>]>([
    ['decided to be good: that ends the hold as soon as it stands', () => decide(true)],
    ['decided to be bad by a decision that was discarded', async () => {
      const [first, second] = [randomUUID(), randomUUID()];
      await decide(false, first);
      await decide(false, second);
      await apply('message_discarded', {}, { messageId: first });
      await apply('message_discarded', {}, { messageId: second });
    }],
    ['decided to be bad before it was held once more', async () => {
      await decide(false);
      await place('H-2', LOT);
    }],
    ['another one, of the same number', () => apply('decide_lot', { itemId: 'RM-2', lotId: 'L-7', isGood: false })],
  ])('keeps a lot from becoming known that is %s', async (_what, decided) => {
    await place('H-1', LOT);
    await decided();

    expect(await heldBy({ lots: [{ itemId: 'RM-1', lotId: 'L-7', isMade: true }] })).toMatch(/^H-[12]$/);
  });

  it('lets a lot become known that is decided to be bad by one decision of which another was discarded', async () => {
    const messageId = randomUUID();
    await place('H-1', LOT);
    await decide(false, messageId);
    await decide(false);
    await apply('message_discarded', {}, { messageId });

    expect(await heldBy({ lots: [{ itemId: 'RM-1', lotId: 'L-7', isMade: true }] })).toBeUndefined();
  });

  it('knows the others on the same thing, and no order from its operation', async () => {
    await place('H-1', ORDER);
    await place('H-2', { ...ORDER, operationId: '0020' });
    await place('H-3', ORDER);
    await place('H-4', ORDER);
    await apply('release_hold', { holdId: 'H-4', releasedAt: LATER });

    expect((await book.othersOn('BER1', 'H-1')).map(({ holdId }) => holdId)).toEqual(['H-3']);
  });

  describe.each<['lot' | 'workOrder', Exclude<HoldScope, { type: 'equipment' }>]>([['lot', { type: 'lot', itemId: 'RM-1', lotId: 'L-7' }], ['workOrder', { type: 'workOrder', workOrderId: 'WO-1' }]])('in the ERP, of a %s,', (_type, scope) => {
    const stands = (): Promise<boolean> => book.isHeldInErp('BER1', scope);
    beforeEach(async () => {
      await place('H-1', scope);
      await place('H-2', scope);
    });

    it('stands until somebody lifts it there, whichever hold it was that it came from', async () => {
      const before = await stands();
      await apply('hold_in_erp', { holdId: 'H-1', heldAt: AT });
      await apply('release_hold', { holdId: 'H-1', releasedAt: LATER });
      const between = await stands();
      await apply('release_hold', { holdId: 'H-2', releasedAt: LATER, freedAt: LATER });

      expect([before, between, await stands()]).toEqual([false, true, false]);
    });

    it('stands again when it is held there after it was lifted, also when that becomes known the other way round', async () => {
      await apply('release_hold', { holdId: 'H-1', releasedAt: LATER, freedAt: LATER });
      await apply('hold_in_erp', { holdId: 'H-1', heldAt: AT });
      const late = await stands();
      await apply('hold_in_erp', { holdId: 'H-2', heldAt: '2026-11-22T10:00:00.000Z' });

      expect([late, await stands()]).toEqual([false, true]);
    });
  });

  it('in the ERP stands no more of a lot of which something was decided', async () => {
    const messageId = randomUUID();
    await place('H-1', LOT);
    await apply('hold_in_erp', { holdId: 'H-1', heldAt: AT });
    await decide(false, messageId);
    await apply('dispose_lot', { releasedAt: LATER }, { messageId });

    expect(await book.isHeldInErp('BER1', { type: 'lot', itemId: 'RM-1', lotId: 'L-7' })).toBe(false);
  });

  it('is listed page by page, by what is asked', async () => {
    for (const number of [1, 2, 3]) await place(`H-${number}`, LOT);
    await place('H-4', ORDER);
    await place('H-5', { type: 'equipment', equipmentId: 'PRESS-1' });
    await apply('release_hold', { holdId: 'H-2', releasedAt: LATER });
    const ids = async (filter: Parameters<HoldBook['list']>[1]): Promise<readonly string[]> => (await book.list('BER1', filter, '0', 10)).items.map(({ holdId }) => holdId);

    const first = await book.list('BER1', {}, '0', 2);
    const second = await book.list('BER1', {}, first.position!, 10);

    expect(first.items.map(({ holdId }) => holdId)).toEqual(['H-1', 'H-2']);
    expect(second.items.map(({ holdId }) => holdId)).toEqual(['H-3', 'H-4', 'H-5']);
    expect(second.position).toBeUndefined();
    expect(await ids({ status: 'open', itemId: 'RM-1', lotId: 'L-7' })).toEqual(['H-1', 'H-3']);
    expect(await ids({ status: 'ended' })).toEqual(['H-2']);
    expect(await ids({ workOrderId: 'WO-1' })).toEqual(['H-4']);
    expect(await ids({ equipmentId: 'PRESS-1' })).toEqual(['H-5']);
  });

  it('has a scope of one kind, or is not placed at all', async () => {
    await expect(apply('place_hold', { holdId: 'H-1', scope: { type: 'lot', lotId: 'L-7' }, reason: 'r', placedAt: AT })).rejects.toThrow(/quality_hold_check/);
    await expect(apply('place_hold', { holdId: 'H-1', scope: { type: 'equipment', equipmentId: 'P', lotId: 'L-7', itemId: 'RM-1' }, reason: 'r', placedAt: AT })).rejects.toThrow(/quality_hold_check/);
  });

  it('knows no effect that has no function, and touches no other function by a strange name', async () => {
    await expect(apply('nobody_does_this', {})).rejects.toMatchObject({ code: '42883' });
    await expect(apply('place_hold"(); drop table execution.quality_hold; --', {})).rejects.toMatchObject({ code: '42883' });
  });
});
