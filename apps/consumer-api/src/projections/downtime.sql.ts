/**
 * Keeps downtime $2 of site $1. What an event does not say stays as it was; the order that ran when it began is never replaced. Values: equipment $3, kind $4, start $5, end $6, length in
 * seconds $7, micro-stop $8, reason $9 said by $10, work center $11, line $12, order $13 with operation $14, alerted $15, request to maintenance $16.
 */
export const KEEP_DOWNTIME = `
  insert into consumer.downtime as d (site_id, downtime_id, equipment_id, kind, started_at, ended_at, duration_seconds, is_micro_stop, reason_code, reason_from,
         work_center_id, line_id, work_order_id, operation_id, alerted_at, maintenance_request_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
      on conflict (site_id, downtime_id) do update
     set ended_at = coalesce(excluded.ended_at, d.ended_at),
         duration_seconds = coalesce(excluded.duration_seconds, d.duration_seconds),
         is_micro_stop = excluded.is_micro_stop or d.is_micro_stop,
         reason_code = coalesce(excluded.reason_code, d.reason_code),
         reason_from = coalesce(excluded.reason_from, d.reason_from),
         work_center_id = coalesce(d.work_center_id, excluded.work_center_id),
         line_id = coalesce(d.line_id, excluded.line_id),
         work_order_id = coalesce(d.work_order_id, excluded.work_order_id),
         operation_id = coalesce(d.operation_id, excluded.operation_id),
         alerted_at = coalesce(d.alerted_at, excluded.alerted_at),
         maintenance_request_id = coalesce(d.maintenance_request_id, excluded.maintenance_request_id)`;

/** What an event says that does not carry the whole downtime $2 of site $1: end $3, length $4, micro-stop $5, reason $6 said by $7, alerted $8, request to maintenance $9. */
export const UPDATE_DOWNTIME = `
  update consumer.downtime
     set ended_at = coalesce($3, ended_at),
         duration_seconds = coalesce($4, duration_seconds),
         is_micro_stop = $5 or is_micro_stop,
         reason_code = coalesce($6, reason_code),
         reason_from = coalesce($7, reason_from),
         alerted_at = coalesce(alerted_at, $8),
         maintenance_request_id = coalesce(maintenance_request_id, $9)
   where site_id = $1
     and downtime_id = $2`;
