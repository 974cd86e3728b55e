/** A reversal of the confirmation `report`. */
export const REVERSAL_OF_REPORT = `
           select
             from execution.reversed_report as reversed
            where reversed.site_id = report.site_id
              and reversed.source_system = report.source_system
              and reversed.confirmation_id = report.confirmation_id`;

/** Job orders of site $1 that were sent or offered after place $2, at most $3, in the order of change. */
export const READ_FEED = `
  select job_order.changed_position, job_order.body, orders.verb, orders.proposal_for
    from execution.job_order
    join execution.job_order_set as orders
      on orders.site_id = job_order.site_id
     and orders.work_order_id = job_order.work_order_id
   where job_order.site_id = $1
     and job_order.changed_position > $2
   order by job_order.changed_position
   limit $3`;

/** Order $2 of site $1 as the ERP showed it, with where its job orders stand. */
export const READ_EXECUTED_ORDER = `
  select known.item_id, known.status, known.revision, known.quantity, known.unit, known.as_of, coalesce(known.content -> 'operations', '[]') as operations,
         orders.version, orders.verb, orders.proposal_for, orders.dispatch_state, orders.state_since, orders.dispatch_message_id, orders.held_reason, orders.held_since
    from execution.known_work_order as known
    left join execution.job_order_set as orders
      on orders.site_id = known.site_id
     and orders.work_order_id = known.work_order_id
     and orders.version > 0
   where known.site_id = $1
     and known.work_order_id = $2`;

/** The job orders of order $2 at site $1 with what the MES said about them, in the order in which they are made. */
export const READ_EXECUTED_JOB_ORDERS = `
  select body, answer, accepted_quantity, accepted_unit, answer_reason, answered_at, answer_message_id
    from execution.job_order
   where site_id = $1
     and work_order_id = $2
   order by sequence`;

/** What stands of the reports on order $2 at site $1, one row for each operation and unit. */
export const READ_PROGRESS = `
  with standing as (
    select report.*
      from execution.posted_report as report
     where report.site_id = $1
       and report.work_order_id = $2
       and not exists (${REVERSAL_OF_REPORT})
  ), amounts as (
    select operation_id, 'yield' as what, yield as amount, yield_unit as unit from standing
    union all
    select operation_id, 'scrap', scrap, scrap_unit from standing
    union all
    select operation_id, 'rework', rework, rework_unit from standing
    union all
    select operation_id, 'reports', 1, '' from standing
    union all
    select operation_id, 'final', 1, '' from standing where is_final
  )
  select operation_id, what, unit, sum(amount) as amount
    from amounts
   group by operation_id, what, unit
   order by operation_id, what, unit`;

/** Lots that order $2 at site $1 has made, with how much of each. */
export const READ_PRODUCED_LOTS = `
  select lot.lot_id, lot.unit, sum(lot.quantity) as quantity
    from execution.report_lot as lot
    join execution.posted_report as report on report.message_id = lot.message_id
   where report.site_id = $1
     and report.work_order_id = $2
     and lot.direction = 'produced'
     and not exists (${REVERSAL_OF_REPORT})
   group by lot.lot_id, lot.unit
   order by lot.lot_id, lot.unit`;

/** Material that order $2 at site $1 has used, inside its reports and reported apart, as it stands in the ERP; serials are lists of lists. */
export const READ_CONSUMED = `
  select used.operation_id, used.item_id, used.lot_id, used.unit, sum(used.quantity) as quantity, jsonb_agg(used.serial_numbers) as serials
    from (select apart.operation_id, apart.item_id, apart.lot_id, apart.quantity, apart.unit, apart.serial_numbers
            from execution.posted_consumption as apart
           where apart.site_id = $1
             and apart.work_order_id = $2
           union all
          select report.operation_id, lot.item_id, lot.lot_id, lot.quantity, lot.unit, lot.serial_numbers
            from execution.report_lot as lot
            join execution.posted_report as report on report.message_id = lot.message_id
           where report.site_id = $1
             and report.work_order_id = $2
             and lot.direction = 'consumed'
             and not exists (${REVERSAL_OF_REPORT})) as used
   group by used.operation_id, used.item_id, used.lot_id, used.unit
   order by used.operation_id, used.item_id, used.lot_id nulls first, used.unit nulls first`;

/** Units that order $2 at site $1 has made: what was built into each, into what it was built, and which orders say that they have used it, whatever orders of the site they are. */
export const READ_GENEALOGY = `
  with made as (
    select report.operation_id, unit.serial_number, unit.component_serial_numbers
      from execution.report_serial as unit
      join execution.posted_report as report on report.message_id = unit.message_id
     where report.site_id = $1
       and report.work_order_id = $2
       and not exists (${REVERSAL_OF_REPORT})
  )
  select made.operation_id, made.serial_number, made.component_serial_numbers,
         coalesce((select array_agg(distinct whole.serial_number order by whole.serial_number)
                     from execution.report_serial as whole
                     join execution.posted_report as report on report.message_id = whole.message_id
                    where report.site_id = $1
                      and whole.component_serial_numbers @> array[made.serial_number]
                      and whole.component_serial_numbers <> '{}'
                      and not exists (${REVERSAL_OF_REPORT})), '{}') as built_into,
         coalesce((select array_agg(distinct used.work_order_id order by used.work_order_id)
                     from (select apart.work_order_id
                             from execution.posted_consumption as apart
                            where apart.site_id = $1
                              and apart.serial_numbers @> array[made.serial_number]
                              and apart.serial_numbers <> '{}'
                            union all
                           select report.work_order_id
                             from execution.report_lot as lot
                             join execution.posted_report as report on report.message_id = lot.message_id
                            where report.site_id = $1
                              and lot.serial_numbers @> array[made.serial_number]
                              and lot.serial_numbers <> '{}'
                              and not exists (${REVERSAL_OF_REPORT})) as used), '{}') as used_by
    from made
   order by made.serial_number, made.operation_id`;
