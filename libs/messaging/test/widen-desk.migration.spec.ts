import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { beforeMigration } from '@plantway/testing';
import { WidenDesk20261123134000 } from '../../../migrations/20261123134000-widen-desk.js';
import { DeliveryRig, SITE, submission } from './delivery-rig.js';

describe('the migration that widens the desk', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.accept('parked', { amount: '1' });
    await rig.accept('behind', { amount: '2' });
    await rig.deliver();
  });
  afterEach(() => rig.close());
  const action = async () => ({ siteId: SITE, messageId: (await rig.message('parked')).messageId, actor: 'anna', reason: 'counted again' });

  it('works on a filled database, and what was there can be amended', async () => {
    await rig.desk.resubmit(await action());
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.deliver();

    await beforeMigration(rig.database.pool, WidenDesk20261123134000, async () => {});

    expect(await rig.message('parked')).toMatchObject({ amendments: 0, amended: [], actions: [{ action: 'resubmit' }] });
    await rig.desk.amend(await action(), { amended: submission('parked', { amount: '7' }) });
    await rig.desk.approve({ ...(await action()), actor: 'berta', expectedRevision: (await rig.message('parked')).revision });
    await rig.deliver();
    expect(rig.erp.amounts()).toEqual(['7', '2']);
    expect((await rig.reader.list(SITE, { documentNumber: '1001' })).items).toMatchObject([{ senderId: 'behind' }]);
  });

  it('is not taken back while people have done what has no name without it', async () => {
    await rig.desk.stepAside(await action());

    await expect(beforeMigration(rig.database.pool, WidenDesk20261123134000, async () => {})).rejects.toThrow(/message_action_action_check/);
  });

  it('keeps amendments as they were made', async () => {
    await rig.desk.amend(await action(), { amended: submission('parked', { amount: '7' }) });

    for (const statement of ['update messaging.message_amendment set actor = actor', 'delete from messaging.message_amendment', 'truncate messaging.message_amendment']) {
      await expect(rig.database.pool.query(statement)).rejects.toThrow('only ever added to');
    }
  });
});
