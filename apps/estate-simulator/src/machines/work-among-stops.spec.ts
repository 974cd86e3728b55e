import { describe, expect, it } from '@jest/globals';
import { doneAmong } from './work-among-stops.js';
import type { Stop } from './work-among-stops.js';

const among = (stops: readonly Stop[]) => (from: number, to: number) => stops.filter((stop) => stop.from < to && stop.until > from);

describe('work among stops', () => {
  const stopsIn = among([{ from: 10, until: 20 }, { from: 15, until: 30 }, { from: 30, until: 31 }, { from: 50, until: 60 }]);

  it.each([
    ['before any stop', 0, 10, 10], ['into stops that overlap and touch', 0, 11, 32], ['from within a stop', 12, 5, 36], ['up to the very beginning of a stop', 31, 19, 50], ['over two stops', 5, 25, 61],
    ['none, outside a stop', 40, 0, 40], ['none, in a stop: when it could begin', 12, 0, 31], ['none, at the beginning of a stop', 50, 0, 60], ['none, at the end of one', 60, 0, 60],
  ])('%s', (_what, from, work, done) => {
    expect(doneAmong(stopsIn, from, work)).toBe(done);
  });

  it('is never done where nobody ever works', () => {
    expect(() => doneAmong((from) => [{ from, until: from + 86_400_000 }], 0, 1)).toThrow('Work that begins at 1970-01-01T00:00:00.000Z is not done within years.');
  });

  it('of years asks for every time once, and what takes longer than five years is never done', () => {
    const day = 86_400_000;
    let asked = 0;
    const nights = (from: number, to: number): readonly Stop[] => {
      asked += to - from;
      return among(Array.from({ length: Math.ceil((to - from) / day) + 2 }, (_, index) => (Math.floor(from / day) + index) * day).map((begins) => ({ from: begins, until: begins + day / 2 })))(from, to);
    };

    expect(doneAmong(nights, 0, 365 * day / 2)).toBe(365 * day);
    expect(asked).toBeLessThan(20 * 365 * day);
    expect(() => doneAmong(nights, 0, 3 * 366 * day)).toThrow(RangeError);
  });
});
