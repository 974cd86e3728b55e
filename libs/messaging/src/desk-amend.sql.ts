/** Unpacks what message $1 was accepted with into the tables where a shape may be superseded; one that was unpacked before stays as it is. */
export const UNPACK_ACCEPTANCE = `
with unpacked as (
  delete from messaging.acceptance as a
   where a.message_id = $1
  returning a.*
), each as (
  select u.message_id, shape.name, shape.hash, shape.body, u.mapping_version, u.code_version, u.recorded_at
    from unpacked as u
   cross join lateral (values ('received', u.received_hash, u.received), ('canonical', u.canonical_hash, u.canonical)) as shape (name, hash, body)
   where shape.body is not null
), kept as (
  insert into messaging.payload (hash, body)
  select distinct on (each.hash) each.hash, each.body::jsonb
    from each
   order by each.hash
      on conflict (hash) do nothing
)
insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
select each.message_id, 0, each.name, each.hash, each.mapping_version, each.code_version, each.recorded_at
  from each`;

/**
 * Keeps the amendment of message $1 by $2 for the reason $3 at $4: $5 and $6 hash and body as a person made it of what was received, $7 and $8 those of what it means, read by mapping version $9 and code version
 * $10. The canonical form before it stays as `superseded`.
 */
export const KEEP_AMENDMENT = `
with kept as (
  insert into messaging.payload (hash, body)
  select distinct on (one.hash) one.hash, one.body
    from (values ($5::text, $6::jsonb), ($7::text, $8::jsonb)) as one (hash, body)
   order by one.hash
      on conflict (hash) do nothing
), replaced as (
  delete from messaging.message_shape as shape
   where shape.message_id = $1
     and shape.part_no = 0
     and shape.shape = 'canonical'
     and shape.payload_hash <> $7
  returning shape.*
), superseded as (
  insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
  select replaced.message_id, replaced.part_no, 'superseded', replaced.payload_hash, replaced.mapping_version, replaced.code_version, replaced.recorded_at
    from replaced
      on conflict do nothing
), recorded as (
  insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
  values ($1, 0, 'canonical', $7, $9, $10, $4)
      on conflict do nothing
)
insert into messaging.message_amendment (message_id, amendment_no, received_hash, canonical_hash, mapping_version, code_version, actor, reason, amended_at)
select $1, message.amendments + 1, $5, $7, $9, $10, $2, $3, $4
  from messaging.message
 where message.message_id = $1`;

/**
 * Message $1 is what its amendment says: it becomes $2 at $3 with the error $4, is found by the keys $5 to $10 and $13, besides the Idempotency-Key that it came with, and belongs to the days $11 and $12. Who agreed to it before agreed to something else.
 * Its name, and the hash of the body that came under it, stay: the same body again is a repetition.
 */
export const BECOME_AMENDED = `
update messaging.message
   set state = $2,
       state_since = $3,
       error = $4,
       work_order_id = $5,
       operation_id = $6,
       confirmation_id = $7,
       lot_ids = $8,
       serial_numbers = $9,
       source_sequence = $10,
       posting_date = $11,
       production_day = $12,
       business_keys = $13::text[] || array(select kept.key from unnest(message.business_keys) as kept (key) where kept.key like 'idempotencyKey:%'),
       failures = 0,
       approved_by = null,
       doubt_proposal = null,
       amendments = message.amendments + 1
 where message.message_id = $1`;

/** What a flow amended of the parts of message $1 counts anew: it is planned again, by what it is now. */
export const PLAN_PARTS_ANEW = `
update messaging.message_part
   set amendments = 0,
       absences = 0,
       read_failures = 0
 where message_part.message_id = $1`;

/** Locks the lanes $1 in the order of their keys; one that never had work is made. Who holds one of them already may meet another who wants it: one of both is told by PostgreSQL to begin anew. */
export const HOLD_LANES = `
with made as (
  insert into messaging.lane (lane_key, pending)
  select wanted.lane_key, 0
    from unnest($1::text[]) as wanted (lane_key)
   order by wanted.lane_key
      on conflict (lane_key) do nothing
)
select lane.lane_key
  from messaging.lane
 where lane.lane_key = any ($1)
 order by lane.lane_key
   for update`;

/** Message $1 leaves its name, and the key under which it came, to message $2, which takes its place. */
export const GIVE_NAME_AWAY = `
update messaging.message
   set sender_id = message.sender_id || '#replaced-by-' || ($2::uuid)::text,
       idempotency_key = null,
       replaced_by = $2::uuid
 where message.message_id = $1`;

/** Message $1 took the place of message $2 at an amendment: it bears the hash of the body that came first, the key that came with it ($3), state $4 and error $5. */
export const TAKE_PLACE = `
update messaging.message
   set body_hash = first.body_hash,
       replaces = first.message_id,
       idempotency_key = $3,
       business_keys = message.business_keys || case when $3::text is null then '{}' else array['idempotencyKey:' || $3::text] end,
       state = $4,
       error = $5,
       amendments = 1
  from messaging.message as first
 where message.message_id = $1
   and first.message_id = $2`;

/** Keeps that message $1 came to be by the amendment of another one, as $2 made it for the reason $3 at $4. */
export const KEEP_FIRST_AMENDMENT = `
insert into messaging.message_amendment (message_id, amendment_no, received_hash, canonical_hash, mapping_version, code_version, actor, reason, amended_at)
select received.message_id, 1, received.payload_hash, canonical.payload_hash, received.mapping_version, received.code_version, $2, $3, $4
  from messaging.message_shape as received
  join messaging.message_shape as canonical on canonical.message_id = received.message_id and canonical.part_no = 0 and canonical.shape = 'canonical'
 where received.message_id = $1
   and received.part_no = 0
   and received.shape = 'received'`;

/** Whoever amended message $1, or one whose place it has taken. */
export const AMENDERS = `
with recursive taken as (
  select message.message_id, message.replaces
    from messaging.message
   where message.message_id = $1
   union
  select earlier.message_id, earlier.replaces
    from taken
    join messaging.message as earlier on earlier.message_id = taken.replaces
)
select distinct amendment.actor
  from taken
  join messaging.message_amendment as amendment on amendment.message_id = taken.message_id`;

/** What message $1 of site $2 was brought by: its body as a person amended it last, or as the gateway made it; the bytes that it came by; and the key that came with it. */
export const CURRENT_BODY = `
select message.idempotency_key,
       coalesce((select payload.body
                   from messaging.message_amendment as amendment
                   join messaging.payload on payload.hash = amendment.received_hash
                  where amendment.message_id = message.message_id
                  order by amendment.amendment_no desc
                  limit 1),
                (select shape.body::jsonb
                   from messaging.shape
                  where shape.message_id = message.message_id
                    and shape.part_no = 0
                    and shape.shape = 'received')) as body,
       received.content, received.place, received.in_path,
       message.traceparent
  from messaging.message
  left join lateral (
         select body.content, arrived.place, arrived.in_path
           from messaging.message_received as arrived
           join messaging.received_body as body on body.received_hash = arrived.received_hash
          where arrived.message_id = message.message_id
       ) as received on true
 where message.message_id = $1
   and message.site_id = $2`;
