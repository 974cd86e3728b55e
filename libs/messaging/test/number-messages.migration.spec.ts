import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { NumberMessages20261123137000 } from '../../../migrations/20261123137000-number-messages.js';
import { DeliveryRig } from './delivery-rig.js';

let rig: DeliveryRig;
beforeEach(async () => void (rig = await DeliveryRig.open()));
afterEach(() => rig.close());

it('numbers messages on a filled database: what was there has no number, and goes on', async () => {
  const runner = { query: (text: string) => rig.database.pool.query(text) } as unknown as QueryRunner;
  await rig.accept('old', { amount: '1' });
  const migration = new NumberMessages20261123137000();
  await migration.down(runner);

  await migration.up(runner);

  await rig.accept('new', { amount: '2' }, { sourceSequence: 1 });
  await rig.deliver();
  expect((await rig.database.pool.query('select sender_id, source_sequence::int as number, state from messaging.message order by position')).rows).toEqual([{ sender_id: 'old', number: null, state: 'posted' }, { sender_id: 'new', number: 1, state: 'posted' }]);
  await expect(rig.accept('none', { amount: '3' }, { sourceSequence: 0 })).rejects.toThrow();
});
