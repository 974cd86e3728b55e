import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageError } from '@plantway/canonical';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('a message for which nothing has to be sent', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  it('is posted with the reason, and its lane goes on at once', async () => {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    rig.flow.plans.set('c1', () => ({ decision: 'finish', state: 'posted', note: 'no change' }));

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'no change', postedAt: '2026-11-22T08:00:00.000Z', parts: [], attempts: [] });
    expect(rig.erp.amounts()).toEqual(['2']);
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.posted.v1']);
  });

  it('is annulled with the reason: it was never posted', async () => {
    await rig.accept('c1');
    rig.flow.plans.set('c1', () => ({ decision: 'finish', state: 'annulled', note: 'superseded by version 2' }));

    await rig.deliver();

    const message = await rig.message('c1');
    expect(message).toMatchObject({ state: 'annulled', note: 'superseded by version 2' });
    expect(message.postedAt).toBeUndefined();
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.annulled.v1']);
    expect(await rig.reader.accounting(SITE)).toMatchObject({ accepted: 1, posted: 0, open: 0, discarded: 0, annulled: 1 });
  });

  it('says no more what it waited for', async () => {
    await rig.accept('c1');
    rig.flow.plans.set('c1', () => ({ decision: 'wait', condition: { key: 'k', error: messageError('PREDECESSOR_OPEN') } }));
    await rig.deliver();
    rig.flow.plans.set('c1', () => ({ decision: 'finish', state: 'posted', note: 'was released before' }));

    await rig.after(60_000);

    expect((await rig.message('c1')).error).toBeUndefined();
  });

  it('tells the events of its plan, and not those of a posting', async () => {
    await rig.accept('c1');
    rig.flow.plans.set('c1', () => ({ decision: 'finish', state: 'posted', note: 'nothing stood', events: [{ type: 'production.confirmation-reversed.v1', subject: 'WO-1', data: { confirmationId: 'c0' } }] }));

    await rig.deliver();

    const { rows } = await rig.database.pool.query(`select type, subject, data from events.event_log where type like 'production%'`);
    expect(rows).toEqual([{ type: 'production.confirmation-reversed.v1', subject: 'WO-1', data: { confirmationId: 'c0' } }]);
  });

  it.each(['posted', 'annulled'] as const)('wakes who waits for what it fulfils when it is %s', async (state) => {
    await rig.accept('waits', { amount: '2' }, { laneKey: 'B' });
    rig.flow.plans.set('waits', async () => (await rig.state('c1')) === state ? rig.flow.sends({ amount: '2' }) : { decision: 'wait', condition: { key: 'operation-yield:A', error: messageError('PREDECESSOR_OPEN') } });
    await rig.accept('c1');
    rig.flow.plans.set('c1', () => ({ decision: 'wait', condition: { key: 'k', error: messageError('PREDECESSOR_OPEN') } }));
    rig.flow.fulfilled.set('c1', ['operation-yield:A']);
    await rig.deliver();
    rig.flow.plans.set('c1', () => ({ decision: 'finish', state, note: 'no change' }));

    await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna' });
    await rig.deliver();

    expect(await rig.state('waits')).toBe('posted');
  });
});
