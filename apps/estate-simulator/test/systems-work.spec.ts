import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkOrder } from '@plantway/canonical';
import type { MesFact } from '../src/mes/mes-fact.js';
import { BEGIN, SystemsStand } from './systems-stand.js';

function workOrder(workOrderId: string): WorkOrder {
  const none = { value: '0', unit: 'H87' };
  const quantity = { value: '60', unit: 'H87' };
  return {
    workOrderId, siteId: 'BER1', itemId: 'FG-100', quantity, overDeliveryTolerancePercent: '5', status: 'released', startAt: BEGIN, dueAt: '2026-11-25T08:00:00Z', components: [], revision: '1',
    operations: ['WC-10', 'WC-20'].map((workCenterId, place) => ({
      operationId: `00${place + 1}0`, description: '', workCenterId, status: 'released', yieldConfirmed: none, scrapConfirmed: none, reworkConfirmed: none, remaining: quantity,
    })),
  };
}

describe('the business systems at work', () => {
  let stand: SystemsStand;
  beforeEach(async () => {
    stand = await SystemsStand.open();
  });
  afterEach(() => stand.close());

  describe('planning', () => {
    beforeEach(() => {
      stand.workOrders = ['WO-1', 'WO-2', 'WO-3'].map(workOrder);
    });

    it('makes a schedule every fifteen minutes of business time, each in the place of the one before, and the very same again until it is answered', async () => {
      await stand.plan();
      await stand.plan();
      stand.later(15);
      stand.loseNextAnswers = 2;
      await stand.plan();
      stand.later(15);
      await stand.plan();
      await stand.restart();
      await stand.plan();
      stand.later(15);
      await stand.plan();

      expect(stand.said('schedule-versions').map(({ version, supersedes }) => [version, supersedes])).toEqual([[1, undefined], [2, 1], [3, 2]]);
      expect(stand.repeated).toBe(2);
      expect(stand.conflicts).toEqual([]);
      expect((await stand.get('/aps/BER1/schedule')).body.schedule).toMatchObject({ siteId: 'BER1', version: 3 });
      expect(stand.factsOf('aps').map(({ type }) => type)).toEqual(['scheduled', 'scheduled', 'scheduled']);
    });

    it('answers several wishes for a new schedule with one, and takes the failed machine as lost', async () => {
      await stand.plan();
      const request = (lineId: string, equipmentId: string) => ({
        replanRequestId: `${lineId}@1`, siteId: 'BER1', lineId, windowStartsAt: BEGIN, windowEndsAt: '2026-11-22T08:05:00Z', causeCount: 1,
        causes: [{ trigger: 'equipmentDown', objectId: `${equipmentId}@1`, occurredAt: BEGIN, equipmentId, workCenterId: 'WC-10' }],
      });
      for (const unit of ['WU-10-A', 'WU-10-B', 'WU-10-C', 'WU-10-D']) await stand.post('/aps/BER1/replans', { reference: `ref-${unit}`, request: request(`LINE-${unit}`, unit) });

      stand.later(5);
      await stand.plan();

      const [first, second, ...more] = stand.said('schedule-versions');
      expect(more).toEqual([]);
      expect(second).toMatchObject({ version: 2, supersedes: 1, reason: 'replan', replanRequestIds: ['LINE-WU-10-A@1', 'LINE-WU-10-B@1', 'LINE-WU-10-C@1', 'LINE-WU-10-D@1'] });
      const finish = (schedule: any) => schedule.operations.find(({ workOrderId, operationId }: any) => workOrderId === 'WO-1' && operationId === '0010').finishAt;
      expect([finish(first), finish(second)]).toEqual(['2026-11-22T09:15:00.000Z', '2026-11-22T10:15:00.000Z']); // 75 minutes of work; the machines are counted on again at 09:00
    });

    it('proposes an order for each line that nobody makes, once', async () => {
      stand.customerOrders = (await stand.get('/crm/BER1/orders')).body.rows;
      const lines = stand.customerOrders.flatMap(({ customerOrderId, lines: each }) => each.map(({ lineId }) => [customerOrderId, lineId]));

      await stand.plan();
      stand.later(15);
      await stand.restart();
      await stand.plan();

      expect(stand.said('planned-orders').map(({ customerOrderId, customerOrderLineId }) => [customerOrderId, customerOrderLineId])).toEqual(lines);
      expect(stand.said('planned-orders').every(({ startAt, dueAt }) => startAt < dueAt)).toBe(true);
      expect(stand.factsOf('aps').filter(({ type }) => type === 'plannedOrderSaid')).toHaveLength(lines.length);
    });

    it('proposes for stock what is expected and not ordered, once for each week', async () => {
      stand.forecasts = (await stand.get('/crm/BER1/forecasts')).body.rows;

      await stand.plan();
      stand.later(15);
      await stand.restart();
      await stand.plan();

      expect(stand.said('planned-orders').map(({ itemId, quantity, customerOrderId }) => [itemId, quantity, customerOrderId])).toEqual(stand.forecasts.map(({ itemId, quantity }) => [itemId, quantity, undefined]));
      expect(stand.said('planned-orders').length).toBeGreaterThan(0);
    });

    it('plans by the calendar of the plant as the gateway shows it now', async () => {
      const finishes = (): readonly string[] => stand.said('schedule-versions').at(-1).operations.filter(({ operationId }: any) => operationId === '0010').map(({ finishAt }: any) => finishAt);
      await stand.plan();
      expect(new Set(finishes())).toEqual(new Set(['2026-11-22T09:15:00.000Z']));

      const { calendar, workCalendar } = stand.calendar;
      stand.calendar = { calendar, workCalendar: { ...workCalendar, breaks: [{ shiftId: 'early', startsAt: '10:00', endsAt: '10:30' }] } };
      stand.later(15);
      await stand.plan();

      expect(new Set(finishes())).toEqual(new Set(['2026-11-22T10:00:00.000Z'])); // held behind the break, in steps of fifteen minutes
    });

    it('is the same with the same seed, and begins nothing while it rests', async () => {
      const other = await SystemsStand.open();
      for (const each of [stand, other]) {
        each.workOrders = stand.workOrders;
        for (let round = 0; round < 8; round += 1) {
          await each.plan();
          each.later(15);
        }
      }

      expect(other.said('schedule-versions')).toEqual(stand.said('schedule-versions'));
      await other.close();
      await stand.post('/control/systems/BER1/rest', {});
      await stand.plan();
      expect(stand.said('schedule-versions')).toHaveLength(8);
      expect((await stand.get('/control/systems/BER1/book')).body.isQuiet).toBe(true);
    });

    it('tells what the gateway will never take', async () => {
      stand.refuse = 'APS-1';
      await stand.plan();

      expect(stand.factsOf('aps')).toEqual([{ type: 'saidInVain', family: 'aps', senderId: 'APS-1', code: 'SCHEDULE_SUPERSEDED', detail: 'no' }]);
    });
  });

  it('customers: moves a promise with a newer schedule, never back to an older one, and shows the work order that makes the line', async () => {
    const [{ customerOrderId, customerId, lines: [{ lineId }] }] = (await stand.get('/crm/BER1/orders')).body.rows;
    const promise = (scheduleVersion: number, scheduledFinishAt: string) => stand.post('/crm/BER1/promises', {
      reference: `ref-${scheduleVersion}`, update: { promiseUpdateId: `${customerOrderId}/${lineId}@${scheduleVersion}`, siteId: 'BER1', customerOrderId, lineId, workOrderId: 'WO-7', scheduledFinishAt, scheduleVersion },
    });

    const first = await promise(3, '2026-11-24T10:00:00Z');
    const second = await promise(5, '2026-12-01T10:00:00Z');
    const old = await promise(4, '2026-11-25T10:00:00Z');

    expect(second.body).toMatchObject({ number: 'PR-000002', promisedBefore: first.body.promisedOn });
    expect(second.body.promisedOn > first.body.promisedOn).toBe(true);
    expect(old).toMatchObject({ status: 409, body: { code: 'OLDER_SCHEDULE' } });
    expect((await stand.get('/crm/BER1/orders?workOrderId=WO-7')).body).toMatchObject({ total: 1, rows: [{ customerOrderId, customerId }] });
    expect((await stand.get('/crm/BER1/forecasts')).body.rows.length).toBeGreaterThan(0);
  });

  it('customers: order as business time passes, the same after a restart', async () => {
    for (let hours = 0; hours < 24; hours += 2) {
      stand.later(120);
      await stand.systems.crm.work();
    }
    const { body } = await stand.get('/crm/BER1/orders');

    await stand.restart();

    expect(body.total).toBeGreaterThan(6);
    expect((await stand.get('/crm/BER1/orders')).body).toEqual(body);
  });

  it('maintenance: has one request for a failure, and it is done when the machine goes again', async () => {
    const from = Date.parse(BEGIN);
    const failure = stand.systems.standstills.between('WU-10-A', from, from + 30 * 86_400_000).find(({ kind }) => kind === 'failure')!;
    stand.now = new Date(failure.from);
    const ask = (reference: string) => stand.post('/cmms/BER1/requests', {
      reference, request: { maintenanceRequestId: 'd-1', siteId: 'BER1', equipmentId: 'WU-10-A', failedAt: new Date(failure.from).toISOString(), workOrderId: 'WO-7', priority: 'high', text: 'It stands still.' },
    });

    const first = await ask('ref-1');
    const other = await ask('ref-2');
    const status = async (): Promise<string> => (await stand.get('/cmms/BER1/requests?reference=ref-2')).body.rows[0].status;

    expect(first).toMatchObject({ status: 201, body: { reference: 'ref-1', number: 'MR-000001', status: 'requested', isStanding: false } });
    expect(other).toMatchObject({ status: 200, body: { reference: 'ref-1', number: 'MR-000001', isStanding: true } });
    expect((await stand.get('/cmms/BER1/requests')).body.total).toBe(1);
    expect(stand.factsOf('cmms').map((fact) => fact.type === 'maintenanceAsked' && [fact.isRepeated, fact.workOrderId])).toEqual([[false, 'WO-7'], [true, 'WO-7']]);
    stand.later(11);
    expect(await status()).toBe('assigned');
    stand.now = new Date(failure.until);
    expect(await status()).toBe('done');
    expect((await stand.get('/cmms/BER1/requests?status=done&equipmentId=WU-10-A')).body.rows).toMatchObject([{ doneAt: new Date(failure.until).toISOString() }]);
  });

  it('quality: holds what it was told of by chance, and every hold ends', async () => {
    for (let place = 0; place < 20; place += 1) {
      const scope = place % 2 === 0 ? { type: 'lot', itemId: 'SA-10', lotId: `L-${place}` } : { type: 'workOrder', workOrderId: `WO-${place}` };
      await stand.post('/qms/BER1/nonconformities', { reference: `ref-${place}`, nonconformity: { qualityEventId: `nc-${place}`, type: 'nonconformity', siteId: 'BER1', occurredAt: BEGIN, scope, defectCode: 'BURR' } });
    }
    for (let minutes = 0; minutes < 120; minutes += 5) {
      stand.later(5);
      if (minutes === 30) await stand.restart();
      await stand.systems.qms.work();
      stand.loseNextAnswers = 1;
      while ((await stand.systems.qms.send(stand.gateway)) !== undefined);
    }

    const events = stand.said('quality-events');
    const holds = events.filter(({ type }) => type === 'hold');
    const ends = events.filter(({ type }) => type !== 'hold');
    expect(holds.length).toBeGreaterThan(5);
    expect(holds.length).toBeLessThan(20);
    expect(new Set(ends.map(({ holdId }) => holdId))).toEqual(new Set(holds.map(({ holdId }) => holdId)));
    expect(ends).toHaveLength(holds.length);
    expect(ends.filter(({ type }) => type === 'disposition').every(({ lotId }) => lotId.startsWith('L-'))).toBe(true);
    expect(stand.conflicts).toEqual([]);
    expect(stand.repeated).toBeGreaterThan(0);
    const inspections = (await stand.get('/qms/BER1/inspections?take=100')).body.rows;
    expect(inspections.filter(({ status }: any) => status === 'open' || status === 'held')).toEqual([]);
    expect((await stand.get('/control/systems/BER1/book')).body.systems.qms.isQuiet).toBe(true);
  });

  describe('people who look at what was made', () => {
    const quantity = { value: '1', unit: 'H87' };
    const reported = (confirmationId: string, workOrderId: string): MesFact => ({
      type: 'confirmed', siteId: 'BER1', sequence: 1, messageId: 'm', acceptedAt: BEGIN, report: { confirmationId, workOrderId }, work: { scrap: [{ quantity, reasonCode: 'BURR' }], producedLots: [] },
    } as unknown as MesFact);
    const isQuiet = async (): Promise<boolean> => (await stand.get('/control/systems/BER1/book')).body.isQuiet;
    const lookAt = async (count: number): Promise<void> => {
      for (let place = 0; place < count; place += 1) await stand.systems.hear(reported(`c-${place}`, `WO-${place}`));
    };

    it('have something to do until all that they found is said and answered, or will never stand', async () => {
      await lookAt(20);
      await stand.post('/control/systems/BER1/rest', {});
      expect(await isQuiet()).toBe(false);
      await stand.restart();
      await stand.post('/control/systems/BER1/rest', {});
      expect(await isQuiet()).toBe(false);

      const refused: string[] = [];
      await stand.systems.inspector.work((confirmationId) => Promise.resolve(refused.push(confirmationId) === 1 ? 'discarded' : 'posted'));
      expect(await isQuiet()).toBe(false);
      await stand.systems.inspector.send(stand.gateway);

      expect(refused.length).toBeGreaterThan(2);
      expect(stand.said('quality-events')).toHaveLength(refused.length - 1);
      expect(await isQuiet()).toBe(true);
    });

    it('find nothing new once the site is to rest', async () => {
      await stand.post('/control/systems/BER1/rest', {});

      await lookAt(20);

      expect(await isQuiet()).toBe(true);
    });
  });
});
