import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageError } from '@plantway/canonical';
import type { QueryRunner } from 'typeorm';
import { ApproveMessages20261122121000 } from '../../../migrations/20261122121000-approve-messages.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('the migration that lets messages be approved', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(() => rig.close());
  const runner = (): QueryRunner => ({ query: (text: string) => rig.database.pool.query(text) }) as unknown as QueryRunner;
  const actionOf = async (senderId: string) => ({ siteId: SITE, messageId: (await rig.message(senderId)).messageId, actor: 'anna' });

  it('works on a filled database, and what was there goes on', async () => {
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.accept('parked', { amount: '1' });
    await rig.deliver();
    await rig.desk.resubmit(await actionOf('parked'));
    const migration = new ApproveMessages20261122121000();
    await migration.down(runner());

    await migration.up(runner());

    expect((await rig.database.pool.query('select approved_by from messaging.message')).rows).toEqual([{ approved_by: null }]);
    await rig.deliver();
    expect(await rig.message('parked')).toMatchObject({ state: 'posted', actions: [{ action: 'resubmit' }] });
  });

  it('is not taken back while somebody has approved something: that action would have no name', async () => {
    await rig.accept('c1');
    rig.flow.plans.set('c1', ({ approvedBy }) => (approvedBy === undefined ? { decision: 'approve', error: messageError('APPROVAL_NEEDED') } : rig.flow.sends({ amount: '1' })));
    await rig.deliver();
    await rig.desk.approve(await actionOf('c1'));

    await expect(new ApproveMessages20261122121000().down(runner())).rejects.toThrow(/message_action_action_check/);
  });
});
