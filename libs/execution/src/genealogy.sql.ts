import { REVERSAL_OF_REPORT } from './execution-reader.sql.js';

/** Lots that reports which stand have made at site $1, with the item: that of the order, unless the report names another. Whoever reads it adds a condition. */
const MADE = `
         select report.work_order_id, report.operation_id, lot.message_id, coalesce(lot.item_id, known.item_id) as item_id, lot.lot_id, lot.quantity, lot.unit
           from execution.report_lot as lot
           join execution.posted_report as report on report.message_id = lot.message_id
           left join execution.known_work_order as known
             on known.site_id = report.site_id
            and known.work_order_id = report.work_order_id
          where report.site_id = $1
            and lot.direction = 'produced'
            and not exists (${REVERSAL_OF_REPORT})`;

/** Material that was used at site $1, inside reports which stand and reported apart. */
const USED = `
         select report.work_order_id, report.operation_id, lot.message_id, lot.item_id, lot.lot_id, lot.quantity, lot.unit, lot.serial_numbers
           from execution.report_lot as lot
           join execution.posted_report as report on report.message_id = lot.message_id
          where report.site_id = $1
            and lot.direction = 'consumed'
            and not exists (${REVERSAL_OF_REPORT})
          union all
         select apart.work_order_id, apart.operation_id, apart.message_id, apart.item_id, apart.lot_id, apart.quantity, apart.unit, apart.serial_numbers
           from execution.posted_consumption as apart
          where apart.site_id = $1`;

/** Whether `used` went into the lot `made`: a report that names lots has used its material for those, any other use may be in every lot of its order. */
const WENT_INTO = `
             used.work_order_id = made.work_order_id
             and (used.message_id = made.message_id
                  or not exists (select
                                   from execution.report_lot as named
                                  where named.message_id = used.message_id
                                    and named.direction = 'produced'))`;

/** Operations that made lot $3 of item $2 at site $1. */
export const READ_MADE_BY = `
  select made.work_order_id, made.operation_id, made.unit, sum(made.quantity) as quantity
    from (${MADE}
            and lot.lot_id = $3) as made
   where made.item_id = $2
   group by made.work_order_id, made.operation_id, made.unit
   order by made.work_order_id, made.operation_id, made.unit`;

/** What went into lot $3 of item $2 at site $1; serials are lists of lists. */
export const READ_MADE_OF = `
  select used.work_order_id, used.operation_id, used.item_id, used.lot_id, used.unit, sum(used.quantity) as quantity, jsonb_agg(used.serial_numbers) as serials
    from (${USED}) as used
   where exists (
           select
             from (${MADE}
                     and lot.lot_id = $3) as made
            where made.item_id = $2
              and ${WENT_INTO})
   group by used.work_order_id, used.operation_id, used.item_id, used.lot_id, used.unit
   order by used.item_id, used.lot_id nulls first, used.work_order_id, used.operation_id, used.unit nulls first`;

/** Operations that used lot $3 of item $2 at site $1, with what their order makes, and the lots that it went into: lists of [item, lot], one list for each use; serials likewise. */
export const READ_USED_BY = `
  select used.work_order_id, used.operation_id, known.item_id, used.unit, sum(used.quantity) as quantity, jsonb_agg(used.serial_numbers) as serials,
         jsonb_agg((select coalesce(jsonb_agg(distinct jsonb_build_array(made.item_id, made.lot_id)), '[]')
                      from (${MADE}
                              and report.work_order_id = used.work_order_id) as made
                     where ${WENT_INTO})) as lots
    from (${USED}) as used
    left join execution.known_work_order as known
      on known.site_id = $1
     and known.work_order_id = used.work_order_id
   where used.item_id = $2
     and used.lot_id = $3
   group by used.work_order_id, used.operation_id, known.item_id, used.unit
   order by used.work_order_id, used.operation_id, used.unit nulls first`;
