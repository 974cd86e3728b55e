import { describe, expect, it } from '@jest/globals';
import { promiseDay } from './promise-day.js';

const BERLIN = { timeZone: 'Europe/Berlin', dayStartsAt: '06:00' };
const WEEK = { customerId: 'C-1', workDays: [1, 2, 3, 4, 5], holidays: ['12-25', '12-26', '01-01'], leadTimeDays: 2 };

describe('the day that is promised', () => {
  it.each([
    ['a Sunday evening', '2026-11-22T19:00:00Z', '2026-11-24'], // Monday, Tuesday
    ['a Thursday, over the weekend', '2026-11-26T10:00:00Z', '2026-11-30'], // Friday, Monday
    ['05:59 of the plant: still the day before', '2026-11-26T04:59:00Z', '2026-11-27'], // production day Wednesday 25: Thursday, Friday
    ['06:00 of the plant', '2026-11-26T05:00:00Z', '2026-11-30'],
    ['Christmas: Friday 25 is a holiday, Saturday 26 too', '2026-12-23T10:00:00Z', '2026-12-28'], // Thursday 24, Monday 28
  ])('counts working days of the customer from %s', (_name, finishAt, promised) => {
    expect(promiseDay(finishAt, BERLIN, WEEK)).toBe(promised);
  });

  it('knows other weeks', () => {
    expect(promiseDay('2026-11-26T10:00:00Z', BERLIN, { ...WEEK, workDays: [7, 1, 2, 3, 4] })).toBe('2026-11-30'); // Sunday, Monday
    expect(promiseDay('2026-11-26T10:00:00Z', BERLIN, { ...WEEK, leadTimeDays: 0 })).toBe('2026-11-26');
  });
});
