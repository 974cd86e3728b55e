import type { DateTime } from 'luxon';
import type { process } from '@plantway/clients';
import type { Stop } from '../../machines/work-among-stops.js';
import { daysAround, timeOn } from '../../plants/shift-times.js';

/** When a plant works, as the gateway shows its site. */
export type SiteCalendar = Pick<process.SiteDto, 'calendar' | 'workCalendar'>;

const DAY_MS = 86_400_000;

/** Times in which nobody works in a plant: outside its shifts, on days on which no shift begins, and in the planned breaks. */
export class WorkTimes {
  private readonly days = new Map<number, readonly Stop[]>();

  constructor(private readonly site: SiteCalendar) {}

  /** What touches a time, the end excluded, earliest first. What lies on both sides of a midnight of UTC comes in two parts. */
  stopsIn(from: number, to: number): readonly Stop[] {
    const found: Stop[] = [];
    for (let day = Math.floor(from / DAY_MS); day * DAY_MS < to; day += 1) found.push(...this.stopsOf(day).filter((stop) => stop.from < to && stop.until > from));
    return found;
  }

  /** Those of a day of UTC; worked out once. */
  private stopsOf(day: number): readonly Stop[] {
    const known = this.days.get(day);
    if (known !== undefined) return known;
    const [from, until] = [day * DAY_MS, (day + 1) * DAY_MS];
    const { calendar: { timeZone, shifts }, workCalendar: { breaks } } = this.site;
    const worked = daysAround(timeZone, from, until).filter((each) => this.isWorked(each));
    const unmanned = worked.flatMap((each) => shifts.map((shift) => timeOn(each, shift))).reduce<readonly Stop[]>((left, shift) => left.flatMap((stop) => without(stop, shift)), [{ from, until }]);
    const pauses = worked.flatMap((each) => breaks.map((pause) => timeOn(shifts.find(({ shiftId }) => shiftId === pause.shiftId)!.startsAt > pause.startsAt ? each.plus({ days: 1 }) : each, pause)));
    const stops = [...unmanned, ...pauses.map((pause) => ({ from: Math.max(pause.from, from), until: Math.min(pause.until, until) })).filter((pause) => pause.from < pause.until)];
    stops.sort((left, right) => left.from - right.from);
    this.days.set(day, stops);
    return stops;
  }

  private isWorked(day: DateTime): boolean {
    const { workDays, nonWorkingDays } = this.site.workCalendar;
    return workDays.includes(day.weekday) && !nonWorkingDays.includes(day.toISODate()!);
  }
}

/** What is left of a stop that work cuts a piece out of. */
function without(stop: Stop, work: Stop): readonly Stop[] {
  return [{ from: stop.from, until: Math.min(stop.until, work.from) }, { from: Math.max(stop.from, work.until), until: stop.until }].filter(({ from, until }) => from < until);
}
