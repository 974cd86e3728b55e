import { describe, expect, it } from '@jest/globals';
import { toUtc, type ShiftCalendar } from '@plantway/canonical';
import fc from 'fast-check';
import { productionDayOf, productionDayPeriod, shiftOf } from './production-day.js';

const HOUR = 3_600_000;
const shifts = [
  { shiftId: 'early', name: 'Early', startsAt: '06:00', endsAt: '14:00' },
  { shiftId: 'late', name: 'Late', startsAt: '14:00', endsAt: '22:00' },
  { shiftId: 'night', name: 'Night', startsAt: '22:00', endsAt: '06:00' },
];
const berlin: ShiftCalendar = { timeZone: 'Europe/Berlin', dayStartsAt: '06:00', shifts };
const chicago: ShiftCalendar = { ...berlin, timeZone: 'America/Chicago' };
const hours = ({ startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string }) => (Date.parse(endsAt) - Date.parse(startsAt)) / HOUR;

describe('Berlin, where the day starts at 06:00', () => {
  it('counts both 02:30 of the autumn night to the day before, an hour apart, in one night shift of nine hours', () => {
    const summer = '2026-10-25T02:30:00+02:00';
    const winter = '2026-10-25T02:30:00+01:00';

    expect([toUtc(summer), toUtc(winter)]).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
    for (const instant of [summer, winter]) {
      expect(productionDayOf(berlin, instant)).toBe('2026-10-24');
      // 22:00 summer time is 20:00 UTC, 06:00 winter time is 05:00 UTC.
      expect(shiftOf(berlin, instant)).toEqual({ shiftId: 'night', productionDay: '2026-10-24', startsAt: '2026-10-24T20:00:00.000Z', endsAt: '2026-10-25T05:00:00.000Z' });
    }
    expect(hours(shiftOf(berlin, summer)!)).toBe(9);
  });

  it('has a night shift of seven hours when an hour is skipped in spring', () => {
    const night = shiftOf(berlin, '2026-03-29T00:30:00+01:00')!;

    expect(night).toMatchObject({ shiftId: 'night', productionDay: '2026-03-28' });
    expect(hours(night)).toBe(7);
  });

  it('refuses a time without an offset, for at night it could mean nothing or two things', () => {
    expect(() => productionDayOf(berlin, '2026-03-29T02:30:00')).toThrow(expect.objectContaining({ code: 'INSTANT_INVALID' }));
    expect(() => shiftOf(berlin, '2026-03-29T02:30:00')).toThrow(expect.objectContaining({ code: 'INSTANT_INVALID' }));
  });

  it('ends a production day with the last millisecond before 06:00', () => {
    expect(productionDayOf(berlin, '2026-10-25T05:59:59.999+01:00')).toBe('2026-10-24');
    expect(productionDayOf(berlin, '2026-10-25T05:59:59.999999999+01:00')).toBe('2026-10-24');
    expect(productionDayOf(berlin, '2026-10-25T06:00:00.000+01:00')).toBe('2026-10-25');
  });

  it('changes shifts on the minute', () => {
    expect(shiftOf(berlin, '2026-11-22T13:59:59.999+01:00')).toMatchObject({ shiftId: 'early', productionDay: '2026-11-22' });
    expect(shiftOf(berlin, '2026-11-22T14:00:00+01:00')).toMatchObject({ shiftId: 'late', productionDay: '2026-11-22' });
    expect(shiftOf(berlin, '2026-11-23T00:00:00+01:00')).toMatchObject({ shiftId: 'night', productionDay: '2026-11-22' });
  });
});

describe('Chicago', () => {
  it('has a night shift of nine hours on 31 October 2026, and of seven on 7 March', () => {
    expect(hours(shiftOf(chicago, '2026-11-01T01:30:00-06:00')!)).toBe(9);
    expect(shiftOf(chicago, '2026-11-01T01:30:00-06:00')).toMatchObject({ shiftId: 'night', productionDay: '2026-10-31' });
    expect(hours(shiftOf(chicago, '2026-03-08T01:30:00-06:00')!)).toBe(7);
  });
});

describe('calendars that are unlike the demo plant', () => {
  it('may have hours that no shift works', () => {
    const oneShift = { ...berlin, shifts: shifts.slice(0, 1) };

    expect(shiftOf(oneShift, '2026-11-22T12:00:00+01:00')).toMatchObject({ shiftId: 'early' });
    expect(shiftOf(oneShift, '2026-11-22T14:00:00+01:00')).toBeUndefined();
  });

  it('may start the day at midnight and let the night shift reach into it', () => {
    const midnight = { ...berlin, dayStartsAt: '00:00' };

    expect(productionDayOf(midnight, '2026-11-23T01:00:00+01:00')).toBe('2026-11-23');
    expect(shiftOf(midnight, '2026-11-23T01:00:00+01:00')).toMatchObject({ shiftId: 'night', productionDay: '2026-11-22' });
  });

  it('may start the day in the evening, so that the shift after midnight begins on the next calendar day', () => {
    const evening = { ...berlin, dayStartsAt: '22:00' };

    expect(productionDayOf(evening, '2026-11-23T07:00:00+01:00')).toBe('2026-11-22');
    expect(shiftOf(evening, '2026-11-23T07:00:00+01:00')).toMatchObject({ shiftId: 'early', productionDay: '2026-11-22' });
  });

  it('may start the day at a time that the clock skips: then the change itself is the start', () => {
    const skipped = { ...berlin, dayStartsAt: '02:30' };

    expect(productionDayPeriod(skipped, '2026-03-29').startsAt).toBe('2026-03-29T01:00:00.000Z');
    expect(productionDayOf(skipped, '2026-03-29T01:59:59.999+01:00')).toBe('2026-03-28');
    expect(productionDayOf(skipped, '2026-03-29T03:00:00+02:00')).toBe('2026-03-29');
  });

  it('may start the day at a time that the clock shows twice: then the first is the start', () => {
    const repeated = { ...berlin, dayStartsAt: '02:30' };

    expect(productionDayOf(repeated, '2026-10-25T02:29:59+02:00')).toBe('2026-10-24');
    expect(productionDayOf(repeated, '2026-10-25T02:30:00+02:00')).toBe('2026-10-25');
    expect(productionDayOf(repeated, '2026-10-25T02:10:00+01:00')).toBe('2026-10-25');
  });

  it('may stand where the clock was once set back over midnight: the day that has begun does not end again', () => {
    // St. John's, 7 November 2010: at 00:01 (02:31 UTC) the clock went back to 23:01 of the day before.
    const midnight = { ...berlin, timeZone: 'America/St_Johns', dayStartsAt: '00:00' };

    expect(productionDayOf(midnight, '2010-11-07T02:29:59.999Z')).toBe('2010-11-06');
    expect(productionDayOf(midnight, '2010-11-07T02:45:00Z')).toBe('2010-11-07');
  });

  it.each([['1971-01-01T00:00:00.000Z', '1970-12-31'], ['9998-12-31T23:59:59.999Z', '9998-12-31']])('know the day of %s, the edge of what an instant may be', (instant, day) => {
    expect(productionDayOf(chicago, instant)).toBe(day);
    expect(shiftOf(chicago, instant)).toMatchObject({ productionDay: day });
  });

  it('are refused when their zone or their times do not exist', () => {
    expect(() => productionDayOf({ ...berlin, timeZone: 'Europe/Atlantis' }, '2026-11-22T12:00:00Z')).toThrow(expect.objectContaining({ code: 'CALENDAR_INVALID' }));
    expect(() => productionDayOf({ ...berlin, dayStartsAt: '24:00' }, '2026-11-22T12:00:00Z')).toThrow(expect.objectContaining({ code: 'CALENDAR_INVALID' }));
  });
});

describe('around both changes of the clock in Berlin and Chicago', () => {
  const changes = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-03-08T08:00:00Z', '2026-11-01T07:00:00Z'].map((text) => Date.parse(text));
  const near = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -60 * HOUR, max: 60 * HOUR })).map(([change, distance]) => new Date(change + distance).toISOString());
  const startsAt = fc.constantFrom('00:00', '01:30', '02:00', '02:30', '03:00', '06:00', '22:00');
  const anyCalendar = fc.tuple(fc.constantFrom(berlin, chicago), startsAt).map(([calendar, dayStartsAt]): ShiftCalendar => ({ ...calendar, dayStartsAt }));
  const tiling = fc.constantFrom(berlin, chicago);

  it('every instant lies in exactly one production day, and days follow one another without a gap', () => {
    fc.assert(fc.property(anyCalendar, near, (calendar, instant) => {
      const day = productionDayOf(calendar, instant);
      const [before, own, after] = [-1, 0, 1].map((distance) => productionDayPeriod(calendar, shiftDay(day, distance))) as [Period, Period, Period];

      expect(own.startsAt <= instant && instant < own.endsAt).toBe(true);
      expect([before.endsAt, own.endsAt]).toEqual([own.startsAt, after.startsAt]);
      expect([own.startsAt, new Date(Date.parse(own.endsAt) - 1).toISOString()].map((edge) => productionDayOf(calendar, edge))).toEqual([day, day]);
    }), { numRuns: 1000 });
  });

  it('a production day lasts 23, 24 or 25 hours, and is the odd one once for each change', () => {
    for (const calendar of [berlin, chicago]) {
      const lengths = Array.from({ length: 365 }, (_, index) => hours(productionDayPeriod(calendar, shiftDay('2026-01-01', index))));

      expect([23, 24, 25].map((length) => lengths.filter((own) => own === length).length)).toEqual([1, 363, 1]);
    }
  });

  it('every instant lies in exactly one shift of its production day, and shifts follow one another without a gap', () => {
    fc.assert(fc.property(tiling, near, (calendar, instant) => {
      const shift = shiftOf(calendar, instant)!;

      expect(shift.startsAt <= instant && instant < shift.endsAt).toBe(true);
      expect(shift.productionDay).toBe(productionDayOf(calendar, instant));
      expect(shiftOf(calendar, shift.startsAt)).toEqual(shift);
      expect(shiftOf(calendar, shift.endsAt)).toMatchObject({ startsAt: shift.endsAt });
      expect(shiftOf({ ...calendar, shifts: calendar.shifts.toReversed() }, instant)).toEqual(shift); // no second one contains it
    }), { numRuns: 1000 });
  });

  it('the shifts of a production day last as long as the day', () => {
    fc.assert(fc.property(tiling, near, (calendar, instant) => {
      const { startsAt, endsAt } = productionDayPeriod(calendar, productionDayOf(calendar, instant));
      const first = shiftOf(calendar, startsAt)!;
      const second = shiftOf(calendar, first.endsAt)!;
      const third = shiftOf(calendar, second.endsAt)!;

      expect([first.startsAt, third.endsAt]).toEqual([startsAt, endsAt]);
      expect(hours(first) + hours(second) + hours(third)).toBe(hours({ startsAt, endsAt }));
    }), { numRuns: 200 });
  });
});

interface Period { readonly startsAt: string; readonly endsAt: string }

function shiftDay(day: string, distance: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + distance * 24 * HOUR).toISOString().slice(0, 10);
}
