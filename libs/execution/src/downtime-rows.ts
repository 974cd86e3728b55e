import type { Downtime } from '@plantway/canonical';
import type { KnownDowntime } from './equipment-events.js';

/** A row of `execution.downtime` as it is read. */
export interface DowntimeRow {
  readonly downtime_id: string;
  readonly site_id: string;
  readonly equipment_id: string;
  readonly kind: Downtime['kind'];
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly is_micro_stop: boolean;
  readonly reason_code: string | null;
  readonly reason_from: NonNullable<Downtime['reasonFrom']> | null;
  readonly work_center_id: string | null;
  readonly line_id: string | null;
  readonly work_order_id: string | null;
  readonly operation_id: string | null;
  readonly alerted_at: Date | null;
  readonly maintenance_request_id: string | null;
  readonly correlation_id: string;
}

export function downtimeOf({ correlation_id, ...row }: DowntimeRow): KnownDowntime {
  return {
    downtimeId: row.downtime_id, siteId: row.site_id, equipmentId: row.equipment_id, startedAt: row.started_at.toISOString(), ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    kind: row.kind, isMicroStop: row.is_micro_stop, ...(row.reason_code !== null && { reasonCode: row.reason_code }), ...(row.reason_from !== null && { reasonFrom: row.reason_from }),
    ...(row.work_center_id !== null && { workCenterId: row.work_center_id }), ...(row.line_id !== null && { lineId: row.line_id }),
    ...(row.work_order_id !== null && { workOrderId: row.work_order_id }), ...(row.operation_id !== null && { operationId: row.operation_id }),
    ...(row.alerted_at && { alertedAt: row.alerted_at.toISOString() }), ...(row.maintenance_request_id !== null && { maintenanceRequestId: row.maintenance_request_id }), correlationId: correlation_id,
  };
}

/** A downtime as `WRITE_DOWNTIMES` takes it. */
export function rowOfDowntime(downtime: KnownDowntime): Readonly<Record<string, unknown>> {
  return {
    downtime_id: downtime.downtimeId, equipment_id: downtime.equipmentId, kind: downtime.kind, started_at: downtime.startedAt, ended_at: downtime.endedAt, is_micro_stop: downtime.isMicroStop,
    reason_code: downtime.reasonCode, reason_from: downtime.reasonFrom, work_center_id: downtime.workCenterId, line_id: downtime.lineId, work_order_id: downtime.workOrderId, operation_id: downtime.operationId,
    alerted_at: downtime.alertedAt, correlation_id: downtime.correlationId,
  };
}
