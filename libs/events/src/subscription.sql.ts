/** Session lock of subscription $1: its holder is the one process that delivers. */
export const TRY_SUBSCRIPTION_LOCK = `select pg_try_advisory_lock(hashtextextended('plantway.events.subscription:' || $1, 0)) as held`;

/** Makes subscription $1 unless it is there; $2 says whether a new one begins behind what is in the log by now. */
export const CREATE_SUBSCRIPTION = `
  insert into events.subscription (name, position)
  select $1, case when $2 then last_position else removed_through end
    from events.log_state
      on conflict (name) do nothing`;

export const READ_SUBSCRIPTION = `
  select position, failures, failing_event_id
    from events.subscription
   where name = $1`;

/**
 * Moves subscription $1 from position $3 to $2; no row when another process has moved it meanwhile.
 * Not flushed at once: a crash of the database may deliver again, which at-least-once allows, and intake keeps the disk for itself.
 */
export const ADVANCE_SUBSCRIPTION = `
  with lazily as (
    select set_config('synchronous_commit', 'off', true)
  )
  update events.subscription
     set position = $2, updated_at = now(), failures = 0, failing_event_id = null
    from lazily
   where name = $1
     and position = $3
  returning position`;

/** Counts a failure of event $2 for subscription $1, which stands at $4; failures of another event before it are over. */
export const RECORD_FAILURE = `
  update events.subscription
     set failures = case when failing_event_id = $2 then failures else 0 end + 1,
         failing_event_id = $2, last_error = $3, last_failed_at = now(), updated_at = now()
   where name = $1
     and position = $4
  returning failures`;

/** Records event $2 at position $3 as dead and passes it, in one step; no row when another process has moved the subscription from $4. */
export const BURY_EVENT = `
  with passed as (
    update events.subscription
       set position = $3, updated_at = now(), failures = 0, failing_event_id = null
     where name = $1
       and position = $4
    returning name
  )
  insert into events.dead_event (subscription, position, event_id, failures, last_error, event)
  select passed.name, $3, $2, $5, $6, $7
    from passed
      on conflict (subscription, position) do nothing
  returning position`;
