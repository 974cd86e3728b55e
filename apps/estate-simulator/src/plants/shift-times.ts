import { DateTime } from 'luxon';

/** A stretch of the plant's wall clock, `HH:mm`; an end not after the start lies on the next day. */
export interface ClockStretch {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** The stretch as it begins on a day of the plant, business milliseconds. */
export function timeOn(day: DateTime, { startsAt, endsAt }: ClockStretch): { readonly from: number; readonly until: number } {
  return { from: atClock(day, startsAt), until: atClock(endsAt > startsAt ? day : day.plus({ days: 1 }), endsAt) };
}

/** Days of the plant whose stretches may touch a time, its midnights in its own zone: from the day before to that of the end. */
export function daysAround(timeZone: string, from: number, to: number): readonly DateTime[] {
  const days: DateTime[] = [];
  const last = DateTime.fromMillis(to, { zone: timeZone });
  for (let day = DateTime.fromMillis(from, { zone: timeZone }).startOf('day').minus({ days: 1 }); day <= last; day = day.plus({ days: 1 })) days.push(day);
  return days;
}

function atClock(day: DateTime, clock: string): number {
  const [hour, minute] = clock.split(':').map(Number);
  return day.set({ hour, minute }).toMillis();
}
