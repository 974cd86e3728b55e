import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deltaOfRunningTotal, type RunningTotalPolicy, type TotalDelta, type TotalReading } from './running-total.js';

const siteRule: RunningTotalPolicy = { firstReading: 'baseline', resetAboveDropPercent: '50' };
const sixteenBit: RunningTotalPolicy = { ...siteRule, rollOver: { at: '65536', largestStep: '1000' } };
const atMinute = (minute: number, value: string): TotalReading => ({ value, takenAt: new Date(Date.UTC(2026, 10, 22, 5, minute)).toISOString() });

function read(policy: RunningTotalPolicy, readings: readonly TotalReading[]): readonly TotalDelta[] {
  const deltas: TotalDelta[] = [];
  for (const reading of readings) deltas.push(deltaOfRunningTotal(deltas.at(-1)?.last, reading, policy));
  return deltas;
}

describe('a running total', () => {
  it('becomes deltas through growth, a repeat, a restart of the machine and a correction', () => {
    const deltas = read(siteRule, ['100', '130', '130', '12', '40', '35'].map((value, minute) => atMinute(minute, value)));

    // 130 to 12 loses 118, more than half of 130: the machine began again and has made 12. 40 to 35 loses 5, less than half of 40: five were taken back.
    expect(deltas.map(({ delta }) => delta)).toEqual(['0', '30', '0', '12', '28', '-5']);
    expect(deltas.map(({ change }) => change)).toEqual(['first', 'growth', 'repeat', 'reset', 'growth', 'correction']);
    expect(deltas.reduce((total, { delta }) => total + Number(delta), 0)).toBe(65);
  });

  it('goes over the top of a 16-bit counter: 6 steps to 65,536 and 4 on', () => {
    const [, second] = read(sixteenBit, [atMinute(0, '65530'), atMinute(1, '4')]);

    expect(second).toMatchObject({ change: 'rollOver', delta: '10' });
  });

  it('tells a restart of that counter from a roll-over by the largest step', () => {
    // 30,000 to 5 would be 35,541 pieces over the top: no machine makes them in a minute.
    const [, second] = read(sixteenBit, [atMinute(0, '30000'), atMinute(1, '5')]);

    expect(second).toMatchObject({ change: 'reset', delta: '5' });
  });

  it('still corrects that counter downwards', () => {
    const [, second] = read(sixteenBit, [atMinute(0, '65530'), atMinute(1, '65525')]);

    expect(second).toMatchObject({ change: 'correction', delta: '-5' });
  });

  it('counts the first reading from zero where the source begins at zero with each operation', () => {
    const [first] = read({ ...siteRule, firstReading: 'countedFromZero' }, [atMinute(0, '30.50')]);

    expect(first).toMatchObject({ change: 'first', delta: '30.5' });
  });

  it('takes a drop of exactly half as a correction', () => {
    const [, second] = read(siteRule, [atMinute(0, '100'), atMinute(1, '50')]);

    expect(second).toMatchObject({ change: 'correction', delta: '-50' });
  });

  it('keeps an older reading as evidence and compares the next with the newest', () => {
    const deltas = read(siteRule, [atMinute(5, '100'), atMinute(3, '80'), atMinute(6, '110')]);

    expect(deltas.map(({ change, delta }) => [change, delta])).toEqual([['first', '0'], ['older', '0'], ['growth', '10']]);
  });

  it('compares points in time, not their texts', () => {
    const last: TotalReading = { value: '100', takenAt: '2026-11-22T06:00:00+01:00' };

    expect(deltaOfRunningTotal(last, { value: '110', takenAt: '2026-11-22T05:00:00.000000001Z' }, siteRule)).toMatchObject({ change: 'growth', delta: '10' });
    expect(deltaOfRunningTotal(last, { value: '110', takenAt: '2026-11-22T05:59:59+01:00' }, siteRule)).toMatchObject({ change: 'older', delta: '0' });
  });

  it.each(['65536', '70000'])('refuses %s from a 16-bit counter', (value) => {
    expect(() => deltaOfRunningTotal(undefined, atMinute(0, value), sixteenBit)).toThrow(expect.objectContaining({ code: 'QUANTITY_INVALID' }));
  });

  it('adds up to the last reading minus the first while it only grows, and repeats change nothing', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 999 }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(fc.nat({ max: 10_000 }), steps, (start, grown) => {
      const totals = grown.reduce<number[]>((all, [step, times]) => [...all, ...Array.from({ length: times }, () => (all.at(-1) ?? start) + step)], [start]);
      const deltas = read(siteRule, totals.map((total, minute) => atMinute(minute, String(total))));

      expect(deltas.reduce((sum, { delta }) => sum + Number(delta), 0)).toBe((totals.at(-1) ?? start) - start);
    }));
  });

  it('counts every piece over any number of roll-overs', () => {
    fc.assert(fc.property(fc.nat({ max: 65_535 }), fc.array(fc.nat({ max: 1000 }), { maxLength: 200 }), (start, steps) => {
      let made = start;
      const readings = [start, ...steps.map((step) => (made += step))].map((total, minute) => atMinute(minute, String(total % 65_536)));

      expect(read(sixteenBit, readings).reduce((sum, { delta }) => sum + Number(delta), 0)).toBe(made - start);
    }));
  });
});
