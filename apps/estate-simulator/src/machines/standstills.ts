import { chanceOf } from '../mes/floor/chance.js';
import type { EstatePlant } from '../plants/estate-plant.js';
import { daysAround, timeOn } from '../plants/shift-times.js';
import type { ClockStretch } from '../plants/shift-times.js';
import { doneAmong } from './work-among-stops.js';
import type { Stop } from './work-among-stops.js';

/** A time in which a machine cannot work. */
export interface Standstill extends Stop {
  /** `failure`: until it is repaired. `microStop`: it goes again by itself. `off`: nobody is there. */
  readonly kind: 'failure' | 'microStop' | 'off';
  /** Fault code of the machine's maker; with a failure. */
  readonly faultCode?: string;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days of machines that are kept in mind. */
const MOST_DAYS = 2_000;
/** Longer than the longest failure: at most one failure begins in each, and none reaches into the next. */
const FAILURE_BLOCK_MS = 4 * HOUR_MS;
const MICRO_STOP_BLOCK_MS = 30 * MINUTE_MS;
const SHORTEST_MICRO_STOP_S = 15;
const LONGEST_MICRO_STOP_S = 90;
/** A micro-stop does not touch a failure: the two would be one standstill. */
const APART_MS = 5 * MINUTE_MS;

/** When the machines of a plant stand still: a pure function of the seed, the machine and business time, so that nobody has to remember it. */
export class Standstills {
  private restsFrom = Infinity;
  private readonly days = new Map<string, readonly Standstill[]>();
  private readonly changes = new Map<number, readonly number[]>();

  constructor(private readonly plant: EstatePlant, private readonly seed: number) {}

  /** Nothing fails any more that begins at or after `at`. */
  rest(at: number): void {
    this.restsFrom = Math.min(this.restsFrom, at);
  }

  /** The failure of a machine at an instant. */
  failureAt(unit: string, at: number): Standstill | undefined {
    return this.between(unit, at, at + 1).find(({ kind }) => kind === 'failure');
  }

  /** All that touch the time from `from` to before `to`, earliest first. */
  between(unit: string, from: number, to: number): readonly Standstill[] {
    const found: Standstill[] = [];
    for (let day = Math.floor(from / DAY_MS) - 1; day * DAY_MS < to; day += 1) {
      for (const time of this.ofDay(unit, day)) if (time.from < to && time.until > from && (time.kind === 'off' || time.from < this.restsFrom)) found.push(time);
    }
    return found;
  }

  /** Times in which nobody is at the machine: the last one of each work center rests in the short shift. */
  offTimes(unit: string, from: number, to: number): readonly Standstill[] {
    return this.between(unit, from, to).filter(({ kind }) => kind === 'off');
  }

  /** When so many milliseconds of work are done that begin at `from`. */
  doneAt(unit: string, from: number, workMs: number): number {
    return doneAmong((begin, end) => this.between(unit, begin, end), from, workMs);
  }

  /** Milliseconds of work in a time. */
  worked(unit: string, from: number, to: number): number {
    let [time, work] = [from, 0];
    for (const standstill of this.between(unit, from, to)) {
      work += Math.max(0, standstill.from - time);
      time = Math.max(time, standstill.until);
    }
    return work + Math.max(0, to - time);
  }

  /** Instants at which a shift begins, after `from` and up to `to`. */
  shiftChanges(from: number, to: number): readonly number[] {
    const found: number[] = [];
    for (let day = Math.floor(from / DAY_MS); day * DAY_MS <= to; day += 1) {
      const changes = this.changes.get(day) ?? this.plant.shifts.flatMap((shift) => this.timesOf(shift, day * DAY_MS, (day + 1) * DAY_MS)).map((time) => time.from).sort((left, right) => left - right);
      this.changes.set(day, changes);
      found.push(...changes.filter((at) => at > from && at <= to));
    }
    return found;
  }

  /** Those that begin in a day of UTC; worked out once. */
  private ofDay(unit: string, day: number): readonly Standstill[] {
    const key = `${unit}|${day}`;
    const known = this.days.get(key);
    if (known !== undefined) return known;
    const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS];
    const off = this.offIn(unit, from - DAY_MS, to);
    const isManned = ({ from: at }: Standstill): boolean => !off.some((time) => at >= time.from && at < time.until);
    const failures = inBlocks(FAILURE_BLOCK_MS, from - FAILURE_BLOCK_MS, to + FAILURE_BLOCK_MS, (block) => this.failureIn(unit, block)).filter(isManned);
    const microStops = inBlocks(MICRO_STOP_BLOCK_MS, from, to, (block) => this.microStopIn(unit, block)).filter(isManned)
      .filter((stop) => failures.every((failure) => stop.until + APART_MS <= failure.from || stop.from >= failure.until + APART_MS));
    const found = [...failures, ...microStops, ...off].filter((time) => time.from >= from && time.from < to).sort((left, right) => left.from - right.from);
    if (this.days.size > MOST_DAYS) this.days.clear();
    this.days.set(key, found);
    return found;
  }

  private failureIn(unit: string, block: number): Standstill | undefined {
    const { hoursBetweenFailures, minutesToRepair, faultCodes } = this.plant.machines;
    const random = chanceOf(this.seed, this.plant.siteId, unit, 'failure', block);
    if (random.next() >= FAILURE_BLOCK_MS / HOUR_MS / hoursBetweenFailures) return undefined;
    const lastsMs = random.between(Math.round(minutesToRepair * 30), Math.round(minutesToRepair * 90)) * SECOND_MS;
    const from = block * FAILURE_BLOCK_MS + random.between(0, Math.floor((FAILURE_BLOCK_MS - lastsMs) / SECOND_MS)) * SECOND_MS;
    return { from, until: from + lastsMs, kind: 'failure', faultCode: random.pick(faultCodes) };
  }

  private microStopIn(unit: string, block: number): Standstill | undefined {
    const random = chanceOf(this.seed, this.plant.siteId, unit, 'microStop', block);
    if (random.next() >= MICRO_STOP_BLOCK_MS / MINUTE_MS / this.plant.machines.minutesBetweenMicroStops) return undefined;
    const lastsMs = random.between(SHORTEST_MICRO_STOP_S, LONGEST_MICRO_STOP_S) * SECOND_MS;
    const from = block * MICRO_STOP_BLOCK_MS + random.between(0, Math.floor((MICRO_STOP_BLOCK_MS - lastsMs) / SECOND_MS)) * SECOND_MS;
    return { from, until: from + lastsMs, kind: 'microStop' };
  }

  private offIn(unit: string, from: number, to: number): readonly Standstill[] {
    const { mes, machines, shifts } = this.plant;
    const shift = shifts.find(({ shiftId }) => shiftId === machines.shortShiftId);
    if (shift === undefined || !mes.workCenters.some(({ units }) => units.length > 1 && units.at(-1) === unit)) return [];
    return this.timesOf(shift, from, to).map((time) => ({ ...time, kind: 'off' }));
  }

  private timesOf(shift: ClockStretch, from: number, to: number): readonly Stop[] {
    return daysAround(this.plant.timeZone, from, to).map((day) => timeOn(day, shift)).filter((time) => time.from < to && time.until > from);
  }
}

function inBlocks(lengthMs: number, from: number, to: number, inBlock: (block: number) => Standstill | undefined): readonly Standstill[] {
  const found: Standstill[] = [];
  for (let block = Math.floor(from / lengthMs); block * lengthMs < to; block += 1) {
    const standstill = inBlock(block);
    if (standstill !== undefined) found.push(standstill);
  }
  return found;
}
