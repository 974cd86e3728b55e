/** Appends the JSON array $1 in the transaction of the caller. */
export const APPEND_EVENTS = `select events.append_events($1::jsonb)`;

/**
 * At most $4 events after position $3 of site $1 and types $2 (null: all), beside where the log stands.
 * One snapshot for all of it: with fewer than $4 events, there is none up to last_position that was not answered.
 */
export const READ_EVENTS = `
  select s.last_position, s.removed_through, e.*
    from events.log_state as s
    left join lateral events.read_events($1, $2, $3, $4) as e on true
   order by e.position`;

export const READ_LOG_STATE = `
  select last_position, removed_through
    from events.log_state`;

/** Up to where events older than $1 may go: before the first younger one, and not beyond the slowest durable subscription. */
export const FIND_REMOVABLE = `
  select s.last_position, s.removed_through,
         coalesce((select e.position - 1
                     from events.event_log as e
                    where e.position > s.removed_through
                      and e.occurred_at >= $1
                    order by e.position
                    limit 1), s.last_position) as old_through,
         slowest.name as slowest_name,
         slowest.position as slowest_position
    from events.log_state as s
    left join lateral (
           select name, position
             from events.subscription
            order by position
            limit 1
         ) as slowest on true`;

/** Removes at most $2 positions up to $1 and remembers it in the same statement, so that a reader behind is told. Locks the state row for as long. */
export const REMOVE_EVENTS = `
  with bound as (
    update events.log_state
       set removed_through = least($1, removed_through + $2)
     where removed_through < $1
    returning removed_through
  ), gone as (
    delete from events.event_log as e
     using bound
     where e.position <= bound.removed_through
  )
  select removed_through
    from bound`;

export const LIST_SUBSCRIPTIONS = `
  select name, position, updated_at, failures, failing_event_id, last_error, last_failed_at
    from events.subscription
   order by name`;

export const FORGET_SUBSCRIPTION = `
  delete from events.subscription
   where name = $1`;

export const LIST_DEAD_EVENTS = `
  select subscription, position, event_id, failures, last_error, died_at, event
    from events.dead_event
   where subscription = $1
   order by position`;
