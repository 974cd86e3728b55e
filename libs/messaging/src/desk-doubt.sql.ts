/** Keeps the proposal $2 about the doubt of message $1. */
export const KEEP_PROPOSAL = `
update messaging.message
   set doubt_proposal = $2
 where message.message_id = $1`;

/** The part of message $1 that is in doubt, with the backend that took another part, if any did. */
export const DOUBTFUL_PART = `
select part.part_no, part.part_id, part.reference, part.read_back_after,
       exists (select from messaging.message_attempt as attempt where attempt.message_id = part.message_id and attempt.part_no = part.part_no and attempt.ended_at is null) as is_unanswered,
       (select other.receipt ->> 'backend' from messaging.message_part as other where other.message_id = part.message_id and other.receipt is not null order by other.part_no limit 1) as backend
  from messaging.message_part as part
 where part.message_id = $1
   and part.state = 'posting'
 order by part.part_no`;

/** Another message of site $2 than $1 of which one of the documents $3 stands in the ERP; $4 are their numbers. */
export const OWNER_OF_DOCUMENTS = `
select m.message_id, m.sender_id, document.value as document
  from messaging.message as m
 cross join lateral jsonb_array_elements(m.erp -> 'documents') as document
 where m.site_id = $2
   and m.message_id <> $1
   and m.erp is not null
   and jsonb_path_query_array(m.erp, '$.documents[*].number') ?| $4::text[]
   and exists (
         select
           from jsonb_array_elements($3::jsonb) as named
          where named.value ->> 'number' = document.value ->> 'number'
            and named.value ->> 'type' = document.value ->> 'type')
 limit 1`;

/** Part $2 of message $1 is in doubt no more. */
const partBecomes = (what: string): string => `with parted as (
  update messaging.message_part as part
     set ${what},
         doubt_from = null,
         read_back_after = null,
         absences = 0,
         read_failures = 0
   where part.message_id = $1
     and part.part_no = $2
)`;

/** What was said about the doubt is so: the message goes on in `state` from `since`, with a `note` of who said it. */
const messageBecomes = (state: string, since: string, note: string): string => `update messaging.message
   set state = ${state},
       state_since = ${since},
       failures = 0,
       error = null,
       note = ${note},
       doubt_proposal = null`;

/**
 * Part $2 of message $1 stands, as two persons say: $3 is its receipt under the hash $4, kept at $5 with mapping version $6 and code version $7. The message goes on as one of which this part was posted.
 * The note $8 says who they were, and $9 is what stands of all parts.
 */
export const POSTED_AS_RESOLVED = `
${partBecomes("state = 'posted', receipt = $3")}, kept as (
  insert into messaging.payload (hash, body)
  values ($4, $3)
      on conflict (hash) do nothing
), recorded as (
  insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
  values ($1, $2, 'answered', $4, $6, $7, $5)
      on conflict do nothing
)
${messageBecomes("'posting'", '$5', '$8')},
       erp = $9
 where message.message_id = $1`;

/** Part $2 of message $1 does not stand, as two persons say: it is sent again under its reference. Its note is $4 from $3 on. */
export const UNSENT_AS_RESOLVED = `
${partBecomes("state = 'planned'")}
${messageBecomes("'accepted'", '$3', '$4')}
 where message.message_id = $1`;
