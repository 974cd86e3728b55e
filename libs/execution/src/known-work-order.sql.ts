import { isAfter } from './shown-after.sql.js';

/**
 * Keeps the orders of one page, $1 = JSON array of rows. Sorted by key, so that two writers lock in the same order.
 * An answer older than what is kept changes nothing; of two of the same time the revision tells. Answers the orders that look otherwise than before, the revision apart: it tells nothing by itself.
 */
export const KEEP_WORK_ORDERS = `
  insert into execution.known_work_order (site_id, work_order_id, item_id, status, revision, quantity, unit, content, as_of)
  select site_id, work_order_id, item_id, status, revision, quantity, unit, content, as_of
    from jsonb_to_recordset($1::jsonb)
      as seen (site_id text, work_order_id text, item_id text, status text, revision text, quantity numeric, unit text, content jsonb, as_of timestamptz)
   order by site_id, work_order_id
      on conflict (site_id, work_order_id) do update
     set item_id = excluded.item_id, status = excluded.status, revision = excluded.revision, quantity = excluded.quantity, unit = excluded.unit, as_of = excluded.as_of,
         is_news = known_work_order.content - 'revision' is distinct from excluded.content - 'revision',
         content = excluded.content
   where not ${isAfter('known_work_order', 'excluded')}
  returning work_order_id, is_news`;

/** One order as it is known. $1 site, $2 order. */
export const READ_WORK_ORDER = `
  select site_id, work_order_id, item_id, status, revision, as_of
    from execution.known_work_order
   where site_id = $1
     and work_order_id = $2`;

/** The item of each order of $2 that is known at site $1. */
export const READ_ITEMS_OF_ORDERS = `
  select work_order_id, item_id
    from execution.known_work_order
   where site_id = $1
     and work_order_id = any ($2)`;

/** At most 1,000 orders of site $1 that make item $2 and may still be confirmed. */
export const READ_MAKERS_OF_ITEM = `
  select work_order_id
    from execution.known_work_order
   where site_id = $1
     and item_id = $2
     and status not in ('closed', 'cancelled')
   order by first_seen_at, work_order_id
   limit 1000`;

/**
 * Where each order first seen after $1 belongs, all of them when $1 is null. The minute of overlap catches a row whose statement
 * committed later than its time says; seeing a row twice does no harm.
 */
export const READ_NEW_PLACES = `
  select site_id, work_order_id, first_seen_at, (extract(epoch from first_seen_at) * 1000000)::bigint as first_seen_us
    from execution.known_work_order
   where $1::timestamptz is null
      or first_seen_at > $1::timestamptz - interval '1 minute'
   order by first_seen_at`;

/** The database's time, which all instants of this schema are of. */
export const READ_TIME = `
  select clock_timestamp()::text as now`;

/** A reading of site $1 that began at $2 has seen every order. A slower one of another process changes nothing. */
export const KEEP_COMPLETE_READING = `
  insert into execution.order_reading as kept (site_id, last_complete_read_at)
  values ($1, $2::timestamptz)
      on conflict (site_id) do update
     set last_complete_read_at = greatest(kept.last_complete_read_at, excluded.last_complete_read_at)`;

/** When each site was last read completely, and how long ago that is now. */
export const READ_COMPLETE_READINGS = `
  select site_id,
         (extract(epoch from last_complete_read_at) * 1000000)::bigint as read_us,
         (extract(epoch from clock_timestamp() - last_complete_read_at) * 1000)::float8 as age_ms
    from execution.order_reading`;
