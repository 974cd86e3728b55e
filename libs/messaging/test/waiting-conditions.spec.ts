import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, messageError } from '@plantway/canonical';
import { WaitingConditions } from '../src/index.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

async function all<T>(pages: AsyncGenerator<readonly T[]>): Promise<readonly (readonly T[])[]> {
  const read: (readonly T[])[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

describe('what messages wait for', () => {
  let rig: DeliveryRig;
  let waiting: WaitingConditions;
  let looks: string[];
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    waiting = new WaitingConditions({ pool: rig.database.pool, clock: rig.clock });
    looks = [];
    for (const [sender, key] of [['c1', 'lock:B:1'], ['c2', 'lock:B:1'], ['c3', 'lock:B:Z'], ['c4', 'lock:B:a'], ['c5', 'lock:C:1'], ['c6', 'stock:B:1']]) {
      await rig.accept(sender, { amount: sender.slice(1) }, { laneKey: sender });
      rig.flow.plans.set(sender, () => {
        looks.push(sender);
        return { decision: 'wait', condition: { key, error: messageError('ORDER_LOCKED'), isWatched: true } };
      });
    }
    await rig.deliver();
    looks.length = 0;
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  it('is told by its distinct names, in pages, for one beginning only', async () => {
    expect(await all(waiting.keys('lock:B:', '', 2))).toEqual([['lock:B:1', 'lock:B:Z'], ['lock:B:a']]);
    expect(await all(waiting.keys('lock:B:'))).toEqual([['lock:B:1', 'lock:B:Z', 'lock:B:a']]);
    expect(await all(waiting.keys('lock:B:', 'lock:B:1'))).toEqual([['lock:B:Z', 'lock:B:a']]);
    expect(await all(waiting.keys('lot:B:'))).toEqual([]);
  });

  it('is tried by one message of each, once', async () => {
    await waiting.tryOneOfEach(['lock:B:1', 'lock:B:Z', 'lock:X:9']);
    await rig.deliver();

    expect(looks.sort()).toEqual(['c1', 'c3']);
    expect(await all(waiting.keys('lock:B:'))).toEqual([['lock:B:1', 'lock:B:Z', 'lock:B:a']]);
  });

  it('is looked for by the message itself only at the safety net', async () => {
    await rig.clock.advance(3_599_000);
    await rig.deliver();
    expect(looks).toEqual([]);

    await rig.clock.advance(1_000);
    await rig.deliver();

    expect(looks.sort()).toEqual(['c1', 'c2', 'c3', 'c4', 'c5', 'c6']);
  });

  it('is found among the messages that are with a person, by their codes, in pages', async () => {
    for (const [sender, code] of [['p1', 'LOT_UNKNOWN'], ['p2', 'ITEM_UNKNOWN'], ['p3', 'ORDER_CLOSED'], ['p4', 'LOT_UNKNOWN']]) {
      await rig.accept(sender, { amount: '1' }, { laneKey: sender });
      rig.flow.plans.set(sender, () => { throw new BusinessException(code, 'no'); });
    }
    await rig.deliver();

    expect((await all(waiting.parkedFor(SITE, ['LOT_UNKNOWN', 'ITEM_UNKNOWN'], 2))).map((page) => page.map(({ code, command }) => [code, command]))).toEqual([
      [['LOT_UNKNOWN', { amount: '1' }], ['ITEM_UNKNOWN', { amount: '1' }]], [['LOT_UNKNOWN', { amount: '1' }]],
    ]);
    expect(await all(waiting.parkedFor('CHI1', ['LOT_UNKNOWN']))).toEqual([]);
  });
});
