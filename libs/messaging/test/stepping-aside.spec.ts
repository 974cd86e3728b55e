import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { DeliveryRig, SITE } from './delivery-rig.js';
import type { Order } from './scripted-erp.js';

describe('a message that steps aside', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const action = async (senderId: string) => ({ siteId: SITE, messageId: (await rig.message(senderId)).messageId, actor: 'anna', reason: 'the lot is clarified tomorrow' });
  const aside = async (senderId: string) => rig.desk.stepAside(await action(senderId));

  /** Three messages of one lane; the first is refused, and the others stand behind it. */
  async function stoppedLane(): Promise<void> {
    for (const [senderId, amount] of [['c1', '1'], ['c2', '2'], ['c3', '3']]) await rig.accept(senderId, { amount });
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.deliver();
  }

  it('lets the later ones pass, and stays visible with who, when and why', async () => {
    await stoppedLane();

    expect(await aside('c1')).toBe('parked');
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['2', '3']);
    expect(await rig.message('c1')).toMatchObject({
      state: 'parked', steppedAsideAt: '2026-11-22T08:00:00.000Z', error: { code: 'OVER_TOLERANCE' },
      actions: [{ action: 'stepAside', actor: 'anna', reason: 'the lot is clarified tomorrow', fromState: 'parked', toState: 'parked' }],
    });
    expect(await rig.eventTypes('c1')).toEqual(expect.arrayContaining(['message.stepped-aside.v1']));
    const { rows } = await rig.database.pool.query(`select details from security.audit_entry where action = 'message.stepped-aside'`);
    expect(rows).toEqual([{ details: { fromState: 'parked', toState: 'parked', reason: 'the lot is clarified tomorrow', steppedAside: true } }]);
  });

  it('knows, when it comes back, what has got ahead of it; nobody else has to ask', async () => {
    await stoppedLane();
    await aside('c1');
    rig.flow.plans.set('c3', () => ({ decision: 'wait', condition: { key: 'lot L-1', error: { kind: 'business', code: 'LOT_NOT_RELEASED', reason: 'not yet', owner: 'quality', fix: 'wait' } } }));
    await rig.deliver();
    const overtaking = async (senderId: string) => rig.relations.overtakenBy((await rig.message(senderId)).messageId);
    expect(await overtaking('c1')).toEqual([]);

    await rig.desk.resubmit(await action('c1'));

    expect(await overtaking('c1')).toMatchObject([{ senderId: 'c2', state: 'posted', isBegun: true }]);
    expect(await overtaking('c2')).toEqual([]);
    rig.flow.plans.delete('c3');
    await rig.after(60_000);
    expect(rig.erp.amounts()).toEqual(['2', '1', '3']);
  });

  it('knows it also of a lane that is about no work order', async () => {
    const aboutLot = { search: { lotIds: ['L-1'], serialNumbers: [] } };
    await rig.accept('q1', { amount: '1' }, aboutLot);
    await rig.accept('q2', { amount: '2' }, aboutLot);
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.deliver();
    await aside('q1');
    await rig.deliver();
    await rig.desk.resubmit(await action('q1'));

    expect(await rig.relations.overtakenBy((await rig.message('q1')).messageId)).toMatchObject([{ senderId: 'q2', state: 'posted' }]);
  });

  it('goes on in its own place when it is tried again: before those that came later', async () => {
    await stoppedLane();
    rig.flow.plans.set('c2', () => ({ decision: 'wait', condition: { key: 'lot L-1', error: { kind: 'business', code: 'LOT_NOT_RELEASED', reason: 'not yet', owner: 'quality', fix: 'wait' } } }));
    await aside('c1');
    await rig.deliver();
    expect(await rig.state('c2')).toBe('waiting');

    await rig.desk.resubmit(await action('c1'));
    rig.flow.plans.delete('c2');
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['1', '2', '3']);
    expect((await rig.message('c1')).steppedAsideAt).toBeUndefined();
  });

  it('does not come back before one that stands still, which nobody else may try again by that', async () => {
    await stoppedLane();
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await aside('c1');
    await rig.deliver();
    const stopped = (await rig.message('c2')).messageId;

    await expect(action('c1').then((resubmit) => rig.desk.resubmit(resubmit))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { state: 'parked', behind: stopped } });

    await aside('c2');
    await rig.desk.resubmit(await action('c2'));
    await rig.desk.resubmit(await action('c1'));
    await rig.deliver();
    expect(rig.erp.amounts()).toEqual(['1', '2', '3']);
  });

  it('does not come back before one whose answer is outstanding: a lane has one unanswered send', async () => {
    await stoppedLane();
    await aside('c1');
    rig.erp.will('staySilent');
    await rig.deliverIntoSilence(2);
    expect(await rig.state('c2')).toBe('inDoubt');

    await expect(action('c1').then((resubmit) => rig.desk.resubmit(resubmit))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });

    expect(rig.erp.requests).toHaveLength(2);
  });

  it('takes the lane back from a worker that plans the one behind: that one is not sent before it', async () => {
    await stoppedLane();
    await aside('c1');
    let answer!: () => void;
    const planning = new Promise<void>((resolve) => (answer = resolve));
    let isPlanning = false;
    rig.flow.plans.set('c2', async () => {
      if (isPlanning) return rig.flow.sends({ amount: '2' });
      isPlanning = true;
      await planning;
      return rig.flow.sends({ amount: '2' });
    });
    const delivering = rig.deliver();
    await until(() => isPlanning);

    await rig.desk.resubmit(await action('c1'));
    answer();
    await delivering;
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['1', '2', '3']);
  });

  it('is refused while something of it is in doubt', async () => {
    await rig.accept('c1', { amount: '1' });
    rig.erp.will('commitTwiceAndStaySilent');
    await rig.deliverIntoSilence(1);
    await rig.after(30_000);
    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_SEVERAL_DOCUMENTS' } });

    await expect(aside('c1')).rejects.toMatchObject({ code: 'STEP_ASIDE_NOT_POSSIBLE' });
  });

  it('is refused when somebody wants to take it back, and says who', async () => {
    await stoppedLane();
    rig.reversals.plans.set('rev-1', () => ({ decision: 'wait', condition: { key: 'later', error: { kind: 'business', code: 'ORIGINAL_OPEN', reason: 'not yet', owner: 'mes', fix: 'wait' } } }));
    const reversal = await rig.acceptReversal('rev-1', 'c1');

    await expect(aside('c1')).rejects.toMatchObject({ code: 'STEP_ASIDE_NOT_POSSIBLE', details: { dependents: [reversal] } });
  });

  it('is refused when a later running total contains it', async () => {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2', cumulative: true } as Order);
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.deliver();

    await expect(aside('c1')).rejects.toMatchObject({ code: 'STEP_ASIDE_NOT_POSSIBLE', message: expect.stringContaining('productionConfirmation c2') });
  });

  it('can be given up where it stands', async () => {
    await stoppedLane();
    await aside('c1');

    await rig.desk.discard(await action('c1'));
    await rig.deliver();

    expect(await rig.state('c1')).toBe('discarded');
    expect(rig.erp.amounts()).toEqual(['2', '3']);
  });

  it('is done once by two people at once', async () => {
    await stoppedLane();
    const { revision } = await rig.message('c1');
    const seen = { ...(await action('c1')), expectedRevision: revision };

    const results = await Promise.allSettled([rig.desk.stepAside(seen), rig.desk.stepAside({ ...seen, actor: 'berta' }), rig.desk.discard(seen)]);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [winner] = (await rig.message('c1')).actions;
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { lastAction: { action: winner.action, actor: winner.actor } } });
  });
});
