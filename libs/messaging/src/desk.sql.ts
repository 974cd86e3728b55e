/** Ends `decided` (message_id, position, lane_key) at $5 and lets its lane go on: at once, when it was the head. */
export const LEAVE_LANE = `finished as (
  delete from messaging.lane_job as job
   using decided
   where job.position = decided.position
), moved as (
  update messaging.lane
     set pending = lane.pending - 1,
         stopped = lane.stopped and not here.is_head,
         waiting_for = case when here.is_head then null else lane.waiting_for end,
         next_at = case when lane.pending = 1 then null when here.is_head then $5 else lane.next_at end
    from (select decided.lane_key, not exists (select from messaging.lane_job as job where job.lane_key = decided.lane_key and job.position < decided.position) as is_head from decided) as here
   where lane.lane_key = here.lane_key
)`;

/** Lanes whose head waits for this message look at $5, which is at once. @param key the parameter that is the message's key */
export const rung = (key: string): string => `rung as (
  update messaging.lane
     set next_at = $5,
         waiting_for = null
    from decided
   where lane.waiting_for = ${key}
     and lane.lane_key <> decided.lane_key
)`;

/** $4 is the state that the person acts upon. When somebody else was faster, `held` is empty and nothing happens: of two people at once one wins. */
const HELD = `
with held as materialized (
  select message.message_id, message.position, message.lane_key, message.state
    from messaging.lane
    join messaging.message on message.lane_key = lane.lane_key
   where message.message_id = $1
     and message.site_id = $2
     and message.state = $4
     and message.state = any ($3)
     for update of lane, message
)`;

/** @param last another part of the statement that is to be done */
const closing = (last?: string): string => `told as materialized (
  select events.append_events(jsonb_build_array(jsonb_set($8::jsonb, '{data,state}', to_jsonb(decided.to_state))))
    from decided
), noted as (
  insert into messaging.message_action (message_id, action, actor, reason, from_state, to_state, acted_at)
  select decided.message_id, $9, $6, $7, decided.state, decided.to_state, $5
    from decided
), audited as materialized (
  select security.append_audit_entry(
           $6, $10, $11, $2, 'message', decided.message_id::text, $12,
           jsonb_strip_nulls(jsonb_build_object('fromState', decided.state, 'toState', decided.to_state, 'reason', $7::text)), $5)
    from decided
)
select decided.to_state, (select count(*) from told) as events, (select count(*) from audited) as entries${last === undefined ? '' : `, (select count(*) from ${last}) as undone`}
  from decided`;

/**
 * Makes the lane of message $1 of site $2 due at $5. What is in doubt goes back to reading back, never to a send: both absences are to be seen anew, the settle window stays.
 * What a flow may amend of a part counts anew.
 */
export const RESUBMIT_MESSAGE = `${HELD}, decided as materialized (
  select held.*,
         case when exists (select from messaging.message_part as part where part.message_id = held.message_id and part.state = 'posting') then 'inDoubt' else 'accepted' end as to_state
    from held
), changed as (
  update messaging.message
     set state = decided.to_state,
         state_since = $5,
         failures = 0,
         error = case when decided.to_state = 'inDoubt' then message.error end
    from decided
   where message.message_id = decided.message_id
), begun_anew as (
  update messaging.message_part as part
     set doubt_from = case when part.state = 'posting' then $5 end,
         absences = 0,
         read_failures = 0,
         amendments = 0
    from decided
   where part.message_id = decided.message_id
     and part.state <> 'posted'
), moved as (
  update messaging.lane
     set stopped = false,
         waiting_for = null,
         next_at = $5
    from decided
   where lane.lane_key = decided.lane_key
), ${rung('$13')}, ${closing()}`;

/** A second person agreed to message $1 of site $2: its lane is due at $5, and it is planned again with that knowledge. */
export const APPROVE_MESSAGE = `${HELD}, decided as materialized (
  select held.*, 'accepted' as to_state
    from held
), changed as (
  update messaging.message
     set state = decided.to_state,
         state_since = $5,
         failures = 0,
         error = null,
         approved_by = $6
    from decided
   where message.message_id = decided.message_id
), moved as (
  update messaging.lane
     set stopped = false,
         waiting_for = null,
         next_at = $5
    from decided
   where lane.lane_key = decided.lane_key
), ${rung('$13')}, ${closing()}`;

/** Ends message $1 of site $2 unposted, lets its lane go on, and has undone what the gateway kept of its acceptance. Not while anything of it is in doubt or stands in the ERP. */
export const DISCARD_MESSAGE = `${HELD}, decided as materialized (
  select held.*, 'discarded' as to_state
    from held
   where not exists (select from messaging.message_part as part where part.message_id = held.message_id and part.state <> 'planned')
), changed as (
  update messaging.message
     set state = decided.to_state,
         state_since = $5,
         note = $7
    from decided
   where message.message_id = decided.message_id
), ${LEAVE_LANE}, ${rung('$13')}, undone as materialized (
  select execution.apply($2, decided.message_id, 'message_discarded', '{}', $5)
    from decided
), ${closing('undone')}`;
