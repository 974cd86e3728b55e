import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('a doubt that two persons end', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const action = async (actor: string) => ({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor, actorRole: 'erpTeam', reason: 'found by order and minute' });
  const approve = async (actor: string) => rig.desk.approve({ ...(await action(actor)), expectedRevision: (await rig.message('c1')).revision });
  const POSTED = { resolution: 'posted', documents: [{ type: 'confirmation', number: '1001' }] } as const;

  /** The ERP has two documents of c1; c2 stands behind it. */
  async function parkedDoubt(sends = 1): Promise<void> {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    rig.erp.will('commitTwiceAndStaySilent');
    await rig.deliverIntoSilence(sends);
    await rig.after(30_000);
  }

  it('is posted by the documents that one names and the other agrees to', async () => {
    await parkedDoubt();

    expect(await rig.desk.proposeResolution(await action('anna'), POSTED)).toBe('parked');
    await rig.deliver();
    const proposed = await rig.message('c1');
    expect(await approve('berta')).toBe('posting');
    await rig.deliver();

    expect(proposed).toMatchObject({ state: 'parked', doubtProposal: { ...POSTED, proposedBy: 'anna', reason: 'found by order and minute' } });
    expect(await rig.message('c1')).toMatchObject({
      state: 'posted', note: 'resolved as posted by anna and berta', erp: { documents: [{ type: 'confirmation', number: '1001' }] }, parts: [{ state: 'posted', receipt: { documents: POSTED.documents } }],
      actions: [{ action: 'proposeResolution', actor: 'anna' }, { action: 'resolveDoubt', actor: 'berta' }],
    });
    expect((await rig.message('c1')).doubtProposal).toBeUndefined();
    expect(rig.erp.amounts()).toEqual(['1', '1', '2']); // nothing was sent again, and the lane went on
    expect(await rig.eventTypes('c1')).toEqual(expect.arrayContaining(['message.resolution-proposed.v1', 'message.doubt-resolved.v1', 'message.posted.v1']));
  });

  it('does not end by a document that is another message\'s, neither when it is named nor when it is agreed to', async () => {
    await rig.accept('c0', { amount: '7' }, { laneKey: 'B' });
    await rig.deliver();
    const { number } = (await rig.message('c0')).erp!.documents[0];
    await parkedDoubt(2);

    const another = { resolution: 'posted', documents: [{ type: 'confirmation', number }] } as const;
    await expect(action('anna').then((anna) => rig.desk.proposeResolution(anna, another))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { document: number, ownerMessageId: (await rig.message('c0')).messageId } });

    await rig.desk.proposeResolution(await action('anna'), { ...another, documents: [{ type: 'confirmation', number: '77' }] });
    await rig.database.pool.query(`update messaging.message set erp = jsonb_set(erp, '{documents,0,number}', '"77"') where sender_id = 'c0'`); // it became known meanwhile
    await expect(approve('berta')).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { document: '77' } });
    expect(await rig.state('c1')).toBe('parked');
  });

  it('is sent again under the same reference when they say that nothing was posted', async () => {
    await parkedDoubt();
    rig.erp.ledger.length = 0;

    await rig.desk.proposeResolution(await action('anna'), { resolution: 'notPosted' });
    expect(await approve('berta')).toBe('accepted');
    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.amounts()).toEqual(['1', '2']);
    expect(rig.erp.requests[1].reference).toBe(rig.erp.requests[0].reference);
  });

  it('is not ended by one person alone, nor by who has not read what is said', async () => {
    await parkedDoubt();
    await expect(approve('berta')).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' }); // nothing was said
    await rig.desk.proposeResolution(await action('anna'), { resolution: 'notPosted' });

    await expect(approve('anna')).rejects.toMatchObject({ code: 'APPROVER_IS_SENDER' });
    await expect(action('berta').then((blind) => rig.desk.approve(blind))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });
    const read = (await rig.message('c1')).revision;
    await rig.desk.proposeResolution(await action('carl'), POSTED);
    await expect(action('berta').then((late) => rig.desk.approve({ ...late, expectedRevision: read }))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { lastAction: { actor: 'carl' } } });
    expect(await rig.state('c1')).toBe('parked');
    expect(rig.erp.requests).toHaveLength(1);
  });

  it('is not said to be unposted while it may still arrive', async () => {
    await parkedDoubt();
    await rig.database.pool.query(`update messaging.message_part set read_back_after = $1`, [new Date(rig.clock.now().getTime() + 1)]);

    await expect(action('anna').then((early) => rig.desk.proposeResolution(early, { resolution: 'notPosted' }))).rejects.toMatchObject({ code: 'SETTLE_WINDOW_OPEN' });
    await rig.desk.proposeResolution(await action('anna'), POSTED); // that it stands can be seen at any time
  });

  it('is asked of nobody for what is parked without a doubt', async () => {
    await rig.accept('c1', { amount: '1' });
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.deliver();

    await expect(action('anna').then((none) => rig.desk.proposeResolution(none, POSTED))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });
  });

  it('is void when the message is tried again: the ERP is asked anew', async () => {
    await parkedDoubt();
    await rig.desk.proposeResolution(await action('anna'), POSTED);

    expect(await rig.desk.resubmit(await action('berta'))).toBe('inDoubt');

    expect((await rig.message('c1')).doubtProposal).toBeUndefined();
  });

  it('is ended once by two who agree at once', async () => {
    await parkedDoubt();
    await rig.desk.proposeResolution(await action('anna'), POSTED);
    const { revision } = await rig.message('c1');
    const of = async (actor: string) => rig.desk.approve({ ...(await action(actor)), expectedRevision: revision });

    const results = await Promise.allSettled([of('berta'), of('carl')]);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await rig.message('c1')).actions.filter((done) => done.action === 'resolveDoubt')).toHaveLength(1);
  });
});
