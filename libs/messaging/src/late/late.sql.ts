import { HEAD_COLUMNS } from '../head.sql.js';
import { canonicalOf } from '../shape.sql.js';

/**
 * The $4 next messages after position $3 with a send of which nobody heard the end, one row for each such part that is not in doubt any more: `late_part_no`, `looks` so far, `unheard` attempts and which of them
 * people were `alerted` of. The first look is due when the last send of the part, or the alert, is as old as $1, the second when it is as old as $2.
 */
export const LOAD_LATE_LOOKS = `
select ${HEAD_COLUMNS}, due.part_no as late_part_no, due.looks, due.unheard, due.alerted
  from (
         select attempt.message_id, attempt.part_no, min(attempt.late_looks) as looks,
                array_agg(attempt.attempt_id order by attempt.started_at) as unheard,
                coalesce(array_agg(attempt.attempt_id order by attempt.started_at) filter (where attempt.alerted_at is not null), '{}') as alerted
           from messaging.message_attempt as attempt
          where attempt.purpose = 'send'
            and attempt.outcome = 'unknown'
            and attempt.late_looks < 2
            and attempt.ended_at <= $1
          group by attempt.message_id, attempt.part_no
       ) as due
  join messaging.message as m on m.message_id = due.message_id
  join messaging.message_part as sent on sent.message_id = due.message_id and sent.part_no = due.part_no
  left join lateral ${canonicalOf('m')} as command on true
 cross join lateral (
         select max(greatest(send.ended_at, send.alerted_at)) as at
           from messaging.message_attempt as send
          where send.message_id = due.message_id
            and send.part_no = due.part_no
            and send.purpose = 'send'
       ) as last
 where m.position > $3
   and sent.state <> 'posting'
   and last.at <= case due.looks when 0 then $1::timestamptz else $2::timestamptz end
 order by m.position
 limit $4`;

/** The sends $1 were looked for $2 times, and nothing stands that should not. The events $3 are told unless somebody else has looked as often. */
export const KEEP_LATE_LOOK = `
with looked as (
  update messaging.message_attempt as attempt
     set late_looks = $2
   where attempt.attempt_id = any ($1::uuid[])
     and attempt.late_looks < $2
returning attempt.attempt_id
), told as materialized (
  select events.append_events($3::jsonb)
   where exists (select from looked)
     and jsonb_array_length($3::jsonb) > 0
)
select (select count(*) from looked) as attempts, (select count(*) from told) as events`;

/** A late document of the send $1 was found at $2: its answer $3 is kept where none is. The events $4 are told when people were not alerted of it before. */
export const TELL_LATE_DOCUMENT = `
with suspect as materialized (
  select attempt.attempt_id, attempt.alerted_at is null as is_news
    from messaging.message_attempt as attempt
   where attempt.attempt_id = $1
     for update
), kept as (
  update messaging.message_attempt as attempt
     set evidence = coalesce(attempt.evidence, $3::jsonb),
         evidence_at = coalesce(attempt.evidence_at, $2),
         alerted_at = coalesce(attempt.alerted_at, $2)
    from suspect
   where attempt.attempt_id = suspect.attempt_id
), told as materialized (
  select events.append_events($4::jsonb)
    from suspect
   where suspect.is_news
)
select count(*) as events
  from told`;

/**
 * The send $1 itself ended at $2, when it had been decided without it: what came of it is $3. Unless its documents $4 are those by which the part is known as posted it is looked for anew, and the events $5 are told when people were
 * not alerted of it before.
 */
export const TELL_SENT_LATE = `
with suspect as materialized (
  select attempt.attempt_id, attempt.alerted_at is null as is_news,
         not exists (
           select
             from messaging.message_part as part
            cross join lateral jsonb_array_elements(part.receipt -> 'documents') as known
             join jsonb_array_elements($4::jsonb) as late on late ->> 'type' = known ->> 'type' and late ->> 'number' = known ->> 'number'
            where part.message_id = attempt.message_id
              and part.part_no = attempt.part_no
              and part.state = 'posted') as is_other
    from messaging.message_attempt as attempt
   where attempt.attempt_id = $1
     for update
), kept as (
  update messaging.message_attempt as attempt
     set evidence = $3::jsonb,
         evidence_at = $2,
         alerted_at = case when suspect.is_other then coalesce(attempt.alerted_at, $2) else attempt.alerted_at end,
         late_looks = case when suspect.is_other then 0 else attempt.late_looks end
    from suspect
   where attempt.attempt_id = suspect.attempt_id
), told as materialized (
  select events.append_events($5::jsonb)
    from suspect
   where suspect.is_news
     and suspect.is_other
)
select count(*) as events
  from told`;

/** Message $1, which is posted, stands twice as of $2: its part $3 has the receipt $4 with that as its follow-up, and the message the error $5. The sends $6 need no more looks; the follow-up is watched. The events $7 are told. */
export const FOLLOW_UP_DOUBLE = `
with doubled as materialized (
  select m.message_id, m.state
    from messaging.message as m
   where m.message_id = $1
     and m.state in ('posted', 'postedWithFollowUp')
     for update
), changed as (
  update messaging.message
     set state = 'postedWithFollowUp',
         state_since = case doubled.state when 'posted' then $2 else message.state_since end,
         error = $5::jsonb
    from doubled
   where message.message_id = doubled.message_id
), parted as (
  update messaging.message_part as part
     set receipt = $4::jsonb
    from doubled
   where part.message_id = doubled.message_id
     and part.part_no = $3
     and part.state = 'posted'
), looked as (
  update messaging.message_attempt as attempt
     set late_looks = 2
    from doubled
   where attempt.attempt_id = any ($6::uuid[])
     and attempt.late_looks < 2
returning attempt.attempt_id
), told as materialized (
  select events.append_events($7::jsonb)
    from doubled
   where exists (select from looked)
)
select count(*) as events
  from told`;
