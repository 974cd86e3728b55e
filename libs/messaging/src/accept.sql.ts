/**
 * Stores the $4 commands of the JSON array $1 under mapping version $2 and code version $3; answers every row in its order.
 *
 * $6 are the bytes that the rows came by, each once: text by the hash that the rows name. A row that came by none is kept in canonical JSON.
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
           jsonb_to_recordset($1::jsonb) as (
             message_id uuid, site_id text, kind text, source_system text, sender_id text, idempotency_key text, body_hash text, canonical_hash text,
             lane_key text, destination text, correlation_id text, causation_id text, traceparent text, accepted_by text, accepted_at timestamptz,
             work_order_id text, operation_id text, confirmation_id text, lot_ids text[], serial_numbers text[], business_keys text[], source_sequence bigint,
             posting_date date, production_day date, events jsonb, effects jsonb, received jsonb, canonical jsonb,
             received_hash text, content_type text, place text[], in_path jsonb)
         ) with ordinality
   limit $4
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
  insert into messaging.payload (hash, body)
  select distinct on (shape.hash) shape.hash, shape.body
    from (select body_hash as hash, received as body from fresh where received_hash is null union all select canonical_hash, canonical from fresh) as shape
   order by shape.hash
      on conflict (hash) do nothing
), recorded as (
  insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
  select message_id, 0, 'received', body_hash, $2, $3, accepted_at from fresh where received_hash is null
   union all
  select message_id, 0, 'canonical', canonical_hash, $2, $3, accepted_at from fresh
), arrived as (
  insert into messaging.received_body (received_hash, content)
  select given.key, given.value
    from jsonb_each_text($6::jsonb) as given
   where given.key in (select fresh.received_hash from fresh)
   order by given.key
      on conflict (received_hash) do nothing
), sourced as (
  insert into messaging.message_received (message_id, received_hash, content_type, place, in_path, mapping_version, code_version, recorded_at)
  select message_id, received_hash, content_type, place, in_path, $2, $3, accepted_at
    from fresh
   where received_hash is not null
), told as materialized (
  select events.append_events(jsonb_agg(event.value order by fresh.ordinality, event.ordinality))
    from fresh
   cross join lateral jsonb_array_elements(fresh.events) with ordinality as event (value, ordinality)
  having count(*) > 0
), applied as materialized (
  select execution.apply_effects(jsonb_agg(effect.value order by fresh.ordinality, effect.ordinality))
    from fresh
   cross join lateral jsonb_array_elements(fresh.effects) with ordinality as effect (value, ordinality)
  having count(*) > 0
)
select case when known.message_id is null then 'accepted' when known.is_same then 'replayed' else 'conflict' end as outcome,
       coalesce(known.message_id, s.message_id) as message_id,
       coalesce(known.state, 'accepted') as state,
       coalesce(known.correlation_id, s.correlation_id) as correlation_id,
       (select count(*) from told) as events,
       (select count(*) from applied) as effects,
       (select set_config('synchronous_commit', 'on', true)) as durability
  from submitted as s
  left join known on known.ordinality = s.ordinality
 order by s.ordinality`;
