import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { DeliveryRig } from './delivery-rig.js';
import { FaultyPool, type StatementFate } from './faulty-pool.js';

/** A process is paused longer than its lease, and goes on as if nothing had been. */
describe('a worker under an old epoch', () => {
  let rig: DeliveryRig;
  let goOn!: () => void;
  let paused: Promise<void>;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    paused = new Promise((resolve) => (goOn = resolve));
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  async function pausedAt(wanted: string, nth: number): Promise<{ readonly working: Promise<number>; readonly pool: FaultyPool }> {
    const held: StatementFate = { holdUntil: paused };
    let reached = false;
    const pool = new FaultyPool(rig.database.pool, (name, before) => {
      if (name !== wanted || before !== nth) return 'pass';
      reached = true;
      return held;
    });
    const working = rig.anotherEngine({ pool: pool.asPool() }).runOnce();
    await until(() => reached);
    return { working, pool };
  }

  it('changes nothing with a late result: the new holder has decided', async () => {
    const { working } = await pausedAt('write-fenced', 1);
    await rig.after(20_000);
    await rig.after(10_000);
    const decided = await rig.message('c1');

    goOn();
    await working;

    expect(decided).toMatchObject({ state: 'posted', note: 'recovered' });
    expect(await rig.message('c1')).toEqual({ ...decided, attempts: expect.any(Array) });
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.in-doubt.v1', 'message.posted.v1']);
    expect(rig.erp.amounts()).toEqual(['1', '2']);
  });

  it('sends nothing with a late intent', async () => {
    const { working } = await pausedAt('write-fenced', 0);
    await rig.after(20_000);

    goOn();
    await working;

    expect(rig.erp.amounts()).toEqual(['1', '2']);
    expect(rig.erp.requests).toHaveLength(2);
  });

  it('does not clear a newer doubt with its stale absence: the message is in the same state again, and only the epoch tells', async () => {
    rig.erp.will('staySilent', 'commitAndStaySilent');
    await rig.deliverIntoSilence(1);
    await rig.after(30_000);
    await rig.clock.advance(15_000);
    const { working } = await pausedAt('write-fenced', 0); // the second read-back found nothing
    await rig.clock.advance(20_000);
    await rig.deliver();
    await rig.clock.advance(1_000);
    await rig.deliverIntoSilence(2);
    const newerDoubt = await rig.message('c1');

    goOn();
    await working;

    expect(newerDoubt.state).toBe('inDoubt');
    expect(await rig.message('c1')).toEqual(newerDoubt);

    await rig.after(30_000);

    expect(rig.erp.amounts()).toEqual(['1', '2']);
  });

  it('keeps its answer as evidence', async () => {
    const { working } = await pausedAt('write-fenced', 1);
    await rig.after(20_000);
    await rig.after(10_000);

    goOn();
    await working;

    expect((await rig.message('c1')).attempts[0]).toMatchObject({ purpose: 'send', outcome: 'unknown', evidence: { answer: { documents: [{ number: '1000' }] } } });
  });

  it('that was paused between its intent and the first byte sends nothing, though it holds the lane still', async () => {
    const { working } = await pausedAt('write-fenced', 0);
    await rig.clock.advance(11_000);

    goOn();
    await working;

    expect(rig.erp.requests).toEqual([]);
    expect(await rig.message('c1')).toMatchObject({ state: 'retrying', error: { code: 'SEND_NOT_STARTED' } });

    await rig.after(1_000);

    expect(rig.erp.amounts()).toEqual(['1', '2']);
  });
});
