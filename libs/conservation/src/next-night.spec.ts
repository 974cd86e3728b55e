import { describe, expect, it } from '@jest/globals';
import { nextNight } from './next-night.js';

describe('the night in which the books are compared', () => {
  const rules = { today: '2026-11-23', isDueToday: true, productionDay: '2026-11-22' };

  it('compares the last whole production day and the one that runs', () => {
    expect(nextNight(rules)).toEqual({ night: '2026-11-23', fromDay: '2026-11-21', toDay: '2026-11-22' });
  });

  it('is over when it was asked for once', () => {
    expect(nextNight({ ...rules, last: { night: '2026-11-23', toDay: '2026-11-22' } })).toBeUndefined();
  });

  it('is the one before until its hour has come', () => {
    expect(nextNight({ ...rules, isDueToday: false, last: { night: '2026-11-22', toDay: '2026-11-21' } })).toBeUndefined();
    expect(nextNight({ ...rules, isDueToday: false })).toMatchObject({ night: '2026-11-22' });
  });

  it('makes up for the nights that were missed, as far as a month', () => {
    expect(nextNight({ ...rules, last: { night: '2026-11-19', toDay: '2026-11-18' } })).toEqual({ night: '2026-11-23', fromDay: '2026-11-18', toDay: '2026-11-22' });
    expect(nextNight({ ...rules, last: { night: '2026-08-01', toDay: '2026-07-31' } })).toMatchObject({ fromDay: '2026-10-22' });
  });
});
