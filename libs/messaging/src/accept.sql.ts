/**
 * Stores the $4 commands of the JSON array $1 under mapping version $2 and code version $3. Line by line $6 is what was received, or null of a row that came by bytes, $7 what it means, both in canonical JSON, and $8
 * the data of the event that tells of the acceptance. $9 are the bytes that rows came by, each once: text by the hash that the rows name. Answers one row: `known` has an entry for each command that came before, by its place from 1; all others are stored.
 *
 * With $5 they are stored together: when one came before with another body, none is, and what the answers of the others say is void.
 *
 * Order and locks: the lanes first, in the order of their keys against deadlocks; a message gets its position only after its lane is locked, so that within a
 * lane the order of positions is the order of commits. `pending` counts only what is really stored: a twin that was committed after this statement's snapshot
 * fails it as a whole (unique_violation), and the caller asks again.
 * `lane.pending + n` is computed on the newest version of the row: whether a worker finishes the lane's last message before or after, the lane is due.
 */
export const ACCEPT_MESSAGES = `
with submitted as materialized (
  select *
    from rows from (
           json_to_recordset($1::json) as (
             message_id uuid, site_id text, kind text, source_system text, sender_id text, idempotency_key text, body_hash text, canonical_hash text,
             lane_key text, destination text, correlation_id text, causation_id text, traceparent text, accepted_by text, accepted_at timestamptz,
             work_order_id text, operation_id text, confirmation_id text, lot_ids text[], serial_numbers text[], business_keys text[], source_sequence bigint,
             posting_date date, production_day date, event_id uuid, events json, effects json, received_hash text, content_type text, place text[], in_path jsonb),
           string_to_table($6, e'\\n'), string_to_table($7, e'\\n'), string_to_table($8, e'\\n')
         ) with ordinality as s (
           message_id, site_id, kind, source_system, sender_id, idempotency_key, body_hash, canonical_hash, lane_key, destination, correlation_id, causation_id, traceparent, accepted_by, accepted_at,
           work_order_id, operation_id, confirmation_id, lot_ids, serial_numbers, business_keys, source_sequence, posting_date, production_day, event_id, events, effects, received_hash, content_type, place, in_path, received, canonical, told, ordinality)
   limit (select $4::int)
), known as materialized (
  select s.ordinality,
         coalesce(named.message_id, keyed.message_id) as message_id,
         coalesce(named.state, keyed.state) as state,
         coalesce(named.correlation_id, keyed.correlation_id) as correlation_id,
         coalesce(named.body_hash = s.body_hash, true)
           and coalesce(keyed.body_hash = s.body_hash, true)
           and coalesce(named.message_id = keyed.message_id, true) as is_same
    from submitted as s
    left join lateral (
           select m.message_id, m.state, m.correlation_id, m.body_hash
             from messaging.message as m
            where m.site_id = s.site_id
              and m.source_system = s.source_system
              and m.kind = s.kind
              and m.sender_id = s.sender_id
            limit 1
         ) as named on true
    left join lateral (
           select m.message_id, m.state, m.correlation_id, m.body_hash
             from messaging.message as m
            where m.site_id = s.site_id
              and m.source_system = s.source_system
              and m.idempotency_key = s.idempotency_key
            limit 1
         ) as keyed on true
   where named.message_id is not null
      or keyed.message_id is not null
), fresh as materialized (
  select s.*
    from submitted as s
   where s.ordinality not in (select known.ordinality from known)
     and not ($5 and exists (select from known where not known.is_same))
), opened as (
  insert into messaging.lane as lane (lane_key, destination, pending, next_at)
  select fresh.lane_key, min(fresh.destination), count(*), min(fresh.accepted_at)
    from fresh
   group by fresh.lane_key
   order by fresh.lane_key
      on conflict (lane_key) do update
     set destination = excluded.destination,
         pending = lane.pending + excluded.pending,
         next_at = case when lane.pending = 0 then excluded.next_at else lane.next_at end
  returning lane.lane_key
), stored as (
  insert into messaging.message (
         message_id, site_id, kind, source_system, sender_id, idempotency_key, body_hash, lane_key, correlation_id, causation_id, traceparent, accepted_by,
         work_order_id, operation_id, confirmation_id, lot_ids, serial_numbers, business_keys, source_sequence, posting_date, production_day, state, state_since, accepted_at)
  select f.message_id, f.site_id, f.kind, f.source_system, f.sender_id, f.idempotency_key, f.body_hash, f.lane_key, f.correlation_id, f.causation_id, f.traceparent, f.accepted_by,
         f.work_order_id, f.operation_id, f.confirmation_id, f.lot_ids, f.serial_numbers, f.business_keys, f.source_sequence, f.posting_date, f.production_day, 'accepted', f.accepted_at, f.accepted_at
    from fresh as f
    join opened on opened.lane_key = f.lane_key
   order by f.ordinality
  returning position, lane_key
), queued as (
  insert into messaging.lane_job (position, lane_key)
  select stored.position, stored.lane_key
    from stored
), kept as (
  insert into messaging.acceptance (message_id, received_hash, canonical_hash, mapping_version, code_version, recorded_at, received, canonical)
  select f.message_id, f.body_hash, f.canonical_hash, $2, $3, f.accepted_at, nullif(f.received, 'null')::json, f.canonical::json
    from fresh as f
   order by f.ordinality
), arrived as (
  insert into messaging.received_body (received_hash, content)
  select given.key, given.value
    from json_each_text($9::json) as given
   where given.key in (select fresh.received_hash from fresh)
   order by given.key
      on conflict (received_hash) do nothing
), sourced as (
  insert into messaging.message_received (message_id, received_hash, content_type, place, in_path, mapping_version, code_version, recorded_at)
  select message_id, received_hash, content_type, place, in_path, $2, $3, accepted_at
    from fresh
   where received_hash is not null
), event as (
  select f.ordinality, 0 as place, f.event_id as id, 'message.accepted.v1' as type, f.site_id, f.message_id::text as subject, f.correlation_id, f.message_id::text as causation_id, f.told::jsonb as body,
         f.accepted_at as instant
    from fresh as f
   union all
  select f.ordinality, further.place, further.id, further.type, further.site_id, further.subject, further.correlation_id, further.causation_id, further.data, further.occurred_at
    from fresh as f
   cross join lateral rows from (
           json_to_recordset(f.events) as (id uuid, type text, site_id text, subject text, correlation_id text, causation_id text, data jsonb, occurred_at timestamptz)
         ) with ordinality as further (id, type, site_id, subject, correlation_id, causation_id, data, occurred_at, place)
   where f.events is not null
), told as materialized (
  select events.append_events(array_agg(e.id), array_agg(e.type), array_agg(e.site_id), array_agg(e.subject), array_agg(e.correlation_id), array_agg(e.causation_id), array_agg(e.body), array_agg(e.instant))
    from (select * from event order by event.ordinality, event.place) as e
  having count(*) > 0
), applied as materialized (
  select execution.apply_effects(jsonb_agg(effect.value::jsonb order by fresh.ordinality, effect.ordinality))
    from fresh
   cross join lateral json_array_elements(fresh.effects) with ordinality as effect (value, ordinality)
   where fresh.effects is not null
  having count(*) > 0
)
select (select count(*) from told) as events,
       (select count(*) from applied) as effects,
       (select set_config('synchronous_commit', 'on', true)) as durability,
       (select json_agg(json_build_object(
                 'place', known.ordinality, 'outcome', case when known.is_same then 'replayed' else 'conflict' end,
                 'messageId', known.message_id, 'state', known.state, 'correlationId', known.correlation_id))
          from known) as known`;
