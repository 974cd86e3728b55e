import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JobOrderAcknowledgement, WorkOrder, WorkOrderChange } from '@plantway/canonical';
import { JobOrderBook, OrderNegotiation, type OvertakenVersion } from '@plantway/execution';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { order } from './orders-of-erp.js';

const CHANGE = '018f0000-0000-7000-8000-000000000001';
const OTHER = '018f0000-0000-7000-8000-000000000002';
const ANSWER = '018f0000-0000-7000-8000-000000000003';
const pieces = (value: string) => ({ value, unit: 'H87' });
const minute = (count: number): string => new Date(Date.UTC(2026, 10, 22, 8, count)).toISOString();
const OPERATIONS: WorkOrder['operations'] = ['0010', '0020'].map((operationId) => ({
  operationId, description: 'Step', workCenterId: 'WC-10', status: 'released', yieldConfirmed: pieces('0'), scrapConfirmed: pieces('0'), reworkConfirmed: pieces('0'), remaining: pieces('100'),
}));
const released = order('WO-1', { operations: OPERATIONS });
const held: WorkOrder = { ...released, status: 'held' };

describe('asking the MES before an order is changed', () => {
  let database: TestDatabase;
  let book: JobOrderBook;
  let negotiation: OrderNegotiation;
  let overtaken: OvertakenVersion[];

  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(async () => { await database.drop(); });
  beforeEach(async () => {
    await database.pool.query('truncate execution.job_order_set, execution.job_order');
    overtaken = [];
    const clock = new SeededClock('2026-11-22T08:00:00Z');
    book = new JobOrderBook(database.pool, clock, async (version) => void overtaken.push(version));
    negotiation = new OrderNegotiation(database.pool, clock);
    await book.keep(released, 'lot', minute(1));
  });

  const ask = (change: Partial<WorkOrderChange> = {}, more: { readonly order?: WorkOrder; readonly messageId?: string; readonly at?: number } = {}) => {
    const { order: seen = released, messageId = CHANGE, at = 1 } = more;
    return negotiation.ask({ messageId, correlationId: 'journey', order: seen, asOf: minute(at), change: { changeId: 'c-1', siteId: 'BER1', workOrderId: 'WO-1', verb: 'hold', ...change } });
  };
  const says = (operationId: string, version: number, answer: JobOrderAcknowledgement['answer'], more: Partial<JobOrderAcknowledgement> = {}) =>
    book.acknowledge({ acknowledgementId: 'a', siteId: 'BER1', jobOrderId: `WO-1-${operationId}`, version, answer, acknowledgedAt: minute(2), ...more }, ANSWER);
  const offered = async () => (await book.undispatched())[0].dispatch;
  const states = async () => (await offered()).jobOrders.map(({ jobOrderId, version, state }) => `${jobOrderId}@${version} ${state}`);

  it('offers it the job orders as the change wants them, once, and waits for each of them', async () => {
    expect(await ask()).toEqual({ outcome: 'open', jobOrderId: 'WO-1-0010', version: 2 });
    expect(await ask()).toEqual({ outcome: 'open', jobOrderId: 'WO-1-0010', version: 2 });
    expect(await offered()).toMatchObject({ version: 2, verb: 'Pause', proposalFor: 'c-1', jobOrders: [{ state: 'Interrupted', tracking: 'lot' }, { state: 'Interrupted' }] });
    expect([await negotiation.isAsked('BER1', 'WO-1', CHANGE), await negotiation.isAsked('BER1', 'WO-1', OTHER)]).toEqual([true, false]);

    await says('0010', 2, 'accepted');
    expect(await ask()).toEqual({ outcome: 'open', jobOrderId: 'WO-1-0020', version: 2 });
    await says('0020', 2, 'accepted');
    expect(await ask()).toEqual({ outcome: 'accepted' });
  });

  it('hears a refusal at once, which holds no order', async () => {
    await ask();
    await says('0020', 2, 'refused', { reason: 'half of it is made' });

    expect(await ask()).toEqual({ outcome: 'refused', reason: 'WO-1-0020: half of it is made' });
    expect((await database.pool.query('select from execution.job_order_set where held_reason is not null')).rowCount).toBe(0);
  });

  it('takes the largest quantity of any job order, and of what cannot be divided all', async () => {
    await ask({ verb: 'changeQuantity', quantity: pieces('200') });
    await says('0010', 2, 'partly', { acceptedQuantity: pieces('130'), reason: 'one shift' });
    await says('0020', 2, 'partly', { acceptedQuantity: pieces('150.0'), reason: 'two shifts' });

    expect(await ask({ verb: 'changeQuantity', quantity: pieces('200') })).toEqual({ outcome: 'partly', quantity: pieces('150'), reason: 'two shifts' });
    expect(await ask({ verb: 'hold' })).toEqual({ outcome: 'accepted' });
  });

  it('has nothing to ask while it has no job orders, or when they say the same', async () => {
    await database.pool.query('truncate execution.job_order_set, execution.job_order');
    expect(await ask()).toEqual({ outcome: 'nothingToAsk' });

    await book.keep(released, 'none', minute(1));
    expect(await ask({ verb: 'changeQuantity', quantity: pieces('100.00') })).toEqual({ outcome: 'nothingToAsk' });
    expect(await book.newestVersion('BER1', 'WO-1')).toBe(1);
  });

  it('wants the order to be read again when what is kept is newer or another', async () => {
    expect(await ask({}, { order: { ...released, ...{ quantity: pieces('120') } }, at: 2 })).toEqual({ outcome: 'readAgain' });
    expect(await ask({}, { at: 0 })).toEqual({ outcome: 'readAgain' });
  });

  it('gives the job orders back as they were when the change comes to nothing, once, and not what another change asks for', async () => {
    await ask();

    expect(await negotiation.withdraw('BER1', 'WO-1', OTHER)).toBeUndefined();
    expect(await negotiation.withdraw('BER1', 'WO-1', CHANGE)).toBe(3);
    expect(await negotiation.withdraw('BER1', 'WO-1', CHANGE)).toBeUndefined();
    expect(await offered()).toMatchObject({ version: 3, verb: 'Resume' });
    expect([(await offered()).proposalFor, await states()]).toEqual([undefined, ['WO-1-0010@3 AllowedToStart', 'WO-1-0020@3 AllowedToStart']]);
  });

  it('gives back what counted before the first of two changes, when the first one was given up unnoticed', async () => {
    await ask({ verb: 'changeQuantity', quantity: pieces('200') });
    await ask({ changeId: 'c-2', verb: 'hold' }, { messageId: OTHER });

    await negotiation.withdraw('BER1', 'WO-1', OTHER);

    expect((await offered()).jobOrders.map(({ quantity, state }) => `${quantity.value} ${state}`)).toEqual(['100 AllowedToStart', '100 AllowedToStart']);
  });

  describe('the ERP meanwhile', () => {
    beforeEach(async () => { await ask(); });

    it('shows the order like that: the version counts as it is, and whoever waits for an answer is told that none is needed', async () => {
      expect(await book.keep(held, 'lot', minute(3))).toBeUndefined();

      expect([(await offered()).version, (await offered()).proposalFor, await negotiation.isAsked('BER1', 'WO-1', CHANGE)]).toEqual([2, undefined, false]);
      expect(overtaken).toEqual([{ siteId: 'BER1', workOrderId: 'WO-1', version: 2, jobOrderIds: ['WO-1-0010', 'WO-1-0020'] }]);
    });

    it('shows it otherwise: one more version says so, whoever waits is told, and it is asked anew upon that', async () => {
      const more = { ...released, quantity: pieces('120') };

      expect(await book.keep(more, 'lot', minute(3))).toBe(3);

      expect(overtaken).toEqual([{ siteId: 'BER1', workOrderId: 'WO-1', version: 2, jobOrderIds: ['WO-1-0010', 'WO-1-0020'] }]);
      expect(await negotiation.withdraw('BER1', 'WO-1', CHANGE)).toBeUndefined();
      expect(await ask({}, { order: more, at: 3 })).toEqual({ outcome: 'open', jobOrderId: 'WO-1-0010', version: 4 });
    });

    it('shows it as before: it stays asked, and nobody is told anything', async () => {
      await book.keep(released, 'lot', minute(3));

      expect([await negotiation.isAsked('BER1', 'WO-1', CHANGE), overtaken]).toEqual([true, []]);
    });

    it('shows it like that although the MES has refused: the MES is told what counts', async () => {
      await says('0010', 2, 'refused');

      expect(await book.keep(held, 'lot', minute(3))).toBe(3);
      expect(await offered()).toMatchObject({ verb: 'Pause', jobOrders: [{ state: 'Interrupted' }, { state: 'Interrupted' }] });
    });

    it('shows it like that just before the refusal is written down: the job orders can be sent again, and only then', async () => {
      expect(await book.sendAgain('BER1', 'WO-1', 2)).toBeUndefined();

      await book.keep(held, 'lot', minute(3));
      await says('0010', 2, 'refused');

      expect(await book.sendAgain('BER1', 'WO-1', 2)).toBe(3);
      expect(await states()).toEqual(['WO-1-0010@3 Interrupted', 'WO-1-0020@3 Interrupted']);
    });
  });
});
