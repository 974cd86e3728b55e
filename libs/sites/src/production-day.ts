import { DefectError, parseInstant, type Instant, type PlantDate, type Shift, type ShiftCalendar } from '@plantway/canonical';
import { daysLater, localDateOf, wallClockInstant, zoneOf } from './wall-clock.js';

/** From when to when something lasts; the end itself belongs to what follows. */
export interface Period {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** A shift as it was or will be worked once. */
export interface ShiftOccurrence extends Period {
  readonly shiftId: string;
  /** Production day on which the shift begins; the whole shift counts for it. */
  readonly productionDay: PlantDate;
}

interface Window {
  readonly day: PlantDate;
  readonly from: number;
  readonly until: number;
}

// Reports are nearly always about today or yesterday: the last windows of a calendar answer them without a look into the time zone.
const REMEMBERED_DAYS = 4;
const remembered = new WeakMap<ShiftCalendar, Window[]>();

/**
 * The production day that an instant belongs to. It begins when the clock of the plant reaches `dayStartsAt` and lasts until it does so again:
 * 23, 24 or 25 hours.
 * @throws DefectError `INSTANT_INVALID`, `CALENDAR_INVALID`
 */
export function productionDayOf(calendar: ShiftCalendar, instant: Instant): PlantDate {
  return windowAround(calendar, milliseconds(instant)).day;
}

/** From when to when a production day lasts, UTC. */
export function productionDayPeriod(calendar: ShiftCalendar, day: PlantDate): Period {
  const { from, until } = windowOf(calendar, day);
  return { startsAt: utc(from), endsAt: utc(until) };
}

/**
 * The shift that is worked at an instant; undefined when none is. Where shifts overlap, the one that began on the later production day, then the one
 * that the calendar lists first.
 * @throws DefectError `INSTANT_INVALID`, `CALENDAR_INVALID`
 */
export function shiftOf(calendar: ShiftCalendar, instant: Instant): ShiftOccurrence | undefined {
  const at = milliseconds(instant);
  const today = windowAround(calendar, at).day;
  for (const day of [today, daysLater(today, -1)]) {
    for (const shift of calendar.shifts) {
      const { from, until } = timesOf(calendar, shift, day);
      if (from <= at && at < until) return { shiftId: shift.shiftId, startsAt: utc(from), endsAt: utc(until), productionDay: day };
    }
  }
  return undefined;
}

/** A shift that starts before the production day does, by the clock, starts on the next calendar day. */
function timesOf(calendar: ShiftCalendar, shift: Shift, productionDay: PlantDate): { readonly from: number; readonly until: number } {
  const zone = zoneOf(calendar.timeZone);
  const firstDay = shift.startsAt >= calendar.dayStartsAt ? productionDay : daysLater(productionDay, 1);
  const lastDay = shift.endsAt > shift.startsAt ? firstDay : daysLater(firstDay, 1);
  return { from: wallClockInstant(zone, firstDay, shift.startsAt), until: wallClockInstant(zone, lastDay, shift.endsAt) };
}

function windowAround(calendar: ShiftCalendar, at: number): Window {
  const windows = remembered.get(calendar) ?? [];
  const known = windows.find(({ from, until }) => from <= at && at < until);
  if (known !== undefined) return known;

  let window = windowOf(calendar, localDateOf(zoneOf(calendar.timeZone), at));
  while (at < window.from) window = windowOf(calendar, daysLater(window.day, -1));
  while (at >= window.until) window = windowOf(calendar, daysLater(window.day, 1));
  remembered.set(calendar, [window, ...windows].slice(0, REMEMBERED_DAYS));
  return window;
}

function windowOf({ timeZone, dayStartsAt }: ShiftCalendar, day: PlantDate): Window {
  const zone = zoneOf(timeZone);
  return { day, from: wallClockInstant(zone, day, dayStartsAt), until: wallClockInstant(zone, daysLater(day, 1), dayStartsAt) };
}

function milliseconds(instant: Instant): number {
  const parsed = parseInstant(instant);
  if (parsed === undefined) throw new DefectError('INSTANT_INVALID', `"${String(instant).slice(0, 64)}" is not an instant with an offset`);
  return parsed.epochSeconds * 1000 + Math.floor(parsed.nanoseconds / 1_000_000);
}

function utc(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}
