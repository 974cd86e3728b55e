/**
 * At most $11 downtimes of site $1 before ($9, $10), the latest first. Filters, null means all: lasting $2, micro-stop $3 (false leaves them out), equipment $4, work order $5, lasted after $6,
 * began before $7, one of the reasons $8.
 */
export const LIST_DOWNTIMES = `
  select downtime_id, equipment_id, kind, started_at, started_at::text as start_key, ended_at, duration_seconds, is_micro_stop, reason_code, reason_from,
         work_center_id, line_id, work_order_id, operation_id, alerted_at, maintenance_request_id
    from consumer.downtime
   where site_id = $1
     and ($2::boolean is null or (ended_at is null) = $2)
     and ($3::boolean is null or $3 or not is_micro_stop)
     and ($4::text is null or equipment_id = $4)
     and ($5::text is null or work_order_id = $5)
     and ($6::timestamptz is null or ended_at is null or ended_at > $6)
     and ($7::timestamptz is null or started_at < $7)
     and ($8::text[] is null or reason_code = any ($8))
     and ($9::timestamptz is null or (started_at, downtime_id) < ($9, $10))
   order by started_at desc, downtime_id desc
   limit $11`;
