import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { beforeMigration } from '@plantway/testing';
import { MergeAcceptances20261123142000 } from '../../../migrations/20261123142000-merge-acceptances.js';
import { DeliveryRig } from './delivery-rig.js';

let rig: DeliveryRig;
beforeEach(async () => void (rig = await DeliveryRig.open()));
afterEach(() => rig.close());

it('merges acceptances on a filled database: what came before stays where it is, is shown alike, and goes on', async () => {
  const { pool } = rig.database;
  const shapes = async (): Promise<readonly unknown[]> => (await pool.query('select shape, payload_hash from messaging.shape order by shape')).rows;
  await rig.accept('old', { amount: '1' });
  const before = (await shapes()).length;

  await beforeMigration(pool, MergeAcceptances20261123142000, async () => {});

  expect(await shapes()).toHaveLength(before);
  expect((await pool.query('select from messaging.acceptance')).rowCount).toBe(0);
  await rig.accept('new', { amount: '2' });
  await rig.deliver();
  expect((await pool.query('select sender_id, state from messaging.message order by position')).rows).toEqual([{ sender_id: 'old', state: 'posted' }, { sender_id: 'new', state: 'posted' }]);
});
