import type { ReplanCause } from '@plantway/canonical';
import { Standstills } from '../../machines/standstills.js';
import { doneAmong } from '../../machines/work-among-stops.js';
import type { Stop } from '../../machines/work-among-stops.js';
import type { EstatePlant } from '../../plants/estate-plant.js';
import { WorkTimes } from './work-times.js';
import type { SiteCalendar } from './work-times.js';

const MINUTE_MS = 60_000;
/** A machine that fails is counted on again after this time, unless it is told earlier that it goes. */
const ASSUMED_REPAIR_MS = 60 * MINUTE_MS;

/** What the machines of a plant can do, as the planning system knows it: its own copy of work centers, when the plant works, and the failures that it was told of. */
export class Capacity {
  private readonly shifts: Standstills;
  private readonly lost = new Map<string, Stop>();
  private followed: { readonly text: string; readonly times: WorkTimes } | undefined;

  constructor(private readonly plant: EstatePlant) {
    this.shifts = new Standstills(plant, 0);
  }

  /** From now on the plant works so; until it is told, around the clock. */
  follow(site: SiteCalendar): void {
    const text = JSON.stringify([site.calendar, site.workCalendar]);
    if (this.followed?.text !== text) this.followed = { text, times: new WorkTimes(site) };
  }

  hear({ trigger, equipmentId, occurredAt }: ReplanCause): void {
    if (equipmentId === undefined) return;
    const at = Date.parse(occurredAt);
    const standing = this.lost.get(equipmentId);
    if (trigger === 'equipmentDown' && (standing === undefined || at > standing.from)) this.lost.set(equipmentId, { from: at, until: at + ASSUMED_REPAIR_MS });
    if (trigger === 'equipmentUp' && standing !== undefined && at >= standing.from) this.lost.set(equipmentId, { from: standing.from, until: Math.min(at, standing.until) });
  }

  /** Machines of a work center; one of its own name, when nothing is known of it. */
  units(workCenterId: string): readonly string[] {
    return this.plant.mes.workCenters.find((workCenter) => workCenter.workCenterId === workCenterId)?.units ?? [`${workCenterId}-A`];
  }

  millisecondsAPiece(workCenterId: string): number {
    return (this.plant.mes.workCenters.find((workCenter) => workCenter.workCenterId === workCenterId)?.secondsAPiece ?? 120) * 1000;
  }

  /** When so much work is done that begins at `from` at the earliest; with no work: when it can begin. */
  doneAt(unit: string, from: number, workMs: number): number {
    return doneAmong((begin, end) => this.stopsIn(unit, begin, end), from, workMs);
  }

  private stopsIn(unit: string, from: number, to: number): readonly Stop[] {
    const lost = this.lost.get(unit);
    const stops = [...this.shifts.offTimes(unit, from, to), ...(this.followed?.times.stopsIn(from, to) ?? []), ...(lost !== undefined && lost.from < to && lost.until > from ? [lost] : [])];
    return stops.sort((left, right) => left.from - right.from);
  }
}
