import { randomUUID } from 'node:crypto';
import { normalDecimal, type Downtime } from '@plantway/canonical';
import { fittingKey } from './fitting-key.js';

/** A downtime with the id of its journey, from the first event to the request to maintenance. */
export interface KnownDowntime extends Downtime {
  readonly correlationId: string;
}

/** An event as `events.append_events` takes it. */
export interface EventRow {
  readonly id: string;
  readonly type: string;
  readonly site_id: string;
  readonly subject: string;
  readonly correlation_id: string;
  readonly causation_id: null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurred_at: string;
}

/** Writes what happens to downtimes as events, told of at one moment of technical time. */
export class DowntimeEvents {
  constructor(private readonly toldAt: Date) {}

  started(downtime: KnownDowntime): readonly EventRow[] {
    return [this.about(downtime, 'equipment.downtime-started.v1')];
  }

  /** A downtime has lasted for longer than a micro-stop, and somebody has to know. */
  alerted(downtime: KnownDowntime): readonly EventRow[] {
    const { downtimeId, siteId, equipmentId, kind, startedAt, alertedAt, reasonCode, workCenterId, lineId, workOrderId, operationId } = downtime;
    const isPlanned = kind === 'plannedDown';
    const raised = {
      alertId: alertIdOf(downtime), kind: 'downtime', severity: isPlanned ? 'information' : 'alarm', siteId, title: `${equipmentId} ${isPlanned ? 'stands still as planned' : 'is down'} since ${startedAt}`, raisedAt: alertedAt,
      downtimeId, equipmentId, reasonCode, workCenterId, lineId, workOrderId, operationId,
    };
    return [this.about(downtime, 'equipment.downtime-alerted.v1'), this.row(downtime, 'alert.raised.v1', raised.alertId, raised)];
  }

  ended(downtime: KnownDowntime): readonly EventRow[] {
    const { siteId, startedAt, endedAt, alertedAt } = downtime;
    const row = this.about(downtime, 'equipment.downtime-ended.v1', { durationSeconds: secondsBetween(startedAt, endedAt!) });
    if (alertedAt === undefined) return [row];
    return [row, this.row(downtime, 'alert.cleared.v1', alertIdOf(downtime), { alertId: alertIdOf(downtime), kind: 'downtime', siteId, clearedAt: endedAt })];
  }

  reasonGiven(downtime: KnownDowntime, reasonBefore: string | undefined): readonly EventRow[] {
    return [this.about(downtime, 'equipment.downtime-reason-given.v1', { reasonBefore })];
  }

  /** The whole downtime stands in each event about it. */
  private about({ correlationId, ...downtime }: KnownDowntime, type: string, more: Readonly<Record<string, unknown>> = {}): EventRow {
    return this.row({ ...downtime, correlationId }, type, downtime.equipmentId, { ...downtime, ...more });
  }

  private row({ siteId, correlationId }: KnownDowntime, type: string, subject: string, data: Readonly<Record<string, unknown>>): EventRow {
    return { id: randomUUID(), type, site_id: siteId, subject, correlation_id: correlationId, causation_id: null, data, occurred_at: this.toldAt.toISOString() };
  }
}

const alertIdOf = ({ downtimeId }: Downtime): string => fittingKey(`downtime:${downtimeId}`);

/** Seconds from one instant to the other, exact to the millisecond. */
function secondsBetween(from: string, to: string): string {
  const milliseconds = new Date(to).getTime() - new Date(from).getTime();
  return normalDecimal(`${Math.floor(milliseconds / 1_000)}.${String(milliseconds % 1_000).padStart(3, '0')}`);
}
