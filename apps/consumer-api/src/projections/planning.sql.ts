/** Keeps that planned order $2 of site $1 was published: at place $3, when $4, in journey $5, as $6. */
export const KEEP_PLANNED_ORDER = `
  insert into consumer.planned_order (site_id, planned_order_id, position, at, correlation_id, details)
  values ($1, $2, $3, $4, $5, $6)
      on conflict do nothing`;

/** Line $3 of customer order $2 at site $1 is promised for $5, before it was $6; order $4 makes it, and it was said at $7. */
export const KEEP_PROMISE = `
  insert into consumer.promise as p (site_id, customer_order_id, line_id, work_order_id, promised_on, promised_before, changed_at)
  values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (site_id, customer_order_id, line_id) do update
     set work_order_id = coalesce(excluded.work_order_id, p.work_order_id),
         promised_on = excluded.promised_on,
         promised_before = coalesce(excluded.promised_before, p.promised_on),
         changed_at = excluded.changed_at`;
