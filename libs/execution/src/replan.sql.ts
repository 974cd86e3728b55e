/** Whether cause $2 of site $1 is known. */
export const FIND_CAUSE = `
  select
    from execution.replan_cause
   where site_id = $1
     and cause_id = $2`;

/** One cause of a line at a time, until the transaction ends: two that open the same window at once would meet on its primary key. */
export const LOCK_LINE = `select pg_advisory_xact_lock(hashtext('execution.replan_window'), hashtext($1 || ' ' || $2))`;

/** The window of line $2 at site $1 that is open, or else one from $3 to $4. Its row is locked until the commit, so that nobody closes it meanwhile. */
export const TAKE_WINDOW = `
  insert into execution.replan_window as kept (site_id, line_id, window_starts_at, window_ends_at)
  values ($1, $2, $3, $4)
      on conflict (site_id, line_id) where closed_at is null do update
     set window_ends_at = kept.window_ends_at
  returning window_starts_at, window_ends_at`;

/** Adds cause $2 to the window of line $3 at site $1 that starts at $4. */
export const ADD_CAUSE = `
  insert into execution.replan_cause (site_id, cause_id, line_id, window_starts_at, trigger, object_id, occurred_at, equipment_id, work_center_id, work_order_id, correlation_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

/** Closes the windows that are over at $1, business time. $2 now. Waits for whoever adds a cause to one of them. */
export const CLOSE_WINDOWS = `
  update execution.replan_window
     set closed_at = $2
   where closed_at is null
     and window_ends_at <= $1`;

/** Closed windows that no message carries yet, oldest first, each with its first $1 causes and how many there are. */
export const READ_UNSENT = `
  select closed.site_id, closed.line_id, closed.window_starts_at, closed.window_ends_at,
         (select count(*)::int
            from execution.replan_cause as cause
           where cause.site_id = closed.site_id
             and cause.line_id = closed.line_id
             and cause.window_starts_at = closed.window_starts_at) as cause_count,
         array(select jsonb_build_object('trigger', cause.trigger, 'objectId', cause.object_id, 'occurredMs', extract(epoch from cause.occurred_at) * 1000, 'equipmentId', cause.equipment_id,
                                         'workCenterId', cause.work_center_id, 'workOrderId', cause.work_order_id, 'correlationId', cause.correlation_id)
                 from execution.replan_cause as cause
                where cause.site_id = closed.site_id
                  and cause.line_id = closed.line_id
                  and cause.window_starts_at = closed.window_starts_at
                order by cause.occurred_at, cause.cause_id
                limit $1) as causes
    from execution.replan_window as closed
   where closed.message_id is null
     and closed.closed_at is not null
   order by closed.window_ends_at, closed.site_id, closed.line_id`;

/** Message $4 carries the window of line $2 at site $1 that starts at $3. */
export const KEEP_REPLAN_MESSAGE = `
  update execution.replan_window
     set message_id = $4
   where site_id = $1
     and line_id = $2
     and window_starts_at = $3
     and message_id is null`;
