/**
 * Writes the $4 changes of the JSON array $1 under mapping version $2 and code version $3, each only if its lane is still leased under its epoch and token and its message is still in the state that the change
 * starts from. A change that is not applied leaves no trace. Answers every change in order with whether it was applied.
 *
 * Order and locks: lanes in the order of their keys, then messages. Waiting lanes that a posted message wakes are locked last; two statements that wake each other's
 * lanes can deadlock, and the caller asks again.
 * Plans: a plan may be made while the tables are empty and must still be right when they are not. So rows are looked up by lateral joins,
 * and $4 says twice how many changes there are: the planner then expects next to none, and not the hundred for which it would rather read whole tables.
 *
 * A message that is planned anew, which it is only while nothing of it can stand anywhere, has the parts of the new plan and no others; what was sent before stays in its lineage.
 *
 * A lane that begins to wait for a condition, or was woken while it was leased (then `waiting_for` is empty), looks once more at once: what fulfilled the condition
 * may have been committed between its look and this statement.
 */
export const WRITE_FENCED = `
with change as materialized (
  select *
    from rows from (
           jsonb_to_recordset($1::jsonb) as (
             lane_key text, epoch bigint, token uuid, at timestamptz, message_id uuid, expected text,
             state text, failures int, error jsonb, erp jsonb, note text, posted_at timestamptz,
             finished boolean, stopped boolean, lease_until timestamptz, next_at timestamptz, waiting_for text,
             part_count int, parts jsonb, opened jsonb, closed jsonb, payloads jsonb, shapes jsonb, events jsonb, effects jsonb, wakes text[])
         ) with ordinality
   limit $4
), held as materialized (
  select change.*, message.position
    from (select * from change order by change.lane_key) as change
   cross join lateral (
           select lane.lane_key
             from messaging.lane
            where lane.lane_key = change.lane_key
              and lane.lease_epoch = change.epoch
              and lane.lease_token = change.token
              for update
         ) as leased
   cross join lateral (
           select message.position
             from messaging.message
            where message.message_id = change.message_id
              and message.state = change.expected
              for update
         ) as message
   limit $4
), changed as (
  update messaging.message
     set state = held.state,
         state_since = case when message.state = held.state then message.state_since else held.at end,
         failures = held.failures,
         error = held.error,
         erp = held.erp,
         note = held.note,
         posted_at = held.posted_at
    from held
   where message.message_id = held.message_id
), finished as (
  delete from messaging.lane_job as job
   using held
   where held.finished
     and job.position = held.position
), woken as materialized (
  select wake.key, min(held.at) as at
    from held
   cross join lateral unnest(held.wakes) as wake (key)
   group by wake.key
), moved as (
  update messaging.lane
     set pending = lane.pending - held.finished::int,
         stopped = held.stopped,
         lease_token = case when held.lease_until is null then null else lane.lease_token end,
         lease_until = held.lease_until,
         waiting_for = case
           when held.lease_until is null then held.waiting_for
           when lane.waiting_for in (select woken.key from woken) then null
           else lane.waiting_for
         end,
         next_at = case
           when held.lease_until is not null then lane.next_at
           when held.finished then case when lane.pending > 1 then held.at end
           when held.waiting_for is not null and lane.waiting_for is distinct from held.waiting_for then held.at
           when held.waiting_for in (select woken.key from woken) then held.at
           else held.next_at
         end
    from held
   where lane.lane_key = held.lane_key
), rung as (
  update messaging.lane
     set next_at = woken.at,
         waiting_for = null
    from woken
   where lane.waiting_for = woken.key
     and lane.waiting_for = any (array(select woken.key from woken))
     and lane.lane_key not in (select held.lane_key from held)
), kept as (
  insert into messaging.payload (hash, body)
  select distinct on (payload.hash) payload.hash, payload.body
    from held
   cross join lateral jsonb_to_recordset(held.payloads) as payload (hash text, body jsonb)
   order by payload.hash
      on conflict (hash) do nothing
), recorded as (
  insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
  select held.message_id, shape.part_no, shape.shape, shape.hash, $2, $3, held.at
    from held
   cross join lateral jsonb_to_recordset(held.shapes) as shape (part_no int, shape text, hash text)
      on conflict do nothing
), parted as (
  insert into messaging.message_part (message_id, part_no, part_id, payload_hash, reference, state, receipt, doubt_from, read_back_after, absences, read_failures, amendments)
  select held.message_id, part.*
    from held
   cross join lateral jsonb_to_recordset(held.parts) as part (
           part_no int, part_id text, payload_hash text, reference uuid, state text, receipt jsonb, doubt_from timestamptz, read_back_after timestamptz, absences int, read_failures int, amendments int)
      on conflict (message_id, part_no) do update
     set part_id = excluded.part_id,
         payload_hash = excluded.payload_hash,
         reference = excluded.reference,
         state = excluded.state,
         receipt = excluded.receipt,
         doubt_from = excluded.doubt_from,
         read_back_after = excluded.read_back_after,
         absences = excluded.absences,
         read_failures = excluded.read_failures,
         amendments = excluded.amendments
), dropped as (
  delete from messaging.message_part as part
   using held
   where part.message_id = held.message_id
     and part.part_no > held.part_count
), begun as (
  insert into messaging.message_attempt (attempt_id, message_id, part_no, epoch, purpose, started_at, deadline_at, ended_at, outcome, error)
  select attempt.attempt_id, held.message_id, attempt.part_no, held.epoch, attempt.purpose, attempt.started_at, attempt.deadline_at, attempt.ended_at, attempt.outcome, attempt.error
    from held
   cross join lateral jsonb_to_recordset(held.opened) as attempt (
           attempt_id uuid, part_no int, purpose text, started_at timestamptz, deadline_at timestamptz, ended_at timestamptz, outcome text, error jsonb)
      on conflict (attempt_id) do nothing
), ended as (
  update messaging.message_attempt as attempt
     set ended_at = held.at,
         outcome = closing.outcome,
         error = closing.error
    from held
   cross join lateral jsonb_to_recordset(held.closed) as closing (attempt_id uuid, outcome text, error jsonb)
   where attempt.message_id = held.message_id
     and attempt.attempt_id = closing.attempt_id
), told as materialized (
  select events.append_events(jsonb_agg(event.value order by held.ordinality, event.ordinality))
    from held
   cross join lateral jsonb_array_elements(held.events) with ordinality as event (value, ordinality)
  having count(*) > 0
), applied_effects as materialized (
  select execution.apply_effects(jsonb_agg(effect.value order by held.ordinality, effect.ordinality))
    from held
   cross join lateral jsonb_array_elements(held.effects) with ordinality as effect (value, ordinality)
  having count(*) > 0
)
select held.ordinality is not null as applied,
       (select count(*) from told) as events,
       (select count(*) from applied_effects) as effects,
       (select set_config('synchronous_commit', 'on', true)) as durability
  from change
  left join held on held.ordinality = change.ordinality
 order by change.ordinality`;
