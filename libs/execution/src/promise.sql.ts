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
 * Customer order lines that work orders $2 of site $1 are made for, each with the work order that is finished last among all that are made for the line: by the schedule in force, or, when that names none of
 * them, by the newest one that did. A line of which nothing was ever scheduled is left out. One statement: one version.
 */
export const READ_FINISHES_OF_LINES = `
  select line.customer_order_id, line.line_id, last.work_order_id, last.finish_at, last.version
    from (select distinct customer_order_id, customer_order_line_id as line_id
            from execution.planned_order
           where site_id = $1
             and work_order_id = any ($2)
             and customer_order_id is not null) as line
   cross join lateral (
         select made.work_order_id, finish.finish_at, finish.version
           from execution.planned_order as made
          cross join lateral (
                select schedule.version, max(operation.finish_at) as finish_at
                  from execution.schedule
                  join execution.scheduled_operation as operation
                    on operation.site_id = schedule.site_id
                 where schedule.site_id = made.site_id
                   and operation.work_order_id = made.work_order_id
                 group by schedule.version
                 union all
                select gone.schedule_version, gone.finish_at
                  from execution.last_finish as gone
                 where gone.site_id = made.site_id
                   and gone.work_order_id = made.work_order_id
                ) as finish
          where made.site_id = $1
            and made.customer_order_id = line.customer_order_id
            and made.customer_order_line_id = line.line_id
          order by finish.version desc, finish.finish_at desc, made.work_order_id
          limit 1
         ) as last
   order by line.customer_order_id, line.line_id`;
