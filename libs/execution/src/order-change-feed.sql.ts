/** Up to where the changes of site $1 were followed. */
export const READ_CURSOR = `
  select cursor
    from execution.order_change_feed
   where site_id = $1`;

/** Site $1 is followed from $2 on, unless it is followed already. */
export const BEGIN_AT_CURSOR = `
  insert into execution.order_change_feed (site_id, cursor)
  values ($1, $2)
      on conflict (site_id) do nothing`;

/** The place of site $1 goes from $2 to $3; no row when it is not there any more. */
export const ADVANCE_CURSOR = `
  update execution.order_change_feed
     set cursor = $3
   where site_id = $1
     and cursor = $2`;

/** Appends the events $1, a JSON array. */
export const APPEND_EVENTS = `
  select events.append_events($1::jsonb)`;

/** The ERP resumed the orders $2 of site $1 at the times $3, whoever asked for it: no hold from before stands there. */
export const KEEP_RESUMED = `
  update execution.quality_hold as hold
     set freed_in_erp_at = greatest(hold.freed_in_erp_at, resumed.at)
    from (select seen.order_id, max(seen.at) as at from unnest($2::text[], $3::timestamptz[]) as seen (order_id, at) group by seen.order_id) as resumed
   where hold.site_id = $1
     and hold.object_id = resumed.order_id
     and hold.scope_type = 'workOrder'`;
