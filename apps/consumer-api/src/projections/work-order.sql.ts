/** What every statement about an order begins with: a row for it, which may come before the ERP has shown the order. */
const upsert = (columns: readonly string[], set: string): string => `
  insert into consumer.work_order as w (site_id, work_order_id, ${columns.join(', ')})
  values ($1, $2, ${columns.map((_, index) => `$${index + 3}`).join(', ')})
      on conflict (site_id, work_order_id) do update
     set ${set}`;

/** Keeps order $2 of site $1 as the ERP showed it: whole $3, item $4, status $5, due $6, seen $7. An older sight changes nothing. */
export const KEEP_OBSERVED = `${upsert(['body', 'item_id', 'status', 'due_at', 'observed_at'], `body = excluded.body,
         item_id = excluded.item_id,
         status = excluded.status,
         due_at = excluded.due_at,
         observed_at = excluded.observed_at`)}
   where w.observed_at is null
      or w.observed_at <= excluded.observed_at`;

/** One more report of order $2 of site $1 stands in the ERP ($3 is 1); its work ended at $4. */
export const COUNT_REPORT = upsert(['reports_posted', 'last_reported_at'], `reports_posted = w.reports_posted + excluded.reports_posted,
         last_reported_at = greatest(w.last_reported_at, excluded.last_reported_at)`);

/** One report less stands in the ERP for order $2 of site $1. */
export const UNCOUNT_REPORT = `
  update consumer.work_order
     set reports_posted = greatest(reports_posted - 1, 0)
   where site_id = $1
     and work_order_id = $2`;

/** Order $2 of site $1 is to be finished at $3 by schedule version $4; an older version changes nothing. */
export const KEEP_SCHEDULED_FINISH = `${upsert(['scheduled_finish_at', 'schedule_version'], `scheduled_finish_at = excluded.scheduled_finish_at,
         schedule_version = excluded.schedule_version`)}
   where w.schedule_version is null
      or w.schedule_version <= excluded.schedule_version`;

/** Order $2 of site $1 was made of planned order $3, for line $5 of customer order $4. */
export const KEEP_ORIGIN = upsert(['planned_order_id', 'customer_order_id', 'customer_order_line_id'], `planned_order_id = excluded.planned_order_id,
         customer_order_id = excluded.customer_order_id,
         customer_order_line_id = excluded.customer_order_line_id`);

/** Order $2 of site $1 has made or used lot $3 of item $4, as report $6 of source system $5 says; without an item it is the one that the order makes. */
export const KEEP_LOT = `
  insert into consumer.work_order_lot (site_id, work_order_id, lot_id, item_id, source_system, confirmation_id)
  values ($1, $2, $3, coalesce($4, (select item_id from consumer.work_order where site_id = $1 and work_order_id = $2), ''), $5, $6)
      on conflict do nothing`;

/** Report $3 of source system $2 at site $1 was taken back: what it said about lots counts no more. */
export const FORGET_LOTS_OF_REPORT = `
  delete from consumer.work_order_lot
   where site_id = $1
     and source_system = $2
     and confirmation_id = $3`;

/** Counts for production day $2 of site $1: $3 reports posted, $4 taken back. */
export const COUNT_PRODUCTION_DAY = `
  insert into consumer.production_day as d (site_id, production_day, reports_posted, reports_reversed)
  values ($1, $2, $3, $4)
      on conflict (site_id, production_day) do update
     set reports_posted = d.reports_posted + excluded.reports_posted,
         reports_reversed = d.reports_reversed + excluded.reports_reversed`;
