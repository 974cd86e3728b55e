import type { PlantDate } from '@plantway/canonical';
import type { MaintenanceWindow } from './site-configuration.js';
import { daysLater, localDateOf, wallClockInstant, zoneOf } from './wall-clock.js';

/** What maintenance windows mean at one instant. */
export interface MaintenanceState {
  /** End of the window that is open; undefined when none is. */
  readonly until?: Date;
  /** When the last one ended, since the day before; undefined when none did. */
  readonly endedAt?: Date;
}

/**
 * The windows as they are at an instant, by the clock on the wall of the plant: a time that daylight saving skips is the moment of the change, one that comes twice is meant the first time.
 * @throws DefectError `CALENDAR_INVALID`
 */
export function maintenanceAt(windows: readonly MaintenanceWindow[], timeZone: string, at: Date): MaintenanceState {
  if (windows.length === 0) return {};
  const zone = zoneOf(timeZone);
  const now = at.getTime();
  const today = localDateOf(zone, now);
  const occurrences = [daysLater(today, -2), daysLater(today, -1), today].flatMap((day) => windows.filter((window) => beginsOn(window, day)).map(({ startsAt, endsAt }) => ({
    from: wallClockInstant(zone, day, startsAt), until: wallClockInstant(zone, endsAt > startsAt ? day : daysLater(day, 1), endsAt),
  })));
  const open = occurrences.filter(({ from, until }) => from <= now && now < until).map(({ until }) => until);
  const ended = occurrences.filter(({ until }) => until <= now).map(({ until }) => until);
  return { ...(open.length > 0 && { until: new Date(Math.max(...open)) }), ...(ended.length > 0 && { endedAt: new Date(Math.max(...ended)) }) };
}

function beginsOn({ days, date }: MaintenanceWindow, day: PlantDate): boolean {
  if (date !== undefined) return date === day;
  return days === undefined || days.includes(new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
}
