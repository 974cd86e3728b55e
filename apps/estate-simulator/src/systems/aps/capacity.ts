import type { ReplanCause } from '@plantway/canonical';
import { Standstills } from '../../machines/standstills.js';
import type { EstatePlant } from '../../plants/estate-plant.js';

const MINUTE_MS = 60_000;
/** A machine that fails is counted on again after this time, unless it is told earlier that it goes. */
const ASSUMED_REPAIR_MS = 60 * MINUTE_MS;

/** Time in which a machine is not counted on, business milliseconds. */
interface Lost {
  readonly from: number;
  readonly until: number;
}

/** What the machines of a plant can do, as the planning system knows it: its own copy of shifts and work centers, and the failures that it was told of. */
export class Capacity {
  private readonly shifts: Standstills;
  private readonly lost = new Map<string, Lost>();

  constructor(private readonly plant: EstatePlant) {
    this.shifts = new Standstills(plant, 0);
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
    let [time, open] = [from, workMs];
    for (;;) {
      const stop = this.stopAfter(unit, time, time + open);
      if (stop === undefined) return time + open;
      open -= Math.max(0, stop.from - time);
      time = stop.until;
    }
  }

  /** The first time without work that touches a time, `to` included. */
  private stopAfter(unit: string, from: number, to: number): Lost | undefined {
    const lost = this.lost.get(unit);
    const stops = [...this.shifts.offTimes(unit, from, to), ...(lost === undefined ? [] : [lost])].filter((time) => time.until > from && (time.from < to || (time.from <= from && to === from)));
    return stops.sort((left, right) => left.from - right.from).at(0);
  }
}
