import { describe, expect, it } from '@jest/globals';
import { estatePlants } from '../plants/estate-plant.js';
import { Standstills } from './standstills.js';
import type { Standstill } from './standstills.js';

const [BERLIN] = estatePlants();
const FROM = Date.parse('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;
const MONTH = 30 * 24 * HOUR;
const UNITS = BERLIN.mes.workCenters.flatMap(({ units }) => units);

function all(standstills: Standstills, kind: Standstill['kind']): readonly Standstill[] {
  return UNITS.flatMap((unit) => standstills.between(unit, FROM, FROM + MONTH)).filter((standstill) => standstill.kind === kind);
}

describe('standstills of machines', () => {
  const standstills = new Standstills(BERLIN, 1);

  it('are the same whoever asks, for whatever stretch, and others with another seed', () => {
    const whole = standstills.between('WU-10-A', FROM, FROM + MONTH);
    const byHour = Array.from({ length: MONTH / HOUR }, (_unused, place) => new Standstills(BERLIN, 1).between('WU-10-A', FROM + place * HOUR, FROM + (place + 1) * HOUR)).flat();

    expect(new Set(byHour.map(({ from }) => from))).toEqual(new Set(whole.map(({ from }) => from)));
    expect(new Standstills(BERLIN, 2).between('WU-10-A', FROM, FROM + MONTH)).not.toEqual(whole);
  });

  it('are failures by mean time between failures and to repair, and micro-stops that stay far below a failure', () => {
    const failures = all(standstills, 'failure');
    const minutes = failures.map(({ from, until }) => (until - from) / 60_000);

    // 12 machines × 720 h / 12 h = 720, less those in the short shift of three machines
    expect(failures.length).toBeGreaterThan(580);
    expect(failures.length).toBeLessThan(760);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(45);
    expect(Math.max(...all(standstills, 'microStop').map(({ from, until }) => (until - from) / 1000))).toBeLessThanOrEqual(90);
    expect(all(standstills, 'microStop').length).toBeGreaterThan(1_000);
  });

  it('never begin while nobody is there, and not after the rest', () => {
    const off = standstills.offTimes('WU-10-D', FROM, FROM + MONTH);

    expect(off).toHaveLength(30); // every night from 22:00 to 06:00 in Berlin
    expect(new Date(off[0].from).toISOString()).toBe('2026-11-22T21:00:00.000Z');
    expect(standstills.offTimes('WU-10-A', FROM, FROM + MONTH)).toEqual([]);
    const stops = standstills.between('WU-10-D', FROM, FROM + MONTH).filter(({ kind }) => kind !== 'off');
    expect(stops.filter(({ from }) => off.some((time) => from >= time.from && from < time.until))).toEqual([]);
    const resting = new Standstills(BERLIN, 1);
    resting.rest(FROM + HOUR);
    expect([...all(resting, 'failure'), ...all(resting, 'microStop')].filter(({ from }) => from >= FROM + HOUR)).toEqual([]);
  });

  it('put work off by just their length', () => {
    const failure = standstills.between('WU-10-A', FROM, FROM + MONTH).find(({ kind }) => kind === 'failure')!;
    const startsAt = failure.from - 60_000;
    expect(standstills.between('WU-10-A', startsAt, failure.until + 60_001)).toEqual([failure]);

    const doneAt = standstills.doneAt('WU-10-A', startsAt, 120_000);

    expect(doneAt).toBe(failure.until + 60_000);
    expect(standstills.worked('WU-10-A', startsAt, doneAt)).toBe(120_000);
    expect(standstills.failureAt('WU-10-A', failure.from)).toEqual(failure);
    expect(standstills.failureAt('WU-10-A', failure.until)).toBeUndefined();
  });
});
