import { canonicalOf } from './shape.sql.js';

/**
 * Ends `decided` (message_id, position, lane_key) and lets its lane go on: at once, when it was the head. One that stands beside its lane leaves nothing.
 * @param at the parameter that is now
 */
const leaveLane = (at: string): string => `finished as (
  delete from messaging.lane_job as job
   using decided
   where job.position = decided.position
  returning job.lane_key, job.position
), moved as (
  update messaging.lane
     set pending = lane.pending - 1,
         stopped = lane.stopped and not here.is_head,
         waiting_for = case when here.is_head then null else lane.waiting_for end,
         next_at = case when lane.pending = 1 then null when here.is_head then ${at} else lane.next_at end
    from (select finished.lane_key, not exists (select from messaging.lane_job as job where job.lane_key = finished.lane_key and job.position < finished.position) as is_head from finished) as here
   where lane.lane_key = here.lane_key
)`;
/** The same at $5. */
export const LEAVE_LANE = leaveLane('$5');

/**
 * Lanes whose head waits for this message look at once.
 * @param key the parameter that is the message's key
 * @param at the parameter that is now
 */
export const rung = (key: string, at = '$5'): string => `rung as (
  update messaging.lane
     set next_at = ${at},
         waiting_for = null
    from decided
   where lane.waiting_for = ${key}
     and lane.lane_key <> decided.lane_key
)`;

/**
 * Locks the lane of message $1 of site $2, then the message, until the transaction ends. What follows reads by a newer snapshot: nobody writes a message without its lane, so
 * what a person decides upon is what stands.
 */
export const HOLD_MESSAGE = `
select message.lane_key, message.position
  from messaging.lane
  join messaging.message on message.lane_key = lane.lane_key
 where message.message_id = $1
   and message.site_id = $2
   for update of lane, message`;

/** Something was sent of part `part` that may stand: its plan is fixed. */
export const MAY_STAND = `(
              select true
                from messaging.message_attempt as attempt
               where attempt.message_id = part.message_id
                 and attempt.part_no = part.part_no
                 and attempt.purpose = 'send'
                 and (attempt.ended_at is null or attempt.outcome in ('posted', 'unknown'))
               order by attempt.started_at
               limit 1) is not null`;

/**
 * Whether message $1 is the first of its lane, or would be; the first one there beside it, with whether the lane stands still; and the first unfinished running total behind it, in the lane or beside it, that was
 * sent already: what is sent of that is fixed, and contains message $1.
 */
export const LOOK_AT_LANE = `
select lane.stopped,
       fixed.message_id as fixed_id,
       fixed.state as fixed_state,
       head.position is null or head.position > message.position as is_front,
       (select other.message_id from messaging.message as other where other.position = head.position) as head_id,
       (select other.state from messaging.message as other where other.position = head.position) as head_state
  from messaging.message
  join messaging.lane on lane.lane_key = message.lane_key
  left join lateral (select min(job.position) as position from messaging.lane_job as job where job.lane_key = message.lane_key and job.position <> message.position) as head on true
  left join lateral (
         select m.message_id, m.state
           from messaging.message as m
          cross join lateral ${canonicalOf('m')} as command
          where m.site_id = message.site_id
            and m.work_order_id = message.work_order_id
            and m.position > message.position
            and m.lane_key = message.lane_key
            and m.state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')
            and command.body ->> 'cumulative' = 'true'
            and exists (select from messaging.message_part as part where part.message_id = m.message_id and (part.amendments > 0 or ${MAY_STAND}))
          order by m.position
          limit 1
       ) as fixed on true
 where message.message_id = $1`;

/**
 * Puts message $1 back into its lane at $2, into the place of its acceptance. As the first one it takes the lane from whoever has leased it: a worker that plans the one behind
 * finds its write refused. The caller has seen that nothing of that one is on its way.
 */
export const ENTER_LANE = `
with decided as materialized (
  select message.message_id, message.position, message.lane_key,
         not exists (select from messaging.lane_job as job where job.lane_key = message.lane_key and job.position < message.position) as is_front
    from messaging.message
   where message.message_id = $1
), placed as (
  update messaging.message
     set stepped_aside_at = null
    from decided
   where message.message_id = decided.message_id
), queued as (
  insert into messaging.lane_job (position, lane_key)
  select decided.position, decided.lane_key
    from decided
)
update messaging.lane
   set pending = lane.pending + 1,
       next_at = case when decided.is_front then $2 else lane.next_at end,
       waiting_for = case when decided.is_front then null else lane.waiting_for end,
       lease_token = case when decided.is_front then null else lane.lease_token end,
       lease_until = case when decided.is_front then null else lane.lease_until end
  from decided
 where lane.lane_key = decided.lane_key`;

/** The lane of message $1 looks at $2, when the message is its first one. */
export const LANE_IS_DUE = `
update messaging.lane
   set stopped = false,
       waiting_for = null,
       next_at = $2
  from messaging.message
 where message.message_id = $1
   and lane.lane_key = message.lane_key
   and exists (select from messaging.lane_job as job where job.position = message.position)
   and not exists (select from messaging.lane_job as job where job.lane_key = message.lane_key and job.position < message.position)`;

/** The lane of message $1, its first one, stands still. */
export const LANE_STANDS = `
update messaging.lane
   set stopped = true,
       waiting_for = null,
       next_at = null
  from messaging.message
 where message.message_id = $1
   and lane.lane_key = message.lane_key`;

/** Message $1 leaves its lane at $2. With $3 it stands beside it from then on, and may come back. */
export const LEAVE = `
with decided as materialized (
  select message.message_id, message.position, message.lane_key
    from messaging.message
   where message.message_id = $1
), beside as (
  update messaging.message
     set stepped_aside_at = $2
    from decided
   where message.message_id = decided.message_id
     and $3::boolean
), ${leaveLane('$2')}
select count(*) from decided`;

/**
 * Message $1 becomes $2 at $3. What of it is in doubt goes back to reading back, never to a send: both absences are to be seen anew, the settle window stays.
 * What a flow may amend of a part counts anew, and what a person proposed about a doubt is void.
 */
export const BEGIN_ANEW = `
with begun_anew as (
  update messaging.message_part as part
     set doubt_from = case when part.state = 'posting' then $3::timestamptz end,
         absences = 0,
         read_failures = 0,
         amendments = 0
   where part.message_id = $1
     and part.state <> 'posted'
)
update messaging.message
   set state = $2,
       state_since = $3,
       failures = 0,
       error = case when $2 = 'inDoubt' then message.error end,
       doubt_proposal = null
 where message.message_id = $1`;

/** Keeps that $2 agreed to message $1 as a second person; it is planned again with that knowledge. */
export const KEEP_APPROVER = `
update messaging.message
   set approved_by = $2
 where message.message_id = $1`;

/** Message $1 is $2 at $3, with the note $4 when there is one; its error stays. */
export const END_AS = `
update messaging.message
   set state = $2,
       state_since = $3,
       note = coalesce($4, message.note)
 where message.message_id = $1`;

/** Undoes at $3 what the gateway kept of the acceptance of message $2 of site $1. */
export const UNDO_ACCEPTANCE = `select execution.apply($1, $2, 'message_discarded', '{}', $3)`;

/** Writes down what $3 did ($2) to message $1, why ($4), from state $5 to $6 at $7; tells it by the event $8; lanes whose head waits under the key $9 look at once. */
export const NOTE_ACTION = `
with decided as materialized (
  select message.message_id, message.lane_key
    from messaging.message
   where message.message_id = $1
), noted as (
  insert into messaging.message_action (message_id, action, actor, reason, from_state, to_state, acted_at)
  select decided.message_id, $2, $3, $4, $5, $6, $7
    from decided
), ${rung('$9', '$7')}
select events.append_events(jsonb_build_array($8::jsonb))
  from decided`;

/** Says in the audit who did what; the last statement of a transaction, which holds the end of the chain from then on. */
export const AUDIT_ACTION = `select security.append_audit_entry($1, $2, $3, $4, 'message', $5, $6, $7::jsonb, $8)`;

/** The same of an action that is about many messages of site $4 at once. */
export const AUDIT_ACTION_AT_SITE = `select security.append_audit_entry($1, $2, $3, $4, 'site', $4, $5, $6::jsonb, $7)`;

/** Open messages that depend on message $1 and came after it: wishes to take it back, or totals of its lane that contain it. */
export const FIND_DEPENDENTS = `
select later.message_id, later.kind, later.sender_id
  from messaging.message as self
 cross join lateral (
         select other.message_id, other.kind, other.sender_id, other.position
           from messaging.message as other
          where other.site_id = self.site_id
            and other.confirmation_id = self.confirmation_id
            and other.position > self.position
            and other.kind = 'confirmationReversal'
            and self.kind = 'productionConfirmation'
            and other.source_system = self.source_system
            and other.state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')
          union all
         select other.message_id, other.kind, other.sender_id, other.position
           from messaging.message as other
          cross join lateral ${canonicalOf('other')} as command
          where other.site_id = self.site_id
            and other.work_order_id = self.work_order_id
            and other.position > self.position
            and other.lane_key = self.lane_key
            and other.source_system = self.source_system
            and other.kind = 'productionConfirmation'
            and self.kind = 'productionConfirmation'
            and other.state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')
            and command.body ->> 'cumulative' = 'true'
       ) as later
 where self.message_id = $1
 order by later.position
 limit 3`;
