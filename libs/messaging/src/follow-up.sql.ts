import { HEAD_COLUMNS } from './head.sql.js';
import { rung } from './desk.sql.js';
import { canonicalOf } from './shape.sql.js';

/** The $2 next messages after position $1 that were posted with a follow-up, with their parts, and the sends of which people were `alerted`. */
export const LOAD_FOLLOW_UPS = `
select ${HEAD_COLUMNS},
       array(select attempt.attempt_id from messaging.message_attempt as attempt where attempt.message_id = m.message_id and attempt.alerted_at is not null order by attempt.started_at) as alerted
  from (select * from messaging.message where message.state = 'postedWithFollowUp' and message.position > $1 order by message.position limit $2) as m
  left join lateral ${canonicalOf('m')} as command on true
 order by m.position`;

/**
 * Makes message $1 posted at $5, unless somebody else was faster: $2 what stands in the ERP, $3 its note, $4 the parts `{part_no, receipt, hash}` with what the ERP answers
 * of them now, read by mapping version $8 and code version $9, and $10 their numbers. Tells it by the events $6, and wakes who waits under its key $7.
 */
export const SETTLE_FOLLOW_UP = `
with decided as materialized (
  select m.message_id, lane.lane_key
    from messaging.lane
    join messaging.message as m on m.lane_key = lane.lane_key
   where m.message_id = $1
     and m.state = 'postedWithFollowUp'
     for update of lane, m
), changed as (
  update messaging.message
     set state = 'posted',
         state_since = $5,
         error = null,
         erp = $2,
         note = $3
    from decided
   where message.message_id = decided.message_id
), answered as materialized (
  select decided.message_id, answer.part_no, answer.receipt, answer.hash
    from decided
   cross join lateral jsonb_to_recordset($4::jsonb) as answer (part_no int, receipt jsonb, hash text)
), parted as (
  update messaging.message_part as part
     set receipt = (select answered.receipt from answered where answered.part_no = part.part_no)
    from decided
   where part.message_id = decided.message_id
     and part.part_no = any ($10)
), kept as (
  insert into messaging.payload (hash, body)
  select distinct on (answered.hash) answered.hash, answered.receipt
    from answered
   order by answered.hash
      on conflict (hash) do nothing
), recorded as (
  insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
  select answered.message_id, answered.part_no, 'answered', answered.hash, $8, $9, $5
    from answered
      on conflict do nothing
), ${rung('$7')}, told as materialized (
  select events.append_events($6::jsonb)
    from decided
)
select count(*) as events
  from told`;
