import type { Instant, PlantDate } from '@plantway/canonical';
import { localDateOf, wallClockInstant, zoneOf } from './wall-clock.js';

/** The day that the calendar on the wall of a plant shows at that instant. @throws DefectError `CALENDAR_INVALID` */
export function plantDayAt(timeZone: string, at: Date): PlantDate {
  return localDateOf(zoneOf(timeZone), at.getTime());
}

/** When the clock of a plant reaches `time` ("02:30") on `day`; it does so on every day, also on one on which the time is skipped or comes twice. @throws DefectError `CALENDAR_INVALID` */
export function plantInstant(timeZone: string, day: PlantDate, time: string): Instant {
  return new Date(wallClockInstant(zoneOf(timeZone), day, time)).toISOString();
}
