import { DefectError, isPlantDate, type PlantDate } from '@plantway/canonical';
import { IANAZone } from 'luxon';

const WALL_CLOCK = /^([01][0-9]|2[0-3]):([0-5][0-9])$/;
const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * The zone of an IANA name.
 * @throws DefectError `CALENDAR_INVALID`
 */
export function zoneOf(timeZone: string): IANAZone {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new DefectError('CALENDAR_INVALID', `"${timeZone}" is not an IANA time zone`, { effect: 'none' });
  return zone;
}

/** The day that the calendar on the wall shows at that instant. */
export function localDateOf(zone: IANAZone, epochMs: number): PlantDate {
  return new Date(epochMs + zone.offset(epochMs) * MINUTE).toISOString().slice(0, 10);
}

/** The day `days` later, or earlier when below zero. */
export function daysLater(day: PlantDate, days: number): PlantDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/**
 * When the clock on the wall reaches `time` on `day`: the earlier instant when it shows the time twice, and the instant of the change when the time
 * is skipped. So consecutive days and shifts always meet without a gap.
 * @returns milliseconds since 1970
 * @throws DefectError `CALENDAR_INVALID` for a day or time that does not exist
 */
export function wallClockInstant(zone: IANAZone, day: PlantDate, time: string): number {
  const parts = WALL_CLOCK.exec(time);
  if (parts === null || !isPlantDate(day)) throw new DefectError('CALENDAR_INVALID', `${day} ${time} is not a day and a time of a plant`, { effect: 'none' });
  const asIfUtc = Date.parse(`${day}T00:00:00Z`) + (Number(parts[1]) * 60 + Number(parts[2])) * MINUTE;

  // No zone changes its offset twice within two days, and no offset is larger than a day: these two are the only ones in question.
  const guesses = [zone.offset(asIfUtc - DAY), zone.offset(asIfUtc + DAY)].map((offset) => asIfUtc - offset * MINUTE).sort((a, b) => a - b) as [number, number];
  const shown = guesses.find((guess) => guess + zone.offset(guess) * MINUTE === asIfUtc);
  return shown ?? changeBetween(zone, ...guesses);
}

/** The first millisecond after the change of offset that lies between both. */
function changeBetween(zone: IANAZone, before: number, after: number): number {
  const offset = zone.offset(before);
  let [early, late] = [before, after];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (zone.offset(middle) === offset) early = middle;
    else late = middle;
  }
  return late;
}
