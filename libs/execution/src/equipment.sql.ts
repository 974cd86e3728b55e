/** Makes sure that equipment $2 of site $1 has a row to be locked by. */
export const INSERT_STANDINGS = `
  insert into execution.equipment_state (site_id, equipment_id, state)
  select $1, equipment_id, 'unknown'
    from unnest($2::text[]) as named (equipment_id)
   order by equipment_id
      on conflict (site_id, equipment_id) do nothing`;

/** Locks equipment $2 of site $1 in the order of the ids and answers how it stands. */
export const LOCK_STANDINGS = `
  select equipment_id, state, since, said_at, work_order_id, operation_id, names_orders
    from execution.equipment_state
   where site_id = $1
     and equipment_id = any ($2)
   order by equipment_id
     for update`;

/** Keeps the events $3 (JSON rows) of source system $2 at site $1, received at $4; answers those that were not known. */
export const KEEP_EVENTS = `
  insert into execution.equipment_event (site_id, source_system, event_id, equipment_id, type, occurred_at, received_at, body)
  select $1, $2, event_id, equipment_id, type, occurred_at, $4, body
    from jsonb_to_recordset($3::jsonb) as event (event_id text, equipment_id text, type text, occurred_at timestamptz, body jsonb)
      on conflict (site_id, source_system, equipment_id, event_id) do nothing
  returning equipment_id, event_id`;

const DOWNTIME_COLUMNS = `
         downtime_id, site_id, equipment_id, kind, started_at, ended_at, is_micro_stop, reason_code, reason_from, work_center_id, line_id, work_order_id, operation_id,
         alerted_at, maintenance_request_id, correlation_id`;

/** Locks the downtimes that last, of equipment $2 of site $1. */
export const READ_OPEN_DOWNTIMES = `
  select ${DOWNTIME_COLUMNS}
    from execution.downtime
   where site_id = $1
     and equipment_id = any ($2)
     and ended_at is null
   order by downtime_id
     for update`;

/** How many downtimes of equipment $2 of site $1 began at $3. */
export const COUNT_DOWNTIMES_AT = `
  select count(*)::int as count
    from execution.downtime
   where site_id = $1
     and equipment_id = $2
     and started_at = $3`;

/** Counters of equipment $2 of site $1. */
export const READ_COUNTERS = `
  select equipment_id, counter_id, reading, unit, taken_at, total, resets
    from execution.equipment_counter
   where site_id = $1
     and equipment_id = any ($2)
   order by equipment_id, counter_id`;

/** What counters of machine $2 of site $1 counted by the readings after $3 up to $4 (null: all), in the unit in which each counts now. */
export const READ_COUNTED = `
  select step.counter_id, sum(step.delta) as counted
    from execution.counter_step as step
    join execution.equipment_counter as counter
      on counter.site_id = step.site_id
     and counter.equipment_id = step.equipment_id
     and counter.counter_id = step.counter_id
     and counter.unit = step.unit
   where step.site_id = $1
     and step.equipment_id = $2
     and ($3::timestamptz is null or step.occurred_at > $3)
     and ($4::timestamptz is null or step.occurred_at <= $4)
   group by step.counter_id`;

/** Alarms that hold, of equipment $2 of site $1. */
export const READ_OPEN_ALARMS = `
  select equipment_id, code, alert_id, raised_at, correlation_id
    from execution.equipment_alarm
   where site_id = $1
     and equipment_id = any ($2)
   order by equipment_id, code`;

/** Puts the alarms $3 (JSON rows) of equipment $2 of site $1 in the place of those that held. */
export const WRITE_ALARMS = `
  with held as (
    select equipment_id, code, alert_id, raised_at, correlation_id
      from jsonb_to_recordset($3::jsonb) as held (equipment_id text, code text, alert_id text, raised_at timestamptz, correlation_id text)
  ), gone as (
    delete from execution.equipment_alarm as alarm
     where alarm.site_id = $1
       and alarm.equipment_id = any ($2)
       and not exists (select
                         from held
                        where held.equipment_id = alarm.equipment_id
                          and held.code = alarm.code)
  )
  insert into execution.equipment_alarm (site_id, equipment_id, code, alert_id, raised_at, correlation_id)
  select $1, equipment_id, code, alert_id, raised_at, correlation_id
    from held
      on conflict (site_id, equipment_id, code) do update
     set alert_id = excluded.alert_id, raised_at = excluded.raised_at, correlation_id = excluded.correlation_id`;

/** Whether order $2 of site $1, or its operation $3, is done with, as far as it is known. */
export const READ_IS_FINISHED = `
  select status in ('completed', 'closed', 'cancelled') or exists (select
                                                                      from jsonb_array_elements(content -> 'operations') as operation (body)
                                                                     where operation.body ->> 'operationId' = $3::text
                                                                       and operation.body ->> 'status' = 'completed') as is_finished
    from execution.known_work_order
   where site_id = $1
     and work_order_id = $2`;

/** What is worked on at work center $2 of site $1: the newest job order of which something is confirmed and whose operation the ERP shows as not done with. */
export const READ_RUNNING_ORDER = `
  select job.work_order_id, job.operation_id
    from execution.job_order as job
   where job.site_id = $1
     and job.body ->> 'workCenterId' = $2
     and job.body ->> 'state' not in ('Ended', 'Aborted')
     and job.changed_position is not null
     and exists (select
                   from execution.known_work_order as known
                  cross join jsonb_array_elements(known.content -> 'operations') as operation (body)
                  where known.site_id = job.site_id
                    and known.work_order_id = job.work_order_id
                    and known.status not in ('completed', 'closed', 'cancelled')
                    and operation.body ->> 'operationId' = job.operation_id
                    and operation.body ->> 'status' <> 'completed')
     and exists (select
                   from execution.posted_report as report
                  where report.site_id = job.site_id
                    and report.work_order_id = job.work_order_id
                    and report.operation_id = job.operation_id)
   order by job.changed_position desc
   limit 1`;

/** Writes how equipment of site $1 stands, $2 = JSON rows. */
export const WRITE_STANDINGS = `
  update execution.equipment_state as kept
     set state = said.state, since = said.since, said_at = said.said_at, work_order_id = said.work_order_id, operation_id = said.operation_id, names_orders = said.names_orders
    from jsonb_to_recordset($2::jsonb) as said (equipment_id text, state text, since timestamptz, said_at timestamptz, work_order_id text, operation_id text, names_orders boolean)
   where kept.site_id = $1
     and kept.equipment_id = said.equipment_id`;

/** Writes downtimes of site $1, $2 = JSON rows, heard of at $3. */
export const WRITE_DOWNTIMES = `
  insert into execution.downtime (site_id, heard_at, downtime_id, equipment_id, kind, started_at, ended_at, is_micro_stop, reason_code, reason_from, work_center_id, line_id, work_order_id, operation_id, alerted_at, correlation_id)
  select $1, $3, downtime_id, equipment_id, kind, started_at, ended_at, is_micro_stop, reason_code, reason_from, work_center_id, line_id, work_order_id, operation_id, alerted_at, correlation_id
    from jsonb_to_recordset($2::jsonb) as turned (downtime_id text, equipment_id text, kind text, started_at timestamptz, ended_at timestamptz, is_micro_stop boolean, reason_code text, reason_from text,
                                                  work_center_id text, line_id text, work_order_id text, operation_id text, alerted_at timestamptz, correlation_id text)
   order by ended_at nulls last
      on conflict (site_id, downtime_id) do update
     set ended_at = excluded.ended_at, is_micro_stop = excluded.is_micro_stop, reason_code = excluded.reason_code, reason_from = excluded.reason_from, alerted_at = excluded.alerted_at`;

/** Writes counters of site $1, $2 = JSON rows. */
export const WRITE_COUNTERS = `
  insert into execution.equipment_counter (site_id, equipment_id, counter_id, reading, unit, taken_at, total, resets)
  select $1, equipment_id, counter_id, reading, unit, taken_at, total, resets
    from jsonb_to_recordset($2::jsonb) as counted (equipment_id text, counter_id text, reading numeric, unit text, taken_at timestamptz, total numeric, resets int)
      on conflict (site_id, equipment_id, counter_id) do update
     set reading = excluded.reading, unit = excluded.unit, taken_at = excluded.taken_at, total = excluded.total, resets = excluded.resets`;

/** What readings of source system $2 at site $1 added, $3 = JSON rows. */
export const WRITE_COUNTER_STEPS = `
  insert into execution.counter_step (site_id, source_system, event_id, equipment_id, counter_id, occurred_at, change, delta, unit)
  select $1, $2, event_id, equipment_id, counter_id, occurred_at, change, delta, unit
    from jsonb_to_recordset($3::jsonb) as step (event_id text, equipment_id text, counter_id text, occurred_at timestamptz, change text, delta numeric, unit text)`;

/** Appends the JSON array $1 in the transaction of the caller. */
export const APPEND_EVENTS = `select events.append_events($1::jsonb)`;

/** Downtimes of site $1 that last since $2 or longer, were heard of by $3 and have alarmed nobody, oldest first, at most $4; those that somebody else is at are left to him. */
export const LOCK_UNALERTED = `
  select ${DOWNTIME_COLUMNS}
    from execution.downtime
   where site_id = $1
     and ended_at is null
     and alerted_at is null
     and started_at <= $2
     and heard_at <= $3
   order by started_at, downtime_id
   limit $4
     for update skip locked`;

/** Downtimes $2 of site $1 have alarmed at $3. */
export const MARK_ALERTED = `
  update execution.downtime
     set alerted_at = $3
   where site_id = $1
     and downtime_id = any ($2)`;

/** Locks downtime $2 of site $1. */
export const LOCK_DOWNTIME = `
  select ${DOWNTIME_COLUMNS}
    from execution.downtime
   where site_id = $1
     and downtime_id = $2
     for update`;

/** An operator gave downtime $2 of site $1 the reason $3. */
export const GIVE_REASON = `
  update execution.downtime
     set reason_code = $3, reason_from = 'operator'
   where site_id = $1
     and downtime_id = $2`;

/** Downtime $2 of site $1. */
export const READ_DOWNTIME = `
  select ${DOWNTIME_COLUMNS}
    from execution.downtime
   where site_id = $1
     and downtime_id = $2`;

/** Downtimes of site $1 before (started_at $2, downtime_id $3) with equipment $4, open or not $5, that touch the time from $6 to before $7 (null: all), newest first, at most $8. */
export const LIST_DOWNTIMES = `
  select ${DOWNTIME_COLUMNS}
    from execution.downtime
   where site_id = $1
     and ($2::timestamptz is null or (started_at, downtime_id) < ($2, $3))
     and ($4::text is null or equipment_id = $4)
     and ($5::boolean is null or (ended_at is null) = $5)
     and ($6::timestamptz is null or ended_at is null or ended_at > $6)
     and ($7::timestamptz is null or started_at < $7)
   order by started_at desc, downtime_id desc
   limit $8`;

/** How the equipment of site $1 stands. */
export const READ_STANDINGS = `
  select state.equipment_id, state.state, state.since, state.said_at, state.work_order_id, state.operation_id, downtime.downtime_id
    from execution.equipment_state as state
    left join execution.downtime
      on downtime.site_id = state.site_id
     and downtime.equipment_id = state.equipment_id
     and downtime.ended_at is null
   where state.site_id = $1
     and state.said_at is not null`;

/** Removes events that were received before $1, with what their readings added, at most $2 of them; answers how many. */
export const REMOVE_EVENTS_BEFORE = `
  with gone as (
    delete from execution.equipment_event as event
     where (event.site_id, event.source_system, event.equipment_id, event.event_id) in (
             select old.site_id, old.source_system, old.equipment_id, old.event_id
               from execution.equipment_event as old
              where old.received_at < $1
              limit $2)
    returning event.site_id, event.source_system, event.equipment_id, event.event_id
  ), steps as (
    delete from execution.counter_step as step
     using gone
     where step.site_id = gone.site_id
       and step.source_system = gone.source_system
       and step.equipment_id = gone.equipment_id
       and step.event_id = gone.event_id
  )
  select count(*)::int as removed
    from gone`;
