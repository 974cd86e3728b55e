import { describe, expect, it } from '@jest/globals';
import { WorkTimes } from './work-times.js';
import type { SiteCalendar } from './work-times.js';

const HOUR = 3_600_000;
const EARLY = { shiftId: 'early', name: 'Early', startsAt: '06:00', endsAt: '14:00' };
const LATE = { shiftId: 'late', name: 'Late', startsAt: '14:00', endsAt: '22:00' };
const NIGHT = { shiftId: 'night', name: 'Night', startsAt: '22:00', endsAt: '06:00' };

function calendar(shifts: SiteCalendar['calendar']['shifts'], more: Partial<SiteCalendar['workCalendar']> = {}): SiteCalendar {
  return { calendar: { timeZone: 'Europe/Berlin', dayStartsAt: '06:00', shifts }, workCalendar: { workDays: [1, 2, 3, 4, 5, 6, 7], nonWorkingDays: [], breaks: [], ...more } };
}

/** From Saturday 21 November 2026 00:00 UTC, in hours, those that touch at a midnight of UTC in one. */
function stops(site: SiteCalendar, hours: number, begin = Date.parse('2026-11-21T00:00:00Z')): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const { from, until } of new WorkTimes(site).stopsIn(begin, begin + hours * HOUR)) {
    const last = found.at(-1);
    const [first, end] = [(from - begin) / HOUR, (until - begin) / HOUR];
    if (last?.[1] === first) last[1] = end;
    else found.push([first, end]);
  }
  return found;
}

describe('times in which nobody works', () => {
  it('are none around the clock, and the nights of a plant without night shift', () => {
    expect(stops(calendar([EARLY, LATE, NIGHT]), 240)).toEqual([]);
    expect(stops(calendar([EARLY, LATE]), 48)).toEqual([[0, 5], [21, 29], [45, 48]]);
  });

  it('are the planned breaks of the shifts, also behind the midnight of a night shift', () => {
    const breaks = [{ shiftId: 'early', startsAt: '10:00', endsAt: '10:30' }, { shiftId: 'night', startsAt: '02:00', endsAt: '02:30' }];

    expect(stops(calendar([EARLY, LATE, NIGHT], { breaks }), 30)).toEqual([[1, 1.5], [9, 9.5], [25, 25.5]]);
  });

  it('are the shifts that would begin on a day off, and a night shift that has begun before it is worked to its end', () => {
    const weekdays = calendar([EARLY, LATE, NIGHT], { workDays: [1, 2, 3, 4, 5] });
    expect(stops(weekdays, 72)).toEqual([[5, 53]]); // Saturday 06:00 to Monday 06:00 in Berlin
    expect(stops({ ...weekdays, workCalendar: { ...weekdays.workCalendar, nonWorkingDays: ['2026-11-23'] } }, 96)).toEqual([[5, 77]]);
  });

  it('have no break on a day off', () => {
    expect(stops(calendar([EARLY, LATE, NIGHT], { workDays: [1], breaks: [{ shiftId: 'night', startsAt: '02:00', endsAt: '02:30' }] }), 96)).toEqual([[0, 53], [73, 73.5], [77, 96]]);
  });

  it('move with the clocks of the plant', () => {
    const breaks = [{ shiftId: 'early', startsAt: '10:00', endsAt: '10:30' }];

    expect(stops(calendar([EARLY, LATE, NIGHT], { breaks }), 48, Date.parse('2026-10-24T00:00:00Z'))).toEqual([[8, 8.5], [33, 33.5]]); // summer time ends in the night between
  });
});
