import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PlannedOrder, ScheduledOperation } from '@plantway/canonical';
import { PlannedOrderBook, PromiseBook, ScheduleBook } from '@plantway/execution';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import type { QueryRunner } from 'typeorm';
import { RememberLastFinishes20261123129000 } from '../../../migrations/20261123129000-remember-last-finishes.js';

const AT = '2026-11-22T08:00:00.000Z';
const planned = (plannedOrderId: string, change: Partial<PlannedOrder> = {}): PlannedOrder => ({
  plannedOrderId, siteId: 'BER1', itemId: 'FG-100', quantity: { value: '40', unit: 'H87' }, startAt: '2026-11-23T05:00:00.000Z', dueAt: '2026-11-25T21:00:00.000Z', ...change,
});
const forLine = (customerOrderId: string, customerOrderLineId: string) => ({ customerOrderId, customerOrderLineId });
const operation = (workOrderId: string, operationId: string, finishHour: number): ScheduledOperation => ({
  workOrderId, operationId, workCenterId: `WC-${operationId}`, startAt: `2026-11-23T${String(finishHour - 1).padStart(2, '0')}:00:00.000Z`, finishAt: `2026-11-23T${String(finishHour).padStart(2, '0')}:00:00.000Z`,
});
const schedule = (version: number, ...operations: readonly ScheduledOperation[]) => ({
  scheduleVersionId: `APS-${version}`, version, ...(version > 1 && { supersedes: version - 1 }), createdAt: AT, frozenUntil: '2026-11-22T09:00:00.000Z', reason: 'regular', replanRequestIds: [], operations,
});

describe('what the gateway keeps of planning', () => {
  let database: TestDatabase;
  let plannedOrders: PlannedOrderBook;
  let schedules: ScheduleBook;
  let promises: PromiseBook;

  beforeAll(async () => {
    database = await createTestDatabase();
    plannedOrders = new PlannedOrderBook(database.pool);
    schedules = new ScheduleBook(database.pool);
    promises = new PromiseBook(database.pool);
  });
  afterAll(() => database.drop());
  beforeEach(() => database.pool.query('truncate execution.planned_order, execution.schedule, execution.scheduled_operation, execution.last_finish, execution.promise_date'));

  const apply = async (effect: string, data: object, messageId: string = randomUUID()): Promise<void> => {
    await database.pool.query('select execution.apply($1, $2, $3, $4, $5)', ['BER1', messageId, effect, JSON.stringify(data), AT]);
  };
  const convert = async (plannedOrderId: string, workOrderId: string, change: Partial<PlannedOrder> = {}): Promise<void> => {
    await apply('planned_order', planned(plannedOrderId, change));
    await apply('planned_order_converted', { plannedOrderId, workOrderId });
  };

  describe('of planned orders', () => {
    it('is what was published, and the work order that was made of it', async () => {
      const messageId = randomUUID();
      await apply('planned_order', planned('PL-1', forLine('SO-1', '10')), messageId);
      expect(await plannedOrders.get('BER1', 'PL-1')).toEqual({ ...planned('PL-1', forLine('SO-1', '10')), status: 'planned', publishedAt: AT, messageId });

      await apply('planned_order_converted', { plannedOrderId: 'PL-1', workOrderId: 'WO-1' });

      expect(await plannedOrders.get('BER1', 'PL-1')).toMatchObject({ status: 'converted', workOrderId: 'WO-1', customerOrderId: 'SO-1' });
    });

    it('does not change when an effect is done again', async () => {
      await convert('PL-1', 'WO-1');
      await convert('PL-1', 'WO-2', { quantity: { value: '1', unit: 'H87' } });

      expect(await plannedOrders.get('BER1', 'PL-1')).toMatchObject({ quantity: { value: '40' }, workOrderId: 'WO-1' });
    });

    it('is listed by ids, by state, and never for another site', async () => {
      await convert('PL-2', 'WO-1');
      for (const id of ['PL-1', 'PL-3']) await apply('planned_order', planned(id));
      const ids = async (siteId: string, question: Parameters<PlannedOrderBook['list']>[1]) => (await plannedOrders.list(siteId, question)).map(({ plannedOrderId }) => plannedOrderId);

      expect(await ids('BER1', { limit: 2 })).toEqual(['PL-1', 'PL-2']);
      expect(await ids('BER1', { after: 'PL-2', limit: 2 })).toEqual(['PL-3']);
      expect(await ids('BER1', { status: 'planned', limit: 10 })).toEqual(['PL-1', 'PL-3']);
      expect(await ids('CHI1', { limit: 10 })).toEqual([]);
    });
  });

  describe('of the schedule', () => {
    it('is the newest version as a whole', async () => {
      await apply('schedule_version', schedule(1, operation('WO-1', '10', 8), operation('WO-2', '10', 9)));
      await apply('schedule_version', schedule(2, operation('WO-1', '10', 10), operation('WO-1', '20', 12)));

      expect(await schedules.inForce('BER1')).toMatchObject({ ...schedule(2, operation('WO-1', '10', 10), operation('WO-1', '20', 12)), inForceSince: AT });
      expect(await schedules.finishes('BER1')).toEqual({ version: 2, scheduleVersionId: 'APS-2', finishes: new Map([['WO-1', '2026-11-23T12:00:00.000Z']]) });
    });

    it('never goes back to an older one', async () => {
      await apply('schedule_version', schedule(2, operation('WO-1', '10', 10)));
      await apply('schedule_version', schedule(1, operation('WO-9', '10', 8)));

      expect(await schedules.versionInForce('BER1')).toBe(2);
      expect((await schedules.inForce('BER1'))?.operations).toEqual([operation('WO-1', '10', 10)]);
    });

    it('is in force also when it schedules nothing', async () => {
      await apply('schedule_version', schedule(1));

      expect(await schedules.finishes('BER1')).toEqual({ version: 1, scheduleVersionId: 'APS-1', finishes: new Map() });
    });

    it('shows the operations of one work center, or of one work order', async () => {
      await apply('schedule_version', schedule(1, operation('WO-1', '10', 8), operation('WO-1', '20', 9), operation('WO-2', '10', 10)));

      expect((await schedules.inForce('BER1', { workCenterId: 'WC-10' }))?.operations.map(({ workOrderId }) => workOrderId)).toEqual(['WO-1', 'WO-2']);
      expect((await schedules.inForce('BER1', { workOrderId: 'WO-1' }))?.operations.map(({ operationId }) => operationId)).toEqual(['10', '20']);
    });

    it.each([['before it begins', '07', 'WC-10'], ['between its operations', '09', 'WC-20'], ['after its end', '20', 'WC-20']])('places a work order %s', async (_when, hour, workCenterId) => {
      await apply('schedule_version', schedule(1, operation('WO-1', '10', 8), operation('WO-1', '20', 12)));

      expect(await schedules.workCenterOf('BER1', 'WO-1', `2026-11-23T${hour}:00:00.000Z`)).toBe(workCenterId);
      expect(await schedules.workCenterOf('BER1', 'WO-9', `2026-11-23T${hour}:00:00.000Z`)).toBeUndefined();
    });
  });

  describe('of promises', () => {
    it('looks at the work order of a line that is finished last', async () => {
      await convert('PL-1', 'WO-1', forLine('SO-1', '10'));
      await convert('PL-2', 'WO-2', forLine('SO-1', '10'));
      await convert('PL-3', 'WO-3', forLine('SO-2', '10'));
      await convert('PL-4', 'WO-4');
      await apply('schedule_version', schedule(7, operation('WO-1', '10', 8), operation('WO-2', '10', 9), operation('WO-3', '10', 10), operation('WO-4', '10', 11)));

      expect(await promises.finishesOfLines('BER1', ['WO-1', 'WO-4'])).toEqual([{ customerOrderId: 'SO-1', lineId: '10', workOrderId: 'WO-2', finishAt: '2026-11-23T09:00:00.000Z', scheduleVersion: 7 }]);
      expect(await promises.finishesOfLines('CHI1', ['WO-1'])).toEqual([]);
    });

    it('still knows by which schedule a line was last to be finished when its order has left it', async () => {
      await apply('schedule_version', schedule(3, operation('WO-1', '10', 8), operation('WO-1', '20', 9), operation('WO-2', '10', 12)));
      await apply('schedule_version', schedule(4, operation('WO-2', '10', 13)));
      await apply('schedule_version', schedule(5, operation('WO-2', '10', 13)));
      await convert('PL-1', 'WO-1', forLine('SO-1', '10')); // only known to be made for the line by now

      const ofLine = { customerOrderId: 'SO-1', lineId: '10' };
      expect(await promises.finishesOfLines('BER1', ['WO-1'])).toEqual([{ ...ofLine, workOrderId: 'WO-1', finishAt: '2026-11-23T09:00:00.000Z', scheduleVersion: 3 }]);

      await convert('PL-2', 'WO-2', forLine('SO-1', '10'));
      expect(await promises.finishesOfLines('BER1', ['WO-1'])).toEqual([{ ...ofLine, workOrderId: 'WO-2', finishAt: '2026-11-23T13:00:00.000Z', scheduleVersion: 5 }]);

      await apply('schedule_version', schedule(6, operation('WO-1', '20', 10)));
      expect(await promises.finishesOfLines('BER1', ['WO-2'])).toEqual([{ ...ofLine, workOrderId: 'WO-1', finishAt: '2026-11-23T10:00:00.000Z', scheduleVersion: 6 }]);

      await apply('schedule_version', schedule(7));
      await apply('schedule_version', schedule(6, operation('WO-9', '10', 8))); // older than the one in force: nothing leaves, nothing comes
      expect(await promises.finishesOfLines('BER1', ['WO-2'])).toEqual([{ ...ofLine, workOrderId: 'WO-1', finishAt: '2026-11-23T10:00:00.000Z', scheduleVersion: 6 }]);
    });

    it('knows that of orders of a schedule that stood before this was kept', async () => {
      const migration = new RememberLastFinishes20261123129000();
      const runner = { query: (text: string) => database.pool.query(text) } as unknown as QueryRunner;
      await migration.down(runner);
      await convert('PL-1', 'WO-1', forLine('SO-1', '10'));
      await apply('schedule_version', schedule(1, operation('WO-1', '10', 8)));
      await migration.up(runner);

      await apply('schedule_version', schedule(2));

      expect(await promises.finishesOfLines('BER1', ['WO-1'])).toMatchObject([{ workOrderId: 'WO-1', finishAt: '2026-11-23T08:00:00.000Z', scheduleVersion: 1 }]);
    });

    it('leaves lines out of which nothing was ever scheduled', async () => {
      await convert('PL-1', 'WO-1', forLine('SO-1', '10'));
      expect(await promises.finishesOfLines('BER1', ['WO-1'])).toEqual([]);

      await apply('schedule_version', schedule(1));

      expect(await promises.finishesOfLines('BER1', ['WO-1'])).toEqual([]);
    });

    const promised = (scheduleVersion: number, promisedOn: string, promisedBefore?: string) => ({
      customerOrderId: 'SO-1', lineId: '10', workOrderId: 'WO-1', scheduleVersion, scheduledFinishAt: '2026-11-23T12:00:00.000Z', promisedOn, ...(promisedBefore && { promisedBefore }),
    });

    it('knows the newest schedule for which an update is stored, and what the customer system knows', async () => {
      expect(await promises.standing('BER1', 'SO-1', '10')).toBeUndefined();
      await apply('promise_wanted', promised(3, '2026-11-30'));
      await apply('promise_wanted', promised(2, '2026-11-30'));
      expect(await promises.standing('BER1', 'SO-1', '10')).toEqual({ wantedVersion: 3 });

      await apply('promise_date', promised(3, '2026-12-01', '2026-11-30'));

      expect(await promises.standing('BER1', 'SO-1', '10')).toEqual({ wantedVersion: 3, promise: { ...promised(3, '2026-12-01', '2026-11-30'), promisedAt: AT } });
    });

    it('never goes back to the promise of an older schedule', async () => {
      await apply('promise_date', promised(3, '2026-12-01'));
      await apply('promise_date', promised(2, '2026-11-30'));

      expect((await promises.standing('BER1', 'SO-1', '10'))?.promise?.promisedOn).toBe('2026-12-01');
    });

    it('lists what was promised, by line and by work order', async () => {
      await apply('promise_wanted', { ...promised(3, ''), lineId: '05' });
      for (const lineId of ['20', '10']) await apply('promise_date', { ...promised(3, '2026-12-01'), lineId, workOrderId: `WO-${lineId}` });
      const lines = async (question: Parameters<PromiseBook['list']>[1]) => (await promises.list('BER1', question)).map(({ lineId }) => lineId);

      expect(await lines({ limit: 10 })).toEqual(['10', '20']);
      expect(await lines({ limit: 10, after: { customerOrderId: 'SO-1', lineId: '10' } })).toEqual(['20']);
      expect(await lines({ limit: 10, workOrderId: 'WO-20' })).toEqual(['20']);
    });
  });
});
