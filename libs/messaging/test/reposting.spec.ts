import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MessageRepost } from '../src/index.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('a posted message whose document the ERP has lost', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    await rig.accept('c1', { amount: '1' });
    await rig.deliver();
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  /** Somebody agrees that it is sent again. */
  const repost = async (): Promise<void> => {
    const { messageId, parts } = await rig.message('c1');
    await new MessageRepost(rig.database.pool, rig.clock, rig.reader).repost({ siteId: SITE, messageId, reference: parts[0].reference, actor: 'anna', actorRole: 'erpTeam', correlationId: 'journey', reason: 'the ERP was set back' });
  };
  const settle = async (): Promise<void> => {
    for (let look = 0; look < 4; look += 1) await rig.after(30_000);
  };

  it('is sent again under its reference, and told of once: what was made was made once', async () => {
    rig.erp.ledger.length = 0;
    await repost();
    await rig.deliver();
    await settle();

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.amounts()).toEqual(['1']);
    const { rows } = await rig.database.pool.query(`select subject from events.event_log where type = 'production.confirmed.v1'`);
    expect(rows).toEqual([{ subject: 'c1' }]);
  });

  it('is not sent beside one of its lane that is in doubt: a lane has one unanswered send', async () => {
    await rig.accept('c2', { amount: '2' });
    rig.erp.will('commitAndStaySilent');
    await rig.deliverIntoSilence(2);
    expect(await rig.state('c2')).toBe('inDoubt');

    await expect(repost()).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });

    await settle();
    await repost();
    await settle();
    expect([await rig.state('c1'), await rig.state('c2')]).toEqual(['posted', 'posted']);
  });
});
