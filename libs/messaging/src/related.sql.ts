import { LEAVE_LANE, MAY_STAND, rung } from './desk.sql.js';
import { SUMMARY_COLUMNS } from './reader.sql.js';

/** A part that the foreign system has, and has not reversed as far as it is known. */
const STANDS = `part.state = 'posted' and part.receipt ->> 'reversedBy' is null`;

/** A message as flows see it; `m` is the message. What it points to is looked up row by row, so that a plan made while the tables are empty is right when they are not. */
const RELATED_COLUMNS = `
       m.message_id, m.kind, m.source_system, m.sender_id, m.state, m.accepted_at, m.note,
       (select shape.body
          from messaging.shape
         where shape.message_id = m.message_id
           and shape.part_no = 0
           and shape.shape = 'canonical') as command,
       (select coalesce(jsonb_agg(part.receipt order by part.part_no), '[]')
          from messaging.message_part as part
         where part.message_id = m.message_id
           and ${STANDS}) as receipts,
       (select coalesce(jsonb_agg(payload.body order by part.part_no), '[]')
          from messaging.message_part as part
         cross join lateral (select payload.body from messaging.payload where payload.hash = part.payload_hash limit 1) as payload
         where part.message_id = m.message_id
           and ${STANDS}) as sent`;

/** The wish to take confirmation `m` back that counts: one that stands, or else the newest. */
const REVERSAL = `
       (select jsonb_build_object('messageId', wish.message_id, 'state', wish.state, 'hasReceipts', exists (
                 select from messaging.message_part as part where part.message_id = wish.message_id and part.state = 'posted'))
          from (select reversal.message_id, reversal.state
                  from messaging.message as reversal
                 where reversal.site_id = m.site_id
                   and reversal.confirmation_id = m.confirmation_id
                   and reversal.source_system = m.source_system
                   and reversal.kind = 'confirmationReversal'
                   and m.kind = 'productionConfirmation'
                   and reversal.state not in ('discarded', 'annulled')
                 order by reversal.state in ('posted', 'postedWithFollowUp') desc, reversal.position desc
                 limit 1) as wish) as reversal`;

/** Whether what is sent of message `m` is fixed. */
const IS_BEGUN = `
       exists (
         select
           from messaging.message_part as part
          where part.message_id = m.message_id
            and (part.state <> 'planned' or part.amendments > 0 or ${MAY_STAND})) as is_begun`;

/** $1 site, $2 source system, $3 kind, $4 the sender's id. */
export const FIND_RELATED = `
select ${RELATED_COLUMNS},${REVERSAL}
  from messaging.message as m
 where m.site_id = $1
   and m.source_system = $2
   and m.kind = $3
   and m.sender_id = $4`;

/** Reversals of confirmation $3 of source system $2 at site $1, oldest first. */
export const FIND_REVERSALS = `
select ${RELATED_COLUMNS}
  from messaging.message as m
 where m.site_id = $1
   and m.source_system = $2
   and m.confirmation_id = $3
   and m.kind = 'confirmationReversal'
 order by m.position`;

/** What was accepted before message $1 in its lane from its source system and still counts, oldest first. Found by the work order: a lane is about one. */
export const FIND_BEFORE = `
select ${RELATED_COLUMNS},${REVERSAL}
  from messaging.message as self
 cross join lateral (
         select message.*
           from messaging.message
          where message.site_id = self.site_id
            and message.work_order_id = self.work_order_id
            and message.position < self.position
            and message.lane_key = self.lane_key
            and message.source_system = self.source_system
            and message.state not in ('discarded', 'annulled')
          order by message.position
       ) as m
 where self.message_id = $1
 order by m.position`;

/** The first message of its kind after $1 in its lane from its source system that still counts. Found by the work order: a lane is about one. */
export const FIND_LATER_IN_LANE = `
select ${RELATED_COLUMNS},${IS_BEGUN},${REVERSAL}
  from messaging.message as self
 cross join lateral (
         select message.*
           from messaging.message
          where message.site_id = self.site_id
            and message.work_order_id = self.work_order_id
            and message.position > self.position
            and message.kind = self.kind
            and message.lane_key = self.lane_key
            and message.source_system = self.source_system
            and message.state not in ('discarded', 'annulled')
          order by message.position
          limit 1
       ) as m
 where self.message_id = $1`;

const overtaking = (scope: string): string => `
         select message.*
           from messaging.message
          where message.site_id = self.site_id
            and message.position > self.position
            and message.lane_key = self.lane_key
            and ${scope}
            and message.state not in ('discarded', 'annulled')`;

/**
 * What was accepted after message $1 in its lane and was posted, or begun, before it; oldest first. Nothing for a message that no person has brought back: it was always in front of them. Found by the work order, or,
 * where the lane is about none, by the place.
 */
export const FIND_OVERTAKEN_BY = `
select later.*
  from messaging.message as self
 cross join lateral (
         select ${RELATED_COLUMNS},${IS_BEGUN},${REVERSAL},
                m.position
           from (${overtaking('message.work_order_id = self.work_order_id')}
         union all${overtaking('message.work_order_id is null and self.work_order_id is null')}
                ) as m
       ) as later
 where self.message_id = $1
   and exists (select from messaging.message_action as action where action.message_id = self.message_id and action.action in ('resubmit', 'approve'))
   and (later.state in ('posted', 'postedWithFollowUp') or later.is_begun)
 order by later.position`;

/** Unfinished reversals of the work order and source system of message $1 that were accepted before it, oldest first. */
export const FIND_OPEN_REVERSALS_OF_ORDER_BEFORE = `
select ${RELATED_COLUMNS}
  from messaging.message as self
 cross join lateral (
         select message.*
           from messaging.message
          where message.site_id = self.site_id
            and message.work_order_id = self.work_order_id
            and message.position < self.position
            and message.source_system = self.source_system
            and message.kind = 'confirmationReversal'
            and message.state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')
          order by message.position
       ) as m
 where self.message_id = $1
 order by m.position`;

/** Unfinished confirmations and consumptions of the work order of message $1 that were accepted before it, oldest first; $2 at most, all of them when it is null. */
export const FIND_OPEN_OF_ORDER_BEFORE = `
select ${RELATED_COLUMNS}
  from messaging.message as self
 cross join lateral (
         select message.*
           from messaging.message
          where message.site_id = self.site_id
            and message.work_order_id = self.work_order_id
            and message.position < self.position
            and message.kind in ('productionConfirmation', 'materialConsumption')
            and message.state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')
          order by message.position
          limit $2
       ) as m
 where self.message_id = $1
 order by m.position`;

/** Unfinished confirmations and consumptions of work order $2 of site $1, oldest first. */
export const FIND_OPEN_REPORTS = `
select ${RELATED_COLUMNS}
  from messaging.message as m
 where m.site_id = $1
   and m.work_order_id = $2
   and m.kind in ('productionConfirmation', 'materialConsumption')
   and m.state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')
 order by m.position`;

/** At most $3 unfinished confirmations of the work orders $2 of site $1, oldest first. */
export const FIND_OPEN_CONFIRMATIONS_OF = `
select ${RELATED_COLUMNS}
  from messaging.message as m
 where m.site_id = $1
   and m.work_order_id = any ($2::text[])
   and m.kind = 'productionConfirmation'
   and m.state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')
 order by m.position
 limit $3`;

/**
 * Locks message $1 with its lane, and message $2 of the same site, on whose behalf it is to be annulled, against changes. What follows in the transaction reads by a newer
 * snapshot: what a worker wrote while this one waited for its locks is seen.
 */
export const HOLD_FOR_ANNULMENT = `
select ${SUMMARY_COLUMNS}, annulling.state as annulling_state
  from messaging.message as annulling
  join messaging.message as m on m.site_id = annulling.site_id
  join messaging.lane on lane.lane_key = m.lane_key
 where m.message_id = $1
   and annulling.message_id = $2
   for share of annulling
   for update of lane, m`;

/** What of message $1 stands, whether something of it is in doubt, and which message annulled it. */
export const ANNULMENT_FACTS = `
select coalesce(jsonb_agg(part.receipt order by part.part_no) filter (where ${STANDS}), '[]') as receipts,
       coalesce(bool_or(part.state = 'posting'), false) as is_in_doubt,
       (select max(action.actor) from messaging.message_action as action where action.message_id = $1 and action.action = 'annul') as annulled_by
  from messaging.message_part as part
 where part.message_id = $1`;

/** Ends message $1, which is held, at $5 as annulled by message $3 for the reason $4; $2 is its note from then on. Tells it by the event $6, and wakes who waits under its key $7. */
export const ANNUL_MESSAGE = `
with decided as materialized (
  select m.message_id, m.position, m.lane_key, m.state
    from messaging.message as m
   where m.message_id = $1
), changed as (
  update messaging.message
     set state = 'annulled',
         state_since = $5,
         error = null,
         note = $2
    from decided
   where message.message_id = decided.message_id
), ${LEAVE_LANE}, ${rung('$7')}, noted as (
  insert into messaging.message_action (message_id, action, actor, reason, from_state, to_state, acted_at)
  select decided.message_id, 'annul', $3, $4, decided.state, 'annulled', $5
    from decided
), told as materialized (
  select events.append_events(jsonb_build_array($6::jsonb))
    from decided
)
select count(*) as events
  from told`;


/** The head of the lane in which message $1 stands, or else of lane $2, and for what it waits; no row when the message is finished, or the lane is empty. */
export const FIND_STANDSTILL = `
select head.message_id, head.sender_id, head.kind, head.state, lane.waiting_for
  from messaging.lane
 cross join lateral (
         select job.position
           from messaging.lane_job as job
          where job.lane_key = lane.lane_key
          order by job.position
          limit 1
       ) as first
 cross join lateral (select message.* from messaging.message where message.position = first.position limit 1) as head
 where lane.lane_key = coalesce((
         select self.lane_key
           from messaging.message as self
          where self.message_id = $1::uuid
            and self.state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')), $2)`;

/** Locks message $1 with its lane, when nothing of it is on its way, in doubt or posted, and the lane does not stand still. */
export const HOLD_TO_LET_PASS = `
select ${SUMMARY_COLUMNS}
  from messaging.message as m
  join messaging.lane on lane.lane_key = m.lane_key
 where m.message_id = $1
   and not lane.stopped
   and m.state in ('accepted', 'waiting', 'retrying')
   and not exists (select from messaging.message_part as part where part.message_id = m.message_id and part.state <> 'planned')
   for update of lane, m`;

/**
 * Gives message $1, which is held, the last place of its lane at $2, for the reason $3, told by the event $4. A new position is what a message gets that is accepted now. The lane's lease ends: whoever worked on
 * its head changes nothing any more. Only the first of its lane lets others pass: whoever came before it meanwhile, and may stand still there, is nobody's that planned this one.
 */
export const LET_PASS = `
with decided as materialized (
  select m.message_id, m.position, m.lane_key
    from messaging.message as m
   where m.message_id = $1
     and not exists (select from messaging.lane_job as job where job.lane_key = m.lane_key and job.position < m.position)
), left_place as (
  delete from messaging.lane_job as job
   using decided
   where job.position = decided.position
), changed as (
  update messaging.message
     set position = default,
         state = 'waiting',
         state_since = case when message.state = 'waiting' then message.state_since else $2 end,
         error = $3
    from decided
   where message.message_id = decided.message_id
  returning message.position, message.lane_key
), queued as (
  insert into messaging.lane_job (position, lane_key)
  select changed.position, changed.lane_key
    from changed
), moved as (
  update messaging.lane
     set lease_epoch = lane.lease_epoch + 1,
         lease_token = null,
         lease_until = null,
         waiting_for = null,
         next_at = $2
    from decided
   where lane.lane_key = decided.lane_key
), told as materialized (
  select events.append_events(jsonb_build_array($4::jsonb))
    from decided
)
select count(*) as events
  from told`;
