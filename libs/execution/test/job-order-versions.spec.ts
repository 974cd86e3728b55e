import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OperationStatus, WorkOrder } from '@plantway/canonical';
import { JobOrderBook, JobOrderMaker } from '@plantway/execution';
import type { ErpPort } from '@plantway/ports';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { order } from './orders-of-erp.js';

const MESSAGE = '018f0000-0000-7000-8000-000000000001';
const nothing = { value: '0', unit: 'H87' };
const minute = (count: number): string => new Date(Date.UTC(2026, 10, 22, 8, count)).toISOString();

/** An order of operations 0010, 0020..., each in the given state. */
function inState(status: WorkOrder['status'], ...operations: readonly OperationStatus[]): WorkOrder {
  return order('WO-1', {
    status, operations: operations.map((state, index) => ({ operationId: `00${index + 1}0`, description: 'Step', workCenterId: 'WC-10', status: state, yieldConfirmed: nothing, scrapConfirmed: nothing, reworkConfirmed: nothing, remaining: nothing })),
  });
}

describe('a version of job orders', () => {
  let database: TestDatabase;
  let book: JobOrderBook;
  let maker: JobOrderMaker;

  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(async () => { await database.drop(); });
  beforeEach(async () => {
    await database.pool.query('truncate execution.job_order_set, execution.job_order');
    book = new JobOrderBook(database.pool, new SeededClock('2026-11-22T08:00:00Z'));
    maker = new JobOrderMaker({ item: async () => ({ value: { tracking: 'none' } }) } as unknown as ErpPort, book);
  });

  const shows = (shown: WorkOrder, at: number) => maker.make('BER1', [shown], minute(at), {});
  const waiting = async () => (await book.undispatched()).flatMap(({ dispatch }) => dispatch.jobOrders.map(({ jobOrderId, version, state }) => `${jobOrderId}@${version} ${state}`));

  describe('that is to be sent again', () => {
    beforeEach(async () => {
      await shows(inState('released', 'released'), 1);
    });

    it('becomes a new one, once, however often it is asked for', async () => {
      expect(await book.sendAgain('BER1', 'WO-1', 1)).toBe(2);
      await book.carriedBy({ siteId: 'BER1', workOrderId: 'WO-1', version: 2 }, MESSAGE);
      await book.dispatched('BER1', 'WO-1', 2);

      expect(await book.sendAgain('BER1', 'WO-1', 1)).toBeUndefined();
      expect([await book.newestVersion('BER1', 'WO-1'), await waiting()]).toEqual([2, []]);
    });

    it('stays as it is when the ERP made a newer one of it meanwhile', async () => {
      await shows({ ...inState('released', 'released'), quantity: { value: '120', unit: 'H87' } }, 2);
      await shows({ ...inState('released', 'released'), quantity: { value: '140', unit: 'H87' } }, 3);

      expect(await book.sendAgain('BER1', 'WO-1', 1)).toBeUndefined();
      expect(await waiting()).toEqual(['WO-1-0010@3 AllowedToStart']);
    });

    it('is made once when two ask at the same moment', async () => {
      const asked = await Promise.all([1, 2, 3, 4].map(() => book.sendAgain('BER1', 'WO-1', 1)));

      expect(asked.filter((version) => version !== undefined)).toEqual([2]);
    });
  });

  describe('of an order that the ERP calls off', () => {
    it.each(['closed', 'cancelled'] as const)('%s tells that nobody is to go on, once', async (status) => {
      await shows(inState('inProgress', 'completed', 'inProgress', 'released'), 1);
      const calledOff = inState(status, 'completed', 'inProgress', 'released');

      await shows(calledOff, 2);
      await shows(calledOff, 3);

      expect(await waiting()).toEqual(['WO-1-0010@2 Ended', 'WO-1-0020@2 Aborted', 'WO-1-0030@2 Aborted']);
    });

    it('is not made when there was none before', async () => {
      const calledOff = inState('cancelled', 'created');
      await shows(calledOff, 1);
      expect((await database.pool.query('select from execution.job_order_set')).rowCount).toBe(0);

      await book.keep(calledOff, 'none', minute(2)); // it was released and called off between two readings
      expect([await book.newestVersion('BER1', 'WO-1'), await waiting()]).toEqual([undefined, []]);
    });

    it('is not made when every operation was done', async () => {
      await shows(inState('released', 'released'), 1);
      await shows(inState('completed', 'completed'), 2);
      await shows(inState('closed', 'completed'), 3);

      expect(await book.newestVersion('BER1', 'WO-1')).toBe(1);
    });

    it('is not undone by an older answer of the ERP, but by a newer one', async () => {
      const released = inState('released', 'released');
      await shows(released, 1);
      await shows(inState('closed', 'released'), 3);

      await shows(released, 2);
      expect(await waiting()).toEqual(['WO-1-0010@2 Aborted']);
      await shows(released, 4);
      expect(await waiting()).toEqual(['WO-1-0010@3 AllowedToStart']);
    });
  });
});
