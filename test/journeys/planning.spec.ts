import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { PLANNED_ORDER, PlanningStand, scheduleOf } from './planning-stand.js';

interface PlannedOrderAnswer {
  readonly status: string;
  readonly workOrderId?: string;
  readonly reservations: readonly { readonly itemId: string; readonly operationId: string; readonly quantity: object }[];
  readonly asOf: string;
}
interface PromiseAnswer {
  readonly items: readonly { readonly customerOrderId: string; readonly lineId: string; readonly workOrderId: string; readonly scheduleVersion: number; readonly promisedOn: string; readonly promisedBefore?: string }[];
}

describe('a planned order', () => {
  let stand: PlanningStand;
  afterEach(() => stand.close());

  it('is published in the ERP, converted by itself, and pegged to its customer order line', async () => {
    stand = await PlanningStand.open('automatic');

    const answer = await stand.post('planned-orders', { ...PLANNED_ORDER, customerOrderId: 'SO-1', customerOrderLineId: '10' });
    await stand.message(answer, 'posted');
    const workOrderId = await stand.workOrderFor('PL-1', { customerOrderId: 'SO-1', customerOrderLineId: '10' });

    expect(await stand.events('planned-order.converted.v1')).toEqual([expect.objectContaining({ plannedOrderId: 'PL-1', workOrderId, customerOrderId: 'SO-1', customerOrderLineId: '10' })]);
    expect(await stand.messagesOf('plannedOrderConversion')).toEqual([expect.objectContaining({ sourceSystem: 'plantway', senderId: 'PL-1', state: 'posted' })]);
  });

  it('has its material kept by the ERP, before and after it becomes a work order', async () => {
    stand = await PlanningStand.open('manual');
    await stand.message(await stand.post('planned-orders', PLANNED_ORDER), 'posted');
    const read = () => stand.read<PlannedOrderAnswer>('planned-orders/PL-1');
    const kept = [{ itemId: 'RM-1', operationId: '0010', quantity: { value: '30', unit: 'KGM' } }, { itemId: 'CP-2', operationId: '0020', quantity: { value: '80', unit: 'H87' } }];

    expect(await read()).toMatchObject({ status: 'planned', reservations: expect.arrayContaining(kept), asOf: expect.any(String) });
    await stand.message(await stand.post('planned-orders/PL-1/conversion', {}, 'planner'), 'posted');

    expect(await read()).toMatchObject({ status: 'converted', workOrderId: expect.any(String), reservations: expect.arrayContaining(kept) });
  });

  it('is shown without its reservations being made up when the ERP is away', async () => {
    stand = await PlanningStand.open('manual');
    await stand.message(await stand.post('planned-orders', PLANNED_ORDER), 'posted');
    stand.simulation.faults.plan({ kind: 'unavailable', times: 10 });

    const answer = await stand.request({ method: 'GET', url: '/process/v1/sites/BER1/planned-orders/PL-1' });

    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([503, 'ERP_UNAVAILABLE']);
    expect(await stand.read<{ items: readonly object[] }>('planned-orders?status=planned')).toMatchObject({ items: [{ plannedOrderId: 'PL-1', status: 'planned' }] });
  });

  it('waits for a second person where the site wants that, and is converted when one agrees', async () => {
    stand = await PlanningStand.open('approve');
    await stand.post('planned-orders', PLANNED_ORDER);
    const waiting = await until(async () => (await stand.messagesOf('plannedOrderConversion')).find(({ state }) => state === 'awaitingApproval'));
    expect(waiting.error).toMatchObject({ code: 'APPROVAL_NEEDED', owner: 'planner' });

    await stand.post(`messages/${waiting.messageId}/approve`, { comment: 'fits' }, 'planner');

    expect(await until(async () => (await stand.read<PlannedOrderAnswer>('planned-orders/PL-1')).workOrderId)).toEqual(expect.any(String));
  });

  it('is not approved by whoever asked for the conversion', async () => {
    stand = await PlanningStand.open('approve');
    await stand.message(await stand.post('planned-orders', PLANNED_ORDER), 'posted');
    const own = await until(async () => (await stand.messagesOf('plannedOrderConversion')).find(({ state }) => state === 'awaitingApproval'));
    await stand.post(`messages/${own.messageId}/discard`, { reason: 'by hand instead' }, 'planner');
    const asked = await stand.message(await stand.post('planned-orders/PL-1/conversion', {}, 'planner'), 'awaitingApproval');

    expect((await stand.post(`messages/${asked.messageId}/approve`, {}, 'planner')).json()).toMatchObject({ status: 403, code: 'APPROVER_IS_SENDER' });
    expect((await stand.post(`messages/${asked.messageId}/approve`, {}, 'supervisor')).statusCode).toBe(200);
    expect(await until(async () => (await stand.read<PlannedOrderAnswer>('planned-orders/PL-1')).workOrderId)).toEqual(expect.any(String));
  });

  it('is left to the planner where the site says so, and is known to nobody before the ERP has it', async () => {
    stand = await PlanningStand.open('manual');
    expect((await stand.post('planned-orders/PL-1/conversion', {}, 'planner')).statusCode).toBe(404);
    await stand.message(await stand.post('planned-orders', PLANNED_ORDER), 'posted');

    expect(await stand.messagesOf('plannedOrderConversion')).toEqual([]);
    await stand.message(await stand.post('planned-orders/PL-1/conversion', {}, 'supervisor'), 'posted');
    const again = await stand.message(await stand.post('planned-orders/PL-1/conversion', { conversionId: 'once-more' }, 'planner'), 'posted');

    expect(again.note).toMatch(/^planned order PL-1 was converted before into work order /);
  });
});

describe('a schedule', () => {
  let stand: PlanningStand;
  afterEach(() => stand.close());

  it('moves the promises of the orders that it moves, and no other', async () => {
    stand = await PlanningStand.open('automatic');
    const [first, second, third] = [await stand.workOrderFor('PL-1', line('SO-1')), await stand.workOrderFor('PL-2', line('SO-2')), await stand.workOrderFor('PL-3')];
    await stand.schedule(1, { [first]: 8, [second]: 9, [third]: 10 });
    await until(() => stand.customers.updates.length === 2);

    await stand.schedule(2, { [first]: 8, [second]: 33, [third]: 12 });
    await until(async () => (await stand.events('promise-date.changed.v1')).length === 3);

    expect(stand.customers.updates.map(({ promiseUpdateId }) => promiseUpdateId).sort()).toEqual(['SO-1/10@1', 'SO-2/10@1', 'SO-2/10@2']);
    expect((await stand.read<PromiseAnswer>('promise-dates')).items).toEqual([
      expect.objectContaining({ customerOrderId: 'SO-1', workOrderId: first, scheduleVersion: 1, promisedOn: '2026-11-24' }),
      expect.objectContaining({ customerOrderId: 'SO-2', workOrderId: second, scheduleVersion: 2, promisedOn: '2026-11-25', promisedBefore: '2026-11-24' }),
    ]);
    expect((await stand.messagesOf('promiseDate')).length).toBe(3);
  });

  it('that moves an order within its day tells the customer system and nobody else', async () => {
    stand = await PlanningStand.open('automatic');
    const workOrderId = await stand.workOrderFor('PL-1', line('SO-1'));
    await stand.schedule(1, { [workOrderId]: 8 });
    await stand.schedule(2, { [workOrderId]: 9 });
    await until(async () => (await stand.read<PromiseAnswer>('promise-dates')).items.some(({ scheduleVersion }) => scheduleVersion === 2));

    expect(await stand.events('promise-date.changed.v1')).toHaveLength(1);
  });

  it('is superseded: what the customer system was not told of an older one, it is never told', async () => {
    stand = await PlanningStand.open('automatic');
    const workOrderId = await stand.workOrderFor('PL-1', line('SO-1'));
    stand.customers.isAway = true;
    for (const version of [1, 2, 3]) await stand.schedule(version, { [workOrderId]: 8 + version });
    await until(async () => (await stand.messagesOf('promiseDate')).map(({ state }) => state).join() === 'annulled,annulled,retrying'); // what is on its way when a newer one comes may still be told

    stand.customers.isAway = false;
    await until(async () => (await stand.read<PromiseAnswer>('promise-dates')).items.length === 1);

    expect(stand.customers.updates.map(({ scheduleVersion }) => scheduleVersion)).toEqual([3]);
    expect((await stand.messagesOf('promiseDate')).map(({ state }) => state)).toEqual(['annulled', 'annulled', 'posted']);
  });

  it('that is in force already, or older, is refused; the very same one again is not', async () => {
    stand = await PlanningStand.open('manual');
    await stand.schedule(2, { 'WO-1001': 8 });

    expect((await stand.post('schedule-versions', scheduleOf(1, { 'WO-1001': 9 }))).json()).toMatchObject({ status: 409, code: 'SCHEDULE_SUPERSEDED' });
    const again = await stand.post('schedule-versions', scheduleOf(2, { 'WO-1001': 8 }));
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([202, 'true']);
    expect((await stand.read<{ version: number; operations: readonly object[] }>('schedule?workCenterId=WC-10'))).toMatchObject({ version: 2, operations: [{ workOrderId: 'WO-1001', finishAt: '2026-11-24T08:00:00.000Z' }] });
  });
});

describe('a promise', () => {
  let stand: PlanningStand;
  afterEach(() => stand.close());

  it('is made once when the answer of the customer system is lost', async () => {
    stand = await PlanningStand.open('automatic');
    const workOrderId = await stand.workOrderFor('PL-1', line('SO-1'));
    stand.customers.losesNextAnswer = true;
    await stand.schedule(1, { [workOrderId]: 8 });

    await until(async () => (await stand.read<PromiseAnswer>('promise-dates')).items.length === 1);

    expect(stand.customers.updates).toHaveLength(1);
    expect(await stand.events('promise-date.changed.v1')).toEqual([expect.objectContaining({ customerOrderId: 'SO-1', lineId: '10', promisedOn: '2026-11-24' })]);
  });

  it('follows the work order of the line that is finished last', async () => {
    stand = await PlanningStand.open('automatic');
    const [first, second] = [await stand.workOrderFor('PL-1', line('SO-1')), await stand.workOrderFor('PL-2', line('SO-1'))];
    await stand.schedule(1, { [first]: 8, [second]: 33 });
    await until(() => stand.customers.updates.length === 1);

    await stand.schedule(2, { [first]: 10, [second]: 33 }); // moves, and is not the last
    await until(async () => (await stand.messagesOf('promiseDate')).some(({ senderId, state }) => senderId === 'SO-1/10@2' && state === 'annulled'));

    expect(stand.customers.updates).toEqual([expect.objectContaining({ workOrderId: second, scheduledFinishAt: '2026-11-25T09:00:00.000Z' })]);
  });

  it('is made when the schedule knew the work order before the gateway knew for whom it is made', async () => {
    stand = await PlanningStand.open('manual');
    await stand.message(await stand.post('planned-orders', { ...PLANNED_ORDER, ...line('SO-1') }), 'posted');
    const next = await nextWorkOrder();
    await stand.schedule(1, { [next]: 8 });

    await stand.message(await stand.post('planned-orders/PL-1/conversion', {}, 'planner'), 'posted');
    await until(() => stand.customers.updates.length === 1);

    expect(stand.customers.updates).toEqual([expect.objectContaining({ promiseUpdateId: 'SO-1/10@1', workOrderId: next })]);
  });

  /** Number that the ERP gives the next work order. */
  async function nextWorkOrder(): Promise<string> {
    const workOrderId = await (async () => {
      await stand.message(await stand.post('planned-orders', { ...PLANNED_ORDER, plannedOrderId: 'PL-0' }), 'posted');
      await stand.message(await stand.post('planned-orders/PL-0/conversion', {}, 'planner'), 'posted');
      return (await stand.read<PlannedOrderAnswer>('planned-orders/PL-0')).workOrderId!;
    })();
    return workOrderId.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
  }
});

describe('what has the wrong shape or sender', () => {
  let stand: PlanningStand;
  beforeAll(async () => { stand = await PlanningStand.open('manual', { plannedOrder: ['source:another-aps'] }); });
  afterAll(() => stand.close());

  it.each<[string, object, string]>([
    ['nothing', { quantity: { value: '0.00', unit: 'H87' } }, '/quantity'],
    ['something that is due before it begins', { dueAt: PLANNED_ORDER.startAt }, '/dueAt'],
    ['a customer order without its line', { customerOrderId: 'SO-1' }, '/customerOrderLineId'],
  ])('planned order that plans %s is refused', async (_what, change, path) => {
    const answer = await stand.post('planned-orders', { ...PLANNED_ORDER, ...change });

    expect(answer.json()).toMatchObject({ status: 400, findings: [{ path }] });
  });

  it('planned order of somebody who does not own it at the site is refused by name', async () => {
    expect((await stand.post('planned-orders', PLANNED_ORDER)).json()).toMatchObject({ status: 403, code: 'NOT_OWNER', object: 'plannedOrder', owners: ['source:another-aps'] });
    expect((await stand.post('planned-orders', PLANNED_ORDER, 'admin')).statusCode).toBe(202);
  });

  it.each<[string, (schedule: { operations: { finishAt: string; startAt: string }[] }) => void, string]>([
    ['ends before it begins', ({ operations }) => { operations[0].finishAt = operations[0].startAt; }, '/operations/0/finishAt'],
    ['stands twice', ({ operations }) => { operations.push(operations[0]); }, '/operations'],
  ])('schedule of which an operation %s is refused', async (_what, break_, path) => {
    const schedule = scheduleOf(1, { 'WO-1001': 8 }) as Parameters<typeof break_>[0];
    break_(schedule);

    expect((await stand.post('schedule-versions', schedule)).json()).toMatchObject({ status: 400, findings: [{ path }] });
    expect((await stand.request({ method: 'GET', url: '/process/v1/sites/BER1/schedule' })).statusCode).toBe(404);
  });
});

const line = (customerOrderId: string) => ({ customerOrderId, customerOrderLineId: '10' });
