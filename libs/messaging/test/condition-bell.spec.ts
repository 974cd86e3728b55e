import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageError } from '@plantway/canonical';
import { ConditionBell } from '../src/index.js';
import { DeliveryRig } from './delivery-rig.js';

describe('a condition that a foreign system was seen to fulfil', () => {
  let rig: DeliveryRig;
  let bell: ConditionBell;
  let looks: string[];
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    bell = new ConditionBell({ pool: rig.database.pool, clock: rig.clock });
    looks = [];
    for (const [sender, key] of [['c1', 'hold of WO-1'], ['c2', 'hold of WO-2'], ['c3', 'hold of WO-1']]) {
      await rig.accept(sender, { amount: sender.slice(1) }, { laneKey: sender });
      rig.flow.plans.set(sender, () => {
        looks.push(sender);
        return { decision: 'wait', condition: { key, error: messageError('ORDER_ON_HOLD') } };
      });
    }
    await rig.deliver();
    looks.length = 0;
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  it('has every message look at once that waits for it, and nobody else', async () => {
    await bell.ring(['hold of WO-1', 'hold of WO-9']);
    await rig.deliver();

    expect(looks.sort()).toEqual(['c1', 'c1', 'c3', 'c3']); // whoever begins to wait anew looks once more
  });

  it('is not missed by a message that is being looked at', async () => {
    rig.flow.plans.set('c1', async () => {
      looks.push('c1');
      if (looks.length === 1) await bell.ring(['hold of WO-1']);
      return { decision: 'wait', condition: { key: 'hold of WO-1', error: messageError('ORDER_ON_HOLD') } };
    });
    await rig.database.pool.query(`update messaging.lane set next_at = $1 where lane_key = 'c1'`, [rig.clock.now()]);

    await rig.deliver();

    expect(looks.filter((sender) => sender === 'c1')).toHaveLength(2);
  });

  it('that nobody waits for changes nothing', async () => {
    await bell.ring([]);
    await bell.ring(['hold of WO-9']);
    await rig.deliver();

    expect(looks).toEqual([]);
  });
});
