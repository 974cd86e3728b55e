import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import type { LightMyRequestResponse } from 'fastify';
import { ReleaseStand, type Execution } from './release-stand.js';

const OPERATIONS = ['0010', '0020'];

describe('a change of a work order', () => {
  let stand: ReleaseStand;
  let order: string;
  beforeAll(async () => {
    stand = await ReleaseStand.open();
    await stand.startWorker({ workOrderChangesMs: 50, recheckIntervalMs: 600_000 }); // whoever waits is woken, or waits for ever
  });
  beforeEach(async () => { order = await stand.createOrder(); });
  afterAll(() => stand.close());

  /** The order is released, and the MES has its job orders. */
  const released = async (): Promise<void> => {
    await stand.message(await stand.release(order), 'posted');
    await stand.dispatched(order, 'sent');
    await answer(1, 'accepted');
  };
  const answer = async (version: number, said: 'accepted' | 'refused' | 'partly', more: object = {}): Promise<void> => {
    for (const operationId of OPERATIONS) await stand.acknowledge(`${order}-${operationId}`, { version, answer: said, ...more });
  };
  const asked = (version: number): Promise<Execution> => stand.dispatched(order, 'sent', version);
  const toldMes = (): readonly string[] => stand.mes.asked.filter((each) => each.startsWith(`${order}@`));
  const inErp = async () => (await stand.erpAnswer(order)).value;
  const states = async (): Promise<readonly string[]> => (await stand.execution(order)).jobOrders.map(({ state }) => state);

  it('goes straight into the ERP while the MES has no job orders', async () => {
    const { state } = await stand.message(await stand.change(order, { verb: 'changeQuantity', quantity: { value: '70', unit: 'H87' } }), 'posted');

    expect([state, (await inErp()).quantity.value, toldMes()]).toEqual(['posted', '70', []]);
  });

  it('is asked of the MES first, and counts when the ERP shows it', async () => {
    await released();
    const wish = await stand.change(order, { changeId: `c-${order}`, verb: 'hold' });
    expect(await asked(2)).toMatchObject({ status: 'released', dispatch: { verb: 'Pause', proposalFor: `c-${order}` } });
    expect(await stand.message(wish, 'waiting')).toMatchObject({ error: { code: 'CHANGE_UNDER_NEGOTIATION' } });
    expect((await inErp()).status).toBe('released');

    await answer(2, 'accepted');
    await stand.message(wish, 'posted');

    await until(async () => (await stand.execution(order)).dispatch?.proposalFor === undefined);
    expect(await stand.execution(order)).toMatchObject({ status: 'held', dispatch: { version: 2, verb: 'Pause', state: 'accepted' } });
    expect(await states()).toEqual(['Interrupted', 'Interrupted']);
    expect(toldMes()).toContain(`${order}@2 Pause?`);
    await until(async () => (await stand.told('work-order.changed.v1', order)).length > 0);
    expect(await stand.told('work-order.changed.v1', order)).toMatchObject([{ what: 'held', workOrderId: order }]);
  });

  it('leaves the ERP alone when the MES refuses, gives it its job orders back, and asks again when it is resubmitted', async () => {
    await released();
    const wish = await stand.change(order, { verb: 'cancel' });
    await asked(2);
    await stand.acknowledge(`${order}-0010`, { version: 2, answer: 'accepted' });
    await stand.acknowledge(`${order}-0020`, { version: 2, answer: 'refused', reason: 'half of it is made' });

    const { error, messageId } = await stand.message(wish, 'parked');
    expect(error).toMatchObject({ code: 'CHANGE_REFUSED_BY_MES', reason: expect.stringContaining('half of it is made') });
    await asked(3);
    expect([(await inErp()).status, await states(), toldMes().slice(-2)]).toEqual(['released', ['AllowedToStart', 'NotAllowedToStart'], [`${order}@2 Cancel?`, `${order}@3 Update`]]);
    expect((await stand.execution(order)).held).toBeUndefined();

    await stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/resubmit`, payload: {} });
    await asked(4);
    await answer(4, 'accepted');
    await stand.message(wish, 'posted');
    expect((await inErp()).status).toBe('cancelled');
  });

  it('becomes what the MES takes of it', async () => {
    await released();
    const wish = await stand.change(order, { verb: 'changeQuantity', quantity: { value: '400', unit: 'H87' } });
    await asked(2);
    await stand.acknowledge(`${order}-0010`, { version: 2, answer: 'partly', acceptedQuantity: { value: '300', unit: 'H87' }, reason: 'two shifts' });
    await stand.acknowledge(`${order}-0020`, { version: 2, answer: 'accepted' });

    await stand.message(wish, 'posted');
    expect((await inErp()).quantity.value).toBe('300');
    expect((await asked(3)).dispatch).toMatchObject({ verb: 'Update' });
    expect(stand.mes.jobOrdersOf(order)?.map(({ quantity }) => quantity.value)).toEqual(['300', '300']);
  });

  it('goes to a person when it is below what is made, or not possible any more', async () => {
    await stand.confirm('WO-1001', '0010', '40');
    const below = await stand.message(await stand.change('WO-1001', { verb: 'changeQuantity', quantity: { value: '39', unit: 'H87' } }), 'parked');
    expect(below.error?.code).toBe('BELOW_CONFIRMED');

    await stand.simulation.apply({ type: 'closeOrder', workOrderId: order });
    const closed = await stand.message(await stand.change(order, { verb: 'hold' }), 'parked');
    expect(closed.error?.code).toBe('CHANGE_NOT_POSSIBLE');
  });

  it('that cancels it goes to a person while material that was used waits, which could not be posted any more', async () => {
    await released();
    const use = await stand.consume({ consumptionId: 'use-1', workOrderId: order, operationId: '0010', itemId: 'CP-3', quantity: { value: '999999', unit: 'H87' }, consumedAt: '2026-11-22T08:30:00+01:00' });
    await stand.message(use, 'waiting');
    await stand.confirm(order, '0010', '5'); // behind it in its lane: it goes on no more than that one
    const wish = await stand.change(order, { verb: 'cancel' });
    await asked(2);
    await answer(2, 'accepted');

    const { error } = await stand.message(wish, 'parked');
    expect(error).toMatchObject({ code: 'CHANGE_NOT_POSSIBLE', reason: expect.stringContaining('use-1') });
    expect([(await inErp()).status, (await stand.read<{ state: string }>(use.headers.location as string)).state]).toEqual(['released', 'waiting']);
  });

  it('is taken back when it is given up before the MES has answered', async () => {
    await released();
    const wish = await stand.change(order, { verb: 'hold' });
    await asked(2);
    const { messageId } = await stand.message(wish, 'waiting');

    await stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/discard`, payload: { reason: 'not needed any more' } });

    await asked(3);
    expect([await states(), toldMes().at(-1)]).toEqual([['AllowedToStart', 'NotAllowedToStart'], `${order}@3 Resume`]);
  });

  it('is taken back when it is given up while it is being planned, so that the MES is asked only afterwards', async () => {
    await released();
    const before = await states();
    const wish = await stand.change(order, { changeId: `c-${order}`, verb: 'cancel' });
    await asked(2);
    const { messageId } = await stand.message(wish, 'waiting');
    await stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/discard`, payload: { reason: 'a mistake' } });
    await asked(3);

    await stand.askLate(messageId, { changeId: `c-${order}`, workOrderId: order, verb: 'cancel' });

    const { dispatch } = await asked(5);
    expect([dispatch?.proposalFor, await states(), (await inErp()).status]).toEqual([undefined, before, 'released']);
  });

  it('is taken back when it was done already by the time that it was asked for', async () => {
    await released();
    const before = await states();
    await stand.simulation.apply({ type: 'holdOrder', workOrderId: order });
    await asked(2);
    const wish = await stand.change(order, { changeId: `c-${order}`, verb: 'hold' });
    const { messageId } = await stand.message(wish, 'posted');
    await stand.simulation.apply({ type: 'resumeOrder', workOrderId: order });
    await asked(3);

    await stand.askLate(messageId, { changeId: `c-${order}`, workOrderId: order, verb: 'hold' });

    const { dispatch } = await asked(5);
    expect([dispatch?.proposalFor, await states()]).toEqual([undefined, before]);
  });

  it('is refused at once when the order was changed since it was seen', async () => {
    const { revision } = await inErp();
    await stand.changeOrder(order, { quantity: '120' });

    const answered = await stand.change(order, { verb: 'hold', expectedRevision: revision });

    expect([answered.statusCode, answered.json<{ code: string }>().code]).toEqual([409, 'REVISION_STALE']);
    expect(await stand.messagesOf('workOrderChange', order)).toEqual([]);
  });

  it('on a screen of the ERP reaches the MES within a moment, and is told once', async () => {
    await released();

    await stand.simulation.apply({ type: 'holdOrder', workOrderId: order });
    await asked(2);
    expect([toldMes().at(-1), await states()]).toEqual([`${order}@2 Pause`, ['Interrupted', 'Interrupted']]);
    await stand.simulation.apply({ type: 'resumeOrder', workOrderId: order });
    await asked(3);

    expect(toldMes().at(-1)).toBe(`${order}@3 Resume`);
    expect(await stand.told('work-order.changed.v1', order)).toMatchObject([{ what: 'held' }, { what: 'resumed' }]);
    const observed = await stand.told<{ workOrder: { status: string } }>('work-order.observed.v1', order);
    expect(observed.map(({ workOrder }) => workOrder.status).slice(-2)).toEqual(['held', 'released']);
  });

  it('on a screen of the ERP takes the place of what the MES was asked', async () => {
    await released();
    const wish = await stand.change(order, { verb: 'changeQuantity', quantity: { value: '400', unit: 'H87' } });
    await asked(2);
    await stand.message(wish, 'waiting');

    await stand.changeOrder(order, { quantity: '250' });
    await asked(4); // the ERP's own version is the third, and need not go out any more
    await answer(4, 'accepted');

    await stand.message(wish, 'posted');
    expect((await inErp()).quantity.value).toBe('400');
  });

  it('on a screen of the ERP ends the question whether the MES would like the same', async () => {
    await released();
    const wish = await stand.change(order, { verb: 'hold' });
    await asked(2);
    await stand.message(wish, 'waiting');

    await stand.simulation.apply({ type: 'holdOrder', workOrderId: order });

    expect((await stand.message(wish, 'posted')).note).toBe(`work order ${order} was held already`);
    await until(async () => (await stand.execution(order)).dispatch?.proposalFor === undefined);
    expect([toldMes().at(-1), await states()]).toEqual([`${order}@2 Pause?`, ['Interrupted', 'Interrupted']]);
  });

  describe('that resumes an order', () => {
    let report: LightMyRequestResponse;
    beforeEach(async () => {
      await released();
      await stand.simulation.apply({ type: 'holdOrder', workOrderId: order });
      await asked(2);
      await answer(2, 'accepted');
      report = await stand.confirm(order, '0010', '5');
      expect(await stand.message(report, 'waiting')).toMatchObject({ error: { code: 'ORDER_ON_HOLD' } });
    });

    it('on a screen of the ERP wakes the reports that its hold kept waiting', async () => {
      await stand.simulation.apply({ type: 'resumeOrder', workOrderId: order });

      await stand.message(report, 'posted');
    });

    it('through the gateway wakes them as well', async () => {
      const wish = await stand.change(order, { verb: 'resume' });
      await asked(3);
      await answer(3, 'accepted');

      await stand.message(wish, 'posted');
      await stand.message(report, 'posted');
    });
  });

  it('that cancels a held order on a screen brings the reports that the hold kept waiting to a person', async () => {
    await released();
    await stand.simulation.apply({ type: 'holdOrder', workOrderId: order });
    const report = await stand.confirm(order, '0010', '5');
    await stand.message(report, 'waiting');

    await stand.simulation.apply({ type: 'cancelOrder', workOrderId: order });

    expect(await stand.message(report, 'parked')).toMatchObject({ error: { code: 'ORDER_CLOSED' } });
  });
});
