/** At most $5 alerts of site $1 before ($3, $4), the latest first; $2 open ones only, or cleared ones only, null for all. */
export const LIST_ALERTS = `
  select alert_id, kind, severity, title, objects, raised_at, raised_at::text as raised_key, cleared_at
    from consumer.alert
   where site_id = $1
     and ($2::boolean is null or (cleared_at is null) = $2)
     and ($3::timestamptz is null or (raised_at, alert_id) < ($3, $4))
   order by raised_at desc, alert_id desc
   limit $5`;
