const SUMMARY_COLUMNS = `
       w.work_order_id, w.body, w.due_at::text as due_key, w.due_at < $2 and w.status not in ('completed', 'closed', 'cancelled') as is_late, w.observed_at, w.scheduled_finish_at,
       w.planned_order_id, w.customer_order_id, w.customer_order_line_id, w.reports_posted, w.last_reported_at,
       (select count(*)::int
          from consumer.hold
         where hold.site_id = w.site_id
           and hold.ended_at is null
           and (hold.scope->>'workOrderId' = w.work_order_id
                or exists (select
                             from consumer.work_order_lot as lot
                            where lot.site_id = w.site_id
                              and lot.work_order_id = w.work_order_id
                              and lot.lot_id = hold.scope->>'lotId'
                              and lot.item_id in (hold.scope->>'itemId', '')))) as open_holds,
       (select count(*)::int
          from consumer.downtime
         where downtime.site_id = w.site_id
           and downtime.work_order_id = w.work_order_id
           and downtime.ended_at is null) as open_downtimes`;

/** At most $8 orders of site $1 behind ($6, $7), by due date; filters status $3, item $4, late by business time $2 $5: null means all. */
export const LIST_WORK_ORDERS = `
  select ${SUMMARY_COLUMNS}
    from consumer.work_order as w
   where w.site_id = $1
     and w.body is not null
     and ($3::text is null or w.status = $3)
     and ($4::text is null or w.item_id = $4)
     and ($5::boolean is null or (w.due_at < $2 and w.status not in ('completed', 'closed', 'cancelled')) = $5)
     and ($6::timestamptz is null or (w.due_at, w.work_order_id) > ($6, $7))
   order by w.due_at, w.work_order_id
   limit $8`;

/** Order $3 of site $1, late by business time $2. */
export const READ_WORK_ORDER = `
  select ${SUMMARY_COLUMNS}
    from consumer.work_order as w
   where w.site_id = $1
     and w.work_order_id = $3
     and w.body is not null`;

/** What customers of order $2 of site $1 were promised. */
export const LIST_PROMISES = `
  select customer_order_id, line_id, promised_on, promised_before, changed_at
    from consumer.promise
   where site_id = $1
     and work_order_id = $2
   order by customer_order_id, line_id`;

/** What quality holds of order $2 of site $1: itself, and lots that it has made or used. */
export const LIST_HOLDS = `
  select hold_id, scope, reason, placed_at
    from consumer.hold
   where site_id = $1
     and ended_at is null
     and (scope->>'workOrderId' = $2
          or exists (select
                       from consumer.work_order_lot as lot
                      where lot.site_id = hold.site_id
                        and lot.work_order_id = $2
                        and lot.lot_id = hold.scope->>'lotId'
                        and lot.item_id in (hold.scope->>'itemId', '')))
   order by placed_at, hold_id`;

/** At most $4 steps of order $2 of site $1 behind place $3; those of messages only when $5. */
export const LIST_STEPS = `
  select position, at, type, operation_id, correlation_id, details
    from consumer.work_order_step
   where site_id = $1
     and work_order_id = $2
     and position > $3
     and ($5::boolean or type not like 'message.%')
   order by position
   limit $4`;

/** Whether anything is known of order $2 of site $1. */
export const IS_KNOWN = `
  select exists (select from consumer.work_order where site_id = $1 and work_order_id = $2)
      or exists (select from consumer.work_order_step where site_id = $1 and work_order_id = $2) as known`;
