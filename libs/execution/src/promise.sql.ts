/** What stands of the promise for line $3 of customer order $2 at site $1. */
export const READ_PROMISE = `
  select customer_order_id, line_id, wanted_version, work_order_id, schedule_version, scheduled_finish_at, promised_on, promised_before, promised_at
    from execution.promise_date
   where site_id = $1
     and customer_order_id = $2
     and line_id = $3`;

/** At most $5 promises of site $1 behind line $4 of customer order $3; of work order $2, or of whatever order when null. */
export const LIST_PROMISES = `
  select customer_order_id, line_id, wanted_version, work_order_id, schedule_version, scheduled_finish_at, promised_on, promised_before, promised_at
    from execution.promise_date
   where site_id = $1
     and schedule_version is not null
     and ($2::text is null or work_order_id = $2)
     and (customer_order_id, line_id) > ($3, $4)
   order by customer_order_id, line_id
   limit $5`;

/**
 * Customer order lines that work orders $2 of site $1 are made for, each with the work order that the schedule in force finishes last among all that are made for the line. A line of which nothing is
 * scheduled is left out. One statement: one version.
 */
export const READ_FINISHES_OF_LINES = `
  select line.customer_order_id, line.line_id, last.work_order_id, last.finish_at, schedule.version
    from (select distinct customer_order_id, customer_order_line_id as line_id
            from execution.planned_order
           where site_id = $1
             and work_order_id = any ($2)
             and customer_order_id is not null) as line
    join execution.schedule
      on schedule.site_id = $1
   cross join lateral (
         select made.work_order_id, max(operation.finish_at) as finish_at
           from execution.planned_order as made
           join execution.scheduled_operation as operation
             on operation.site_id = made.site_id
            and operation.work_order_id = made.work_order_id
          where made.site_id = $1
            and made.customer_order_id = line.customer_order_id
            and made.customer_order_line_id = line.line_id
          group by made.work_order_id
          order by finish_at desc, made.work_order_id
          limit 1
         ) as last
   order by line.customer_order_id, line.line_id`;
