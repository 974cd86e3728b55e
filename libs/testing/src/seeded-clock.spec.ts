import { describe, expect, it } from '@jest/globals';
import { SeededClock } from './seeded-clock.js';

describe('a seeded clock', () => {
  it('stands still until it is moved', async () => {
    const clock = new SeededClock('2026-11-22T08:00:00Z');

    await clock.advance(1_500);

    expect(clock.now()).toEqual(new Date('2026-11-22T08:00:01.500Z'));
  });

  it('wakes sleepers in the order of their ends, each at its own end', async () => {
    const clock = new SeededClock('2026-11-22T08:00:00Z');
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name} ${clock.now().toISOString()}`);
    };
    const all = Promise.all([sleeper('late', 2_000), sleeper('early', 1_000)]);

    await clock.advance(5_000);
    await all;

    expect(woken).toEqual(['early 2026-11-22T08:00:01.000Z', 'late 2026-11-22T08:00:02.000Z']);
  });

  it('wakes within one move whoever sleeps again', async () => {
    const clock = new SeededClock('2026-11-22T08:00:00Z');
    let rounds = 0;
    const round = async (): Promise<void> => {
      for (;;) {
        await clock.sleep(1_000);
        rounds += 1;
      }
    };
    void round();

    await clock.advance(3_000);

    expect(rounds).toBe(3);
  });

  it('lets an aborted sleeper go at once', async () => {
    const clock = new SeededClock();
    const abort = new AbortController();
    const slept = clock.sleep(1_000, abort.signal);

    abort.abort();
    await slept;

    expect(clock.sleeping).toBe(0);
  });
});
