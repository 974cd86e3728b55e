import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HitCounter } from './hit-counter.js';

/** A counter over a clock that a test moves by hand. */
function countingFrom(startMs: number, mostKeys?: number): { readonly counter: HitCounter; readonly clock: { ms: number } } {
  const clock = { ms: startMs };
  return { clock, counter: new HitCounter(() => clock.ms, mostKeys) };
}
const WINDOW = 60_000;

describe('the hit counter', () => {
  it('allows as many hits as the limit says, then none', () => {
    const { counter } = countingFrom(0);

    const hits = Array.from({ length: 5 }, () => counter.hit('mes', 3, WINDOW));

    expect(hits.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([[true, 2], [true, 1], [true, 0], [false, 0], [false, 0]]);
  });

  it('lets old hits fade with the window instead of all at once', () => {
    const { counter, clock } = countingFrom(0);
    for (let hit = 0; hit < 100; hit += 1) counter.hit('mes', 100, WINDOW);

    clock.ms = WINDOW + WINDOW / 4; // three quarters of the old window still count: 75

    expect(counter.hit('mes', 100, WINDOW)).toMatchObject({ allowed: true, remaining: 24 });
  });

  it('forgets hits that are two windows old', () => {
    const { counter, clock } = countingFrom(0);
    for (let hit = 0; hit < 100; hit += 1) counter.hit('mes', 100, WINDOW);

    clock.ms = 2 * WINDOW;

    expect(counter.hit('mes', 100, WINDOW).remaining).toBe(99);
  });

  it('does not count a refused hit, so that who waits comes through', () => {
    const { counter, clock } = countingFrom(0);
    for (let hit = 0; hit < 1_000; hit += 1) counter.hit('mes', 10, WINDOW);

    clock.ms = 1.5 * WINDOW; // half of the ten that were allowed still count

    expect(counter.hit('mes', 10, WINDOW)).toMatchObject({ allowed: true, remaining: 4 });
  });

  it('counts nothing for a look', () => {
    const { counter } = countingFrom(0);

    for (let look = 0; look < 10; look += 1) counter.peek('mes', 2, WINDOW);

    expect(counter.peek('mes', 2, WINDOW)).toMatchObject({ allowed: true, remaining: 2 });
    expect(counter.size).toBe(0);
  });

  it('allows a hit exactly when it said, and not much earlier', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 120 }), (limit, pauses) => {
      const { counter, clock } = countingFrom(1_000);
      for (const pause of pauses) {
        clock.ms += pause;
        counter.hit('mes', limit, WINDOW);
      }
      const { allowed, retryAfterMs } = counter.peek('mes', limit, WINDOW);
      if (allowed) return retryAfterMs === 0;
      const start = clock.ms;
      clock.ms = start + retryAfterMs - 2;
      const tooEarly = counter.peek('mes', limit, WINDOW).allowed;
      clock.ms = start + retryAfterMs + 0.001;
      return !tooEarly && counter.peek('mes', limit, WINDOW).allowed;
    }), { numRuns: 500 });
  });

  it('never allows more than twice the limit in any window, and the limit within one of its own', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 50, maxLength: 200 }), (limit, pauses) => {
      const { counter, clock } = countingFrom(0);
      const allowed: number[] = [];
      for (const pause of pauses) {
        clock.ms += pause;
        if (counter.hit('mes', limit, WINDOW).allowed) allowed.push(clock.ms);
      }
      return allowed.every((begin) => allowed.filter((at) => at >= begin && at < begin + WINDOW).length <= 2 * limit)
        && allowed.every((begin) => allowed.filter((at) => Math.floor(at / WINDOW) === Math.floor(begin / WINDOW)).length <= limit);
    }), { numRuns: 200 });
  });

  it('keeps a bounded number of keys and drops the one whose window began first', () => {
    const { counter } = countingFrom(0, 3);

    for (const key of ['a', 'b', 'c', 'd']) counter.hit(key, 10, WINDOW);

    expect(counter.size).toBe(3);
    expect(counter.peek('a', 10, WINDOW).remaining).toBe(10);
    expect(counter.peek('d', 10, WINDOW).remaining).toBe(9);
  });
});
