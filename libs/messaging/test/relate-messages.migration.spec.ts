import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { RelateMessages20261122110000 } from '../../../migrations/20261122110000-relate-messages.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('the migration that relates messages', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(() => rig.close());

  it('works on a filled database, and what was there goes on', async () => {
    const runner = { query: (text: string) => rig.database.pool.query(text) } as unknown as QueryRunner;
    const migration = new RelateMessages20261122110000();
    rig.erp.will({ refuse: 'OVER_TOLERANCE' }, 'commitAndFollowUp');
    await rig.accept('parked', { amount: '1' });
    await rig.accept('with a follow-up', { amount: '2' }, { laneKey: 'B' });
    await rig.deliver();
    await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('parked')).messageId, actor: 'anna' });
    await migration.down(runner);
    const { rows: before } = await rig.database.pool.query('select message_id, part_id, state from messaging.message_part order by message_id');

    await migration.up(runner);

    expect((await rig.database.pool.query('select message_id, part_id, state from messaging.message_part order by message_id')).rows).toEqual(before);
    expect((await rig.database.pool.query('select distinct amendments from messaging.message_part')).rows).toEqual([{ amendments: 0 }]);
    expect((await rig.database.pool.query('select action from messaging.message_action')).rows).toEqual([{ action: 'resubmit' }]);
    await rig.deliver();
    expect(await rig.state('parked')).toBe('posted');
  });
});
