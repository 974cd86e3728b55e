/** Keeps which system stands behind each destination of the JSON array $1, and its maintenance window. */
export const KNOW_DESTINATIONS = `
with told as materialized (
  select *
    from jsonb_to_recordset($1::jsonb) as told (destination text, system text, window_until timestamptz)
), paced as (
  insert into messaging.pace (system)
  select distinct told.system
    from told
   order by told.system
      on conflict (system) do nothing
)
insert into messaging.destination as known (destination, system, window_until)
select told.destination, told.system, told.window_until
  from told
 order by told.destination
    on conflict (destination) do update
   set system = excluded.system,
       window_until = excluded.window_until
 where (known.system, known.window_until) is distinct from (excluded.system, excluded.window_until)`;

/** The system $1 failed at $2 with the error $5: the $3rd failure in a row opens its circuit, and the first probe may be sent $4 milliseconds later. */
export const NOTE_FAILURE = `
insert into messaging.pace as pace (system, failures, error, opened_at, probe_at)
values ($1, 1, $5, case when $3::int = 1 then $2::timestamptz end, case when $3::int = 1 then $2::timestamptz + $4::int * interval '1 millisecond' end)
    on conflict (system) do update
   set failures = pace.failures + 1,
       error = excluded.error,
       opened_at = case when pace.failures + 1 >= $3::int then coalesce(pace.opened_at, $2) else pace.opened_at end,
       probe_at = case when pace.failures + 1 >= $3::int then coalesce(pace.probe_at, $2::timestamptz + $4::int * interval '1 millisecond') else pace.probe_at end
returning to_jsonb(pace) as pace`;

/** The system $1 answered at $2: its circuit closes, and the ramp begins if it was open. Answers how it stood before; nothing when there was nothing to change. */
export const NOTE_ANSWER = `
with before as materialized (
  select pace.system, pace.opened_at
    from messaging.pace
   where pace.system = $1
     and (pace.failures > 0 or pace.opened_at is not null)
     for update
)
update messaging.pace
   set failures = 0,
       error = null,
       opened_at = null,
       probe_at = null,
       ramp_from = case when before.opened_at is null then pace.ramp_from else $2::timestamptz end
  from before
 where pace.system = before.system
returning before.opened_at, to_jsonb(pace) as pace`;

/** The system $1 asks to be left alone until $2, in the words of the error $3. */
export const NOTE_REST = `
insert into messaging.pace as pace (system, resting_until, error)
values ($1, $2, $3)
    on conflict (system) do update
   set resting_until = greatest(pace.resting_until, excluded.resting_until),
       error = excluded.error
returning to_jsonb(pace) as pace`;

/**
 * Takes $3 moments, $4 milliseconds apart, at which requests may be sent to the system $1, the first one not before $2; answers the first. Not flushed at once: what a crash of the database forgets of it are
 * moments that are past by the time it is back.
 */
export const TAKE_SLOTS = `
insert into messaging.pace as pace (system, next_slot)
values ($1, $2::timestamptz + $3::int * $4::float8 * interval '1 millisecond')
    on conflict (system) do update
   set next_slot = greatest(pace.next_slot, $2::timestamptz) + $3::int * $4::float8 * interval '1 millisecond'
returning pace.next_slot - $3::int * $4::float8 * interval '1 millisecond' as first_at, set_config('synchronous_commit', 'off', true) as durability`;

/** Tells events of circuits; the owner of the log gives them their place. */
export const APPEND_CIRCUIT_EVENTS = `select events.append_events($1::jsonb)`;
