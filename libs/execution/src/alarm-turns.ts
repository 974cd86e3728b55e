import { randomUUID } from 'node:crypto';
import type { EquipmentOccurrenceEvent, EquipmentStateEvent, Instant } from '@plantway/canonical';
import type { RunningOrder } from './downtime-turns.js';
import type { EventRow } from './equipment-events.js';
import { placeOf, type EquipmentSite } from './equipment-site.js';
import { fittingKey } from './fitting-key.js';

/** A row of `execution.equipment_alarm`. */
export interface AlarmRow {
  readonly equipment_id: string;
  readonly code: string;
  readonly alert_id: string;
  readonly raised_at: Date;
  readonly correlation_id: string;
}

interface OpenAlarm {
  readonly equipmentId: string;
  readonly code: string;
  readonly alertId: string;
  readonly raisedAt: Instant;
  readonly correlationId: string;
}

/**
 * Alarms of some equipment while what it says is gone through: one alert for each machine and code, which the next `running` clears. The same code again while it holds changes nothing.
 * Nothing is written here.
 */
export class AlarmTurns {
  private readonly open: Map<string, OpenAlarm>;
  private readonly told: EventRow[] = [];

  constructor(private readonly site: EquipmentSite, open: readonly AlarmRow[], private readonly toldAt: Date) {
    this.open = new Map(open.map((row) => [keyOf(row.equipment_id, row.code), alarmOf(row)]));
  }

  /** Events so far; none: the alarms that hold are still the same. */
  get happened(): readonly EventRow[] {
    return this.told;
  }

  /** Those that hold now, as `WRITE_ALARMS` takes them. */
  get rows(): readonly object[] {
    return [...this.open.values()].map(({ equipmentId, code, alertId, raisedAt, correlationId }) => ({ equipment_id: equipmentId, code, alert_id: alertId, raised_at: raisedAt, correlation_id: correlationId }));
  }

  raise({ equipmentId, eventId, code, text, occurredAt: raisedAt }: EquipmentOccurrenceEvent, order: RunningOrder): void {
    const key = keyOf(equipmentId, code);
    if (this.open.has(key)) return;
    const alarm = { equipmentId, code, alertId: fittingKey(`equipmentAlarm:${equipmentId}:${eventId}`), raisedAt, correlationId: randomUUID() };
    this.open.set(key, alarm);
    this.tell('alert.raised.v1', alarm, {
      alertId: alarm.alertId, kind: 'equipmentAlarm', severity: 'alarm', siteId: this.site.siteId, title: `${equipmentId} says ${code}${text === undefined ? '' : `: ${text}`}`, raisedAt,
      alarmCode: code, equipmentId, ...placeOf(this.site.equipment, equipmentId), workOrderId: order.workOrderId, operationId: order.operationId,
    });
  }

  /** The machine runs: what it alarmed for until then is over. */
  clear({ equipmentId, occurredAt: clearedAt }: EquipmentStateEvent): void {
    for (const [key, alarm] of this.open) {
      if (alarm.equipmentId !== equipmentId || alarm.raisedAt > clearedAt) continue; // both are in UTC, to the millisecond
      this.open.delete(key);
      this.tell('alert.cleared.v1', alarm, { alertId: alarm.alertId, kind: 'equipmentAlarm', siteId: this.site.siteId, clearedAt });
    }
  }

  private tell(type: string, { alertId, correlationId }: OpenAlarm, data: Readonly<Record<string, unknown>>): void {
    this.told.push({ id: randomUUID(), type, site_id: this.site.siteId, subject: alertId, correlation_id: correlationId, causation_id: null, data, occurred_at: this.toldAt.toISOString() });
  }
}

const keyOf = (equipmentId: string, code: string): string => `${equipmentId}\n${code}`;

function alarmOf({ equipment_id: equipmentId, code, alert_id: alertId, raised_at: raisedAt, correlation_id: correlationId }: AlarmRow): OpenAlarm {
  return { equipmentId, code, alertId, raisedAt: raisedAt.toISOString(), correlationId };
}
