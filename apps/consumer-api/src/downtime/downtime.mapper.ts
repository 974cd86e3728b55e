import type { Downtime, DowntimeReason } from '@plantway/canonical';
import { reasonPath } from '@plantway/sites';
import type { DowntimeDto } from './downtime.dto.js';

/** A row of `LIST_DOWNTIMES`. */
export interface DowntimeRow {
  readonly downtime_id: string;
  readonly equipment_id: string;
  readonly kind: Downtime['kind'];
  readonly started_at: Date;
  readonly start_key: string;
  readonly ended_at: Date | null;
  readonly duration_seconds: string | null;
  readonly is_micro_stop: boolean;
  readonly reason_code: string | null;
  readonly reason_from: Exclude<Downtime['reasonFrom'], undefined> | null;
  readonly work_center_id: string | null;
  readonly line_id: string | null;
  readonly work_order_id: string | null;
  readonly operation_id: string | null;
  readonly alerted_at: Date | null;
  readonly maintenance_request_id: string | null;
}

/** What is not known is left out; `tree` has the site's reasons. */
export function toDowntime(siteId: string, tree: readonly DowntimeReason[], row: DowntimeRow): DowntimeDto {
  return {
    downtimeId: row.downtime_id, siteId, equipmentId: row.equipment_id, startedAt: row.started_at.toISOString(), kind: row.kind, isMicroStop: row.is_micro_stop,
    ...(row.ended_at !== null && { endedAt: row.ended_at.toISOString() }),
    ...(row.duration_seconds !== null && { durationSeconds: row.duration_seconds }),
    ...(row.reason_code !== null && { reasonCode: row.reason_code, reasonPath: [...reasonPath(tree, row.reason_code)] }),
    ...(row.reason_from !== null && { reasonFrom: row.reason_from }),
    ...(row.work_center_id !== null && { workCenterId: row.work_center_id }),
    ...(row.line_id !== null && { lineId: row.line_id }),
    ...(row.work_order_id !== null && { workOrderId: row.work_order_id }),
    ...(row.operation_id !== null && { operationId: row.operation_id }),
    ...(row.alerted_at !== null && { alertedAt: row.alerted_at.toISOString() }),
    ...(row.maintenance_request_id !== null && { maintenanceRequestId: row.maintenance_request_id }),
  };
}
