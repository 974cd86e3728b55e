import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageError, type MessageState } from '@plantway/canonical';
import { messageSettledKey } from '@plantway/ports';
import { DeliveryRig, SITE } from './delivery-rig.js';

/** All within the recheck interval: who looks was woken. */
describe('a message that waits until another one is settled', () => {
  let rig: DeliveryRig;
  let gate: 'open' | 'closed';
  const seen: MessageState[] = [];
  const notYet = messageError('PREDECESSOR_OPEN');
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    gate = 'closed';
    const { messageId } = await rig.accept('c1', { amount: '1' });
    await rig.accept('waits', { amount: '2' }, { laneKey: 'B' });
    rig.flow.plans.set('c1', () => gate === 'open' ? rig.flow.sends({ amount: '1' }) : { decision: 'wait', condition: { key: 'gate', error: notYet } });
    rig.flow.plans.set('waits', async () => {
      seen.push(await rig.state('c1'));
      return { decision: 'wait', condition: { key: messageSettledKey(messageId), error: notYet } };
    });
    await rig.deliver();
    gate = 'open';
    await rig.database.pool.query(`update messaging.lane set next_at = $1 where lane_key = 'A'`, [rig.clock.now()]);
    seen.length = 0;
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const onC1 = async (): Promise<{ siteId: string; messageId: string; actor: string; reason: string }> => ({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna', reason: 'counted twice' });

  it.each([
    ['posted', 'answer', 'posted'],
    ['posted with a follow-up', 'commitAndFollowUp', 'postedWithFollowUp'],
    ['parked', { refuse: 'OVER_TOLERANCE' }, 'parked'],
    ['waiting for a condition, after it was on its way', { refuse: 'PERIOD_NOT_OPEN_YET' }, 'waiting'],
    ['retrying, after it was on its way', 'unavailable', 'retrying'],
  ] as const)('looks when that one is %s', async (_name, deed, state) => {
    rig.erp.will(deed, deed);

    await rig.deliver();

    expect(seen.at(-1)).toBe(state);
  });

  it('does not look when that one is in doubt, and looks when it was found by a read-back', async () => {
    rig.erp.will('commitAndStaySilent');
    await rig.deliverIntoSilence(1);

    expect(seen).toEqual([]);

    await rig.after(30_000);

    expect(seen.at(-1)).toBe('posted');
  });

  it('looks when the doubt about that one is over because nothing stands', async () => {
    rig.erp.will('staySilent');
    await rig.deliverIntoSilence(1);
    await rig.after(30_000);

    expect(seen).toEqual([]);

    await rig.after(15_000);

    expect(seen.at(-1)).toBe('retrying');
  });

  it('looks when a person resubmits that one, and when a person discards it', async () => {
    rig.erp.will({ refuse: 'OVER_TOLERANCE' }, { refuse: 'OVER_TOLERANCE' });
    await rig.deliver();
    const lane = async (): Promise<unknown> => (await rig.database.pool.query(`select next_at, waiting_for from messaging.lane where lane_key = 'B'`)).rows[0];
    const atOnce = { next_at: rig.clock.now(), waiting_for: null };

    await rig.desk.resubmit(await onC1());

    expect(await lane()).toEqual(atOnce);

    await rig.deliver();
    await rig.desk.discard(await onC1());

    expect(await lane()).toEqual(atOnce);
  });

  it('looks when that one is annulled', async () => {
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    const reversal = await rig.acceptReversal('rev-1', 'c1');
    rig.reversals.plans.set('rev-1', () => ({ decision: 'wait', condition: { key: 'k', error: notYet } }));
    await rig.deliver();

    await rig.relations.annul((await rig.message('c1')).messageId, { messageId: reversal, note: 'annulled by rev-1' });
    await rig.deliver();

    expect(seen.at(-1)).toBe('annulled');
  });
});
