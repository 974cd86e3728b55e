import { describe, expect, it } from '@jest/globals';
import { Doorbell } from './doorbell.js';

describe('a doorbell', () => {
  it('keeps a ring that comes while nobody waits, once', async () => {
    const doorbell = new Doorbell();
    doorbell.ring();
    doorbell.ring();

    expect([await doorbell.wait(60_000), await doorbell.wait(1)]).toEqual([true, false]);
  });

  it('wakes who waits', async () => {
    const doorbell = new Doorbell();
    const waiting = doorbell.wait(60_000);

    doorbell.ring();

    expect(await waiting).toBe(true);
  });

  it('lets rest until it is over, however often it rings', async () => {
    const doorbell = new Doorbell();
    let asked = 0;
    const resting = doorbell.rest(60_000, () => (asked += 1) > 2);

    doorbell.ring();
    await Promise.resolve();
    doorbell.ring();
    await resting;

    expect(asked).toBe(3);
  });
});
