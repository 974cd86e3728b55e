import { randomUUID } from 'node:crypto';
import type { Downtime, EquipmentStateEvent, Instant } from '@plantway/canonical';
import { turnOf } from './downtime-turn.js';
import type { DowntimeEvents, EventRow, KnownDowntime } from './equipment-events.js';
import { machineReason, placeOf, type EquipmentSite } from './equipment-site.js';

/** Order and operation that a machine works on. */
export interface RunningOrder {
  readonly workOrderId?: string;
  readonly operationId?: string;
}

/** What downtimes are enriched with, asked for when one begins. */
export interface DowntimeSurroundings {
  /** What ran there, by the event and by what was known before. */
  runningOrder(event: EquipmentStateEvent, workCenterId: string | undefined): Promise<RunningOrder>;
  /** An id of the site that no other downtime has. */
  newId(equipmentId: string, startedAt: Instant): Promise<string>;
}

/** The downtimes of some equipment while its states are gone through, in the order of the states. Nothing is written here. */
export class DowntimeTurns {
  private readonly open = new Map<string, KnownDowntime>();
  private readonly turned = new Map<string, KnownDowntime>();
  private readonly told: EventRow[] = [];

  constructor(private readonly site: EquipmentSite, open: readonly KnownDowntime[], private readonly surroundings: DowntimeSurroundings, private readonly events: DowntimeEvents) {
    for (const downtime of open) this.open.set(downtime.equipmentId, downtime);
  }

  /** Those that have changed, as they are now. */
  get changed(): readonly KnownDowntime[] {
    return [...this.turned.values()];
  }

  get happened(): readonly EventRow[] {
    return this.told;
  }

  /** The machine says a state that is not older than the one before. */
  async take(event: EquipmentStateEvent): Promise<void> {
    const open = this.open.get(event.equipmentId);
    switch (turnOf(open?.kind, event.state)) {
      case 'none': return;
      case 'begins': return this.begin(event, event.state as Downtime['kind']);
      case 'goesOn': return this.goOn(open!, event);
      case 'ends': return this.end(open!, event.occurredAt);
      case 'changes':
        this.end(open!, event.occurredAt);
        return this.begin(event, event.state as Downtime['kind']);
    }
  }

  private async begin(event: EquipmentStateEvent, kind: Downtime['kind']): Promise<void> {
    const { siteId, equipmentId, occurredAt: startedAt } = event;
    const place = placeOf(this.site.equipment, equipmentId);
    const downtime: KnownDowntime = {
      downtimeId: await this.surroundings.newId(equipmentId, startedAt), siteId, equipmentId, startedAt, kind, isMicroStop: false,
      ...this.reasonOf(event), ...place, ...(await this.surroundings.runningOrder(event, place.workCenterId)), correlationId: randomUUID(),
    };
    this.keep(downtime);
    this.told.push(...this.events.started(downtime));
  }

  /** Said again: the machine may know its reason by now. What an operator said stays. */
  private goOn(open: KnownDowntime, event: EquipmentStateEvent): void {
    const reason = this.reasonOf(event);
    if (open.reasonFrom === 'operator' || reason.reasonCode === undefined || reason.reasonCode === open.reasonCode) return;
    const known = { ...open, ...reason };
    this.keep(known);
    this.told.push(...this.events.reasonGiven(known, open.reasonCode));
  }

  /** One that was long enough for an alert has alarmed somebody, even when it is over before anybody looked. */
  private end(open: KnownDowntime, endedAt: Instant): void {
    const thresholdMs = this.site.equipmentPolicy.microStopBelowSeconds * 1_000;
    const startedMs = new Date(open.startedAt).getTime();
    const isMicroStop = new Date(endedAt).getTime() - startedMs < thresholdMs;
    const isAlertDue = !isMicroStop && open.alertedAt === undefined;
    const known = isAlertDue ? { ...open, alertedAt: new Date(startedMs + thresholdMs).toISOString() } : open;
    const ended = { ...known, endedAt, isMicroStop };
    this.keep(ended);
    this.open.delete(open.equipmentId);
    this.told.push(...(isAlertDue ? this.events.alerted(known) : []), ...this.events.ended(ended));
  }

  private keep(downtime: KnownDowntime): void {
    this.open.set(downtime.equipmentId, downtime);
    this.turned.set(downtime.downtimeId, downtime);
  }

  private reasonOf({ reasonCode: said }: EquipmentStateEvent): Pick<Downtime, 'reasonCode' | 'reasonFrom'> {
    const reasonCode = machineReason(this.site, said);
    return reasonCode === undefined ? {} : { reasonCode, reasonFrom: 'machine' };
  }
}
