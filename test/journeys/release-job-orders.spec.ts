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
  const dispatchOf = async (senderId: string) => (await stand.messagesOf('jobOrderDispatch')).find((message) => message.senderId === senderId);
  const released = async (workOrderId: string): Promise<void> => {
    await stand.message(await stand.release(workOrderId), 'posted');
  };

  it('stand as pending while the MES is away, and go out later, once and in order', async () => {
    stand.mes.isDown = true;
    await stand.startWorker();
    await released('WO-1002');
    await until(async () => (await stand.messagesOf('jobOrderDispatch')).some(({ senderId, state }) => senderId === 'WO-1002@1' && state === 'retrying'));

    expect((await stand.execution('WO-1002')).dispatch).toMatchObject({ state: 'pending', version: 1 });
    expect(stand.mes.taken).toEqual([]);
    stand.mes.isDown = false;

    await stand.dispatched('WO-1002', 'sent');
    expect(takenOf('WO-1002')).toEqual(['WO-1002@1']);
  });

  it('go out in their newest version only when the order changed while the MES was away', async () => {
    stand.mes.isDown = true;
    await stand.startWorker({ workOrderRefreshMs: 200 });
    await released('WO-1002');
    await until(async () => (await stand.messagesOf('jobOrderDispatch')).some(({ senderId, state }) => senderId === 'WO-1002@1' && state === 'retrying'));
    for (const [version, quantity] of [[2, '120'], [3, '90']] as const) {
      await stand.changeOrder('WO-1002', { quantity });
      await until(async () => (await stand.messagesOf('jobOrderDispatch')).some(({ senderId }) => senderId === `WO-1002@${version}`));
    }
    // An older version that was on its way to the MES at that moment would rightly arrive; what is asked here begins when none is.
    await until(async () => (await Promise.all(['WO-1002@1', 'WO-1002@2'].map(dispatchOf))).every((message) => message === undefined || message.state === 'annulled'), { within: 15_000 });
    stand.mes.isDown = false;

    await stand.dispatched('WO-1002', 'sent', 3);

    expect(takenOf('WO-1002')).toEqual(['WO-1002@3']);
    expect(stand.mes.jobOrdersOf('WO-1002')?.map(({ quantity }) => quantity.value)).toEqual(['90', '90']);
    const dispatches = (await stand.messagesOf('jobOrderDispatch')).filter(({ senderId }) => senderId.startsWith('WO-1002@'));
    expect(dispatches.map(({ senderId, state }) => [senderId, state])).toContainEqual(['WO-1002@1', 'annulled']);
  });

  it('of a version that the MES refuses are a matter for a person, until the order changes', async () => {
    stand.mes.plan({ kind: 'refuse', reason: 'There is no fixture.', workOrderId: 'WO-1001' });
    await stand.startWorker({ workOrderRefreshMs: 200 });
    const parked = await until(async () => (await stand.messagesOf('jobOrderDispatch')).find(({ state }) => state === 'parked'));
    expect(parked).toMatchObject({ senderId: 'WO-1001@1', error: { code: 'MES_REFUSED', reason: expect.stringContaining('There is no fixture.') } });

    await stand.changeOrder('WO-1001', { dueAt: '2026-11-27T10:00:00.000Z' });

    await stand.dispatched('WO-1001', 'sent', 2);
    expect(takenOf('WO-1001')).toEqual(['WO-1001@2']);
    expect((await stand.read<{ state: string; note: string }>(`messages/${parked.messageId}`))).toMatchObject({ state: 'annulled', note: 'superseded by version 2' });
  });

  it('reach the MES once when its answer is lost, and when our words are lost', async () => {
    await stand.startWorker();
    stand.mes.plan({ kind: 'lose-answer', workOrderId: 'WO-1002' });
    await released('WO-1002');
    await stand.dispatched('WO-1002', 'sent');
    expect([stand.mes.hasFailed, takenOf('WO-1002')]).toEqual([true, ['WO-1002@1']]);
    expect(await dispatchOf('WO-1002@1')).toMatchObject({ state: 'posted', note: 'recovered' });

    const other = await stand.createOrder('WO-9001');
    stand.mes.plan({ kind: 'lose-request', workOrderId: other });
    await released(other);
    await stand.dispatched(other, 'sent');
    expect([stand.mes.hasFailed, takenOf(other)]).toEqual([true, [`${other}@1`]]);
  });

  it('leave a newer version alone that the MES has already, and count as taken', async () => {
    stand.mes.holds('WO-1002', 7);
    await stand.startWorker();

    await released('WO-1002');

    await stand.dispatched('WO-1002', 'sent');
    expect(stand.mes.standing('BER1', 'WO-1002')).toMatchObject({ version: 7, reference: 'from elsewhere' });
    expect([takenOf('WO-1002'), (await dispatchOf('WO-1002@1'))?.state]).toEqual([[], 'posted']);
  });

  it('say in the end what the ERP showed last, in whatever order its answers arrive, how often, and how many at once', async () => {
    await stand.simulation.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });
    const answers = [await stand.erpAnswer('WO-1002')];
    for (const quantity of ['110', '95', '130', '105', '120']) {
      await stand.changeOrder('WO-1002', { quantity });
      answers.push(await stand.erpAnswer('WO-1002'));
    }

    await Promise.all([3, 5, 0, 4, 1, 5, 2, 0, 3].map((place) => stand.receive(answers[place])));
    const [{ dispatch: { version, jobOrders } }] = await stand.book.undispatched();
    expect(jobOrders.map(({ quantity }) => quantity.value)).toEqual(['120', '120']);
    await stand.startWorker();
    await stand.dispatched('WO-1002', 'sent', version);

    expect(takenOf('WO-1002')).toEqual([`WO-1002@${version}`]);
    expect(stand.mes.jobOrdersOf('WO-1002')?.map(({ quantity }) => quantity.value)).toEqual(['120', '120']);
  });

  it('reach the MES too when the order was released on a screen of the ERP', async () => {
    await stand.simulation.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });

    await stand.startWorker();

    await stand.dispatched('WO-1002', 'sent');
    expect(takenOf('WO-1002')).toEqual(['WO-1002@1']);
    expect((await stand.messagesOf('workOrderRelease'))).toEqual([]);
  });

  it('say once that nobody is to go on when the order is cancelled or closed on a screen of the ERP', async () => {
    await stand.startWorker({ workOrderRefreshMs: 200 });
    await released('WO-1002');
    await stand.dispatched('WO-1002', 'sent');
    await stand.dispatched('WO-1001', 'sent');
    const never = await stand.createOrder('WO-9002');

    for (const workOrderId of ['WO-1002', never]) await stand.simulation.apply({ type: 'cancelOrder', workOrderId });
    await stand.simulation.apply({ type: 'closeOrder', workOrderId: 'WO-1001' });

    for (const workOrderId of ['WO-1002', 'WO-1001']) {
      await stand.dispatched(workOrderId, 'sent', 2);
      await stand.receive(await stand.erpAnswer(workOrderId)); // it is shown again and again
      expect(stand.mes.jobOrdersOf(workOrderId)?.map(({ version, state }) => [version, state])).toEqual([[2, 'Aborted'], [2, 'Aborted']]);
      expect(await stand.book.newestVersion('BER1', workOrderId)).toBe(2);
    }
    expect([await stand.execution('WO-1002'), await stand.execution(never)]).toMatchObject([{ status: 'cancelled' }, { status: 'cancelled', jobOrders: [] }]);
  });

  it('lose nothing when the worker is killed between the release and its event', async () => {
    await stand.startWorker({ handlesEvents: false });
    await released('WO-1002');
    expect((await stand.execution('WO-1002')).dispatch).toBeUndefined();
    await stand.endWorker();
    stand.mes.isDown = true; // and again between the message and the MES
    await stand.startWorker();
    await until(async () => (await stand.messagesOf('jobOrderDispatch')).some(({ senderId }) => senderId === 'WO-1002@1'));
    await stand.endWorker();
    stand.mes.isDown = false;

    await stand.startWorker();

    await stand.dispatched('WO-1002', 'sent');
    expect(takenOf('WO-1002')).toEqual(['WO-1002@1']);
  });

  describe('for a MES that fetches them', () => {
    const page = (cursor?: string, limit = 1_000) => stand.read<JobOrderPage>(`job-orders?limit=${limit}${cursor === undefined ? '' : `&cursor=${cursor}`}`);

    it('come in the order of change, each in its newest version, once it is sent', async () => {
      stand.mes.isDown = true;
      await stand.startWorker({ workOrderRefreshMs: 200 });
      await released('WO-1002');
      expect((await page()).items).toEqual([]);
      stand.mes.isDown = false;
      await stand.dispatched('WO-1002', 'sent');
      const everything: JobOrderPage['items'][number][] = [];
      let cursor: string | undefined;
      for (let some = await page(cursor, 3); some.items.length > 0; some = await page(cursor, 3)) {
        everything.push(...some.items);
        cursor = some.nextCursor;
      }
      expect(everything.filter(({ jobOrderId }) => jobOrderId.startsWith('WO-1002')).map(({ jobOrderId }) => jobOrderId)).toEqual(['WO-1002-0010', 'WO-1002-0020']);

      await stand.changeOrder('WO-1002', { quantity: '120' });
      await stand.dispatched('WO-1002', 'sent', 2);

      const own = ({ items }: JobOrderPage) => items.filter(({ jobOrderId }) => jobOrderId.startsWith('WO-1002'));
      const changed = await page(cursor);
      expect(own(changed).map(({ jobOrderId, version, quantity }) => [jobOrderId, version, quantity.value])).toEqual([['WO-1002-0010', 2, '120'], ['WO-1002-0020', 2, '120']]);
      expect(own(await page(changed.nextCursor))).toEqual([]);
    });
  });
});
