import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { ReleaseStand } from './release-stand.js';

interface JobOrderPage {
  readonly items: readonly { readonly jobOrderId: string; readonly version: number; readonly quantity: { readonly value: string } }[];
  readonly nextCursor: string;
}

describe('the job orders of a released order', () => {
  let stand: ReleaseStand;
  beforeEach(async () => { stand = await ReleaseStand.open(); });
  afterEach(() => stand.close());

  const takenOf = (workOrderId: string): readonly string[] => stand.mes.taken.filter((each) => each.startsWith(`${workOrderId}@`));
  /** The ERP shows the order with another quantity, later than anything that the simulated one says. */
  const changeQuantity = async (workOrderId: string, value: string, minute: number): Promise<void> => {
    const order = { ...(await stand.erpOrder(workOrderId)), quantity: { value, unit: 'H87' } };
    await stand.book.keep(order, 'none', `2127-11-22T09:${String(minute).padStart(2, '0')}:00.000Z`);
  };
  const released = async (workOrderId: string): Promise<void> => {
    await stand.message(await stand.release(workOrderId), 'posted');
  };

  it('stand as pending while the MES is away, and go out later, once and in order', async () => {
    stand.mes.isAway = true;
    await stand.startWorker();
    await released('WO-1002');
    await until(async () => (await stand.messagesOf('jobOrderDispatch')).some(({ senderId, state }) => senderId === 'WO-1002@1' && state === 'retrying'));

    expect((await stand.execution('WO-1002')).dispatch).toMatchObject({ state: 'pending', version: 1 });
    expect(stand.mes.taken).toEqual([]);
    stand.mes.isAway = false;

    await stand.dispatched('WO-1002', 'sent');
    expect(takenOf('WO-1002')).toEqual(['WO-1002@1']);
  });

  it('go out in their newest version only when the order changed while the MES was away', async () => {
    stand.mes.isAway = true;
    await stand.startWorker({ workOrderRefreshMs: 200 });
    await released('WO-1002');
    await until(async () => (await stand.messagesOf('jobOrderDispatch')).some(({ senderId, state }) => senderId === 'WO-1002@1' && state === 'retrying'));
    await changeQuantity('WO-1002', '120', 1);
    await changeQuantity('WO-1002', '90', 2);
    await until(async () => (await stand.messagesOf('jobOrderDispatch')).some(({ senderId }) => senderId === 'WO-1002@3'));
    stand.mes.isAway = false;

    await stand.dispatched('WO-1002', 'sent', 3);

    expect(takenOf('WO-1002')).toEqual(['WO-1002@3']);
    expect(stand.mes.jobOrdersOf('WO-1002')?.jobOrders.map(({ quantity }) => quantity.value)).toEqual(['90', '90']);
    const dispatches = (await stand.messagesOf('jobOrderDispatch')).filter(({ senderId }) => senderId.startsWith('WO-1002@'));
    expect(dispatches.map(({ senderId, state }) => [senderId, state])).toContainEqual(['WO-1002@1', 'annulled']);
  });

  it('of a version that the MES refuses are a matter for a person, until the order changes', async () => {
    stand.mes.willDo('refuse');
    await stand.startWorker({ workOrderRefreshMs: 200 });
    const parked = await until(async () => (await stand.messagesOf('jobOrderDispatch')).find(({ state }) => state === 'parked'));
    const workOrderId = parked.senderId.replace('@1', '');

    await changeQuantity(workOrderId, '77', 1);

    await stand.dispatched(workOrderId, 'sent', 2);
    expect(takenOf(workOrderId)).toEqual([`${workOrderId}@2`]);
    expect((await stand.read<{ state: string; note: string }>(`messages/${parked.messageId}`))).toMatchObject({ state: 'annulled', note: 'superseded by version 2' });
  });

  it('reach the MES once when its answer is lost, and when our words are lost', async () => {
    await stand.startWorker();
    stand.mes.willDo('loseAnswer');
    await released('WO-1002');
    await stand.dispatched('WO-1002', 'sent');
    expect(takenOf('WO-1002')).toEqual(['WO-1002@1']);

    const other = await stand.createOrder('WO-9001');
    stand.mes.willDo('loseRequest');
    await released(other);
    await stand.dispatched(other, 'sent');
    expect(takenOf(other)).toEqual([`${other}@1`]);
  });

  it('reach the MES too when the order was released on a screen of the ERP', async () => {
    await stand.simulation.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });

    await stand.startWorker();

    await stand.dispatched('WO-1002', 'sent');
    expect(takenOf('WO-1002')).toEqual(['WO-1002@1']);
    expect((await stand.messagesOf('workOrderRelease'))).toEqual([]);
  });

  it('lose nothing when the worker is killed between the release and its event', async () => {
    await stand.startWorker({ handlesEvents: false });
    await released('WO-1002');
    expect((await stand.execution('WO-1002')).dispatch).toBeUndefined();
    await stand.endWorker();
    stand.mes.isAway = true; // and again between the message and the MES
    await stand.startWorker();
    await until(async () => (await stand.messagesOf('jobOrderDispatch')).some(({ senderId }) => senderId === 'WO-1002@1'));
    await stand.endWorker();
    stand.mes.isAway = false;

    await stand.startWorker();

    await stand.dispatched('WO-1002', 'sent');
    expect(takenOf('WO-1002')).toEqual(['WO-1002@1']);
  });

  describe('for a MES that fetches them', () => {
    const page = (cursor?: string, limit = 1_000) => stand.read<JobOrderPage>(`job-orders?limit=${limit}${cursor === undefined ? '' : `&cursor=${cursor}`}`);

    it('come in the order of change, each in its newest version, once it is sent', async () => {
      stand.mes.isAway = true;
      await stand.startWorker({ workOrderRefreshMs: 200 });
      await released('WO-1002');
      expect((await page()).items).toEqual([]);
      stand.mes.isAway = false;
      await stand.dispatched('WO-1002', 'sent');
      const everything: JobOrderPage['items'][number][] = [];
      let cursor: string | undefined;
      for (let some = await page(cursor, 3); some.items.length > 0; some = await page(cursor, 3)) {
        everything.push(...some.items);
        cursor = some.nextCursor;
      }
      expect(everything.filter(({ jobOrderId }) => jobOrderId.startsWith('WO-1002')).map(({ jobOrderId }) => jobOrderId)).toEqual(['WO-1002-0010', 'WO-1002-0020']);

      await changeQuantity('WO-1002', '120', 1);
      await stand.dispatched('WO-1002', 'sent', 2);

      const { items, nextCursor } = await page(cursor);
      expect(items.map(({ jobOrderId, version, quantity }) => [jobOrderId, version, quantity.value])).toEqual([['WO-1002-0010', 2, '120'], ['WO-1002-0020', 2, '120']]);
      expect((await page(nextCursor)).items).toEqual([]);
    });
  });
});
