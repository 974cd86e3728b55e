/**
 * Message $1 of site $2 is posted, and the ERP proved not to have the document of reference $3: from $4 on that write is in doubt, so that the ERP is asked for it again before it is sent under the same reference. The message gets its
 * old place in its lane. Not while a worker holds the lane, nor while the lane is stopped, nor while one of it is on its way or in doubt: a lane has one unanswered send; and not a report that is taken back, or is to be: it would stand again. A wish that had nothing to take back keeps nobody. $5 who, $6 in which role, $7 why, $8 the event, $9 the journey, $10 what is said of the message.
 */
export const REPOST_MESSAGE = `
with held as materialized (
  select message.message_id, message.position, message.lane_key, message.state
    from messaging.lane
    join messaging.message on message.lane_key = lane.lane_key
   where message.message_id = $1
     and message.site_id = $2
     and message.state in ('posted', 'postedWithFollowUp')
     and not lane.stopped
     and (lane.lease_token is null or lane.lease_until <= $4)
     and not exists (
           select
             from messaging.lane_job as job
             join messaging.message as head on head.position = job.position
            where job.lane_key = lane.lane_key
              and head.state in ('posting', 'inDoubt'))
     and exists (
           select
             from messaging.message_part as part
            where part.message_id = message.message_id
              and part.reference = $3::uuid
              and part.state = 'posted')
     and not exists (
           select
             from messaging.message as reversal
            where reversal.site_id = message.site_id
              and reversal.confirmation_id = message.confirmation_id
              and reversal.source_system = message.source_system
              and reversal.kind = 'confirmationReversal'
              and message.kind = 'productionConfirmation'
              and reversal.state not in ('discarded', 'annulled')
              and (reversal.state not in ('posted', 'postedWithFollowUp') or exists (
                    select
                      from messaging.message_part as taken
                     where taken.message_id = reversal.message_id)))
     for update of lane, message
), changed as (
  update messaging.message
     set state = 'inDoubt',
         state_since = $4,
         failures = 0,
         posted_at = null,
         reposted_at = $4,
         erp = null,
         note = null,
         error = $10::jsonb
    from held
   where message.message_id = held.message_id
), doubted as (
  update messaging.message_part as part
     set state = 'posting',
         receipt = null,
         doubt_from = $4,
         read_back_after = $4,
         absences = 0,
         read_failures = 0,
         amendments = 0
    from held
   where part.message_id = held.message_id
     and part.reference = $3::uuid
), placed as (
  insert into messaging.lane_job (position, lane_key)
  select held.position, held.lane_key
    from held
), moved as (
  update messaging.lane
     set pending = lane.pending + 1,
         waiting_for = null,
         next_at = $4
    from held
   where lane.lane_key = held.lane_key
), noted as (
  insert into messaging.message_action (message_id, action, actor, reason, from_state, to_state, acted_at)
  select held.message_id, 'resubmit', $5, $7, held.state, 'inDoubt', $4
    from held
), told as materialized (
  select events.append_events(jsonb_build_array($8::jsonb))
    from held
), audited as materialized (
  select security.append_audit_entry(
           $5, $6, 'message.resubmitted', $2, 'message', held.message_id::text, $9, jsonb_build_object('fromState', held.state, 'toState', 'inDoubt', 'reason', $7::text), $4)
    from held
)
select held.state, (select count(*) from told) as events, (select count(*) from audited) as entries
  from held`;
