/** A message as `MessageSummary` and more; `m` is the message, and a table itself: its revision is PostgreSQL's own, which every change of the row moves on and nothing has to keep. */
export const SUMMARY_COLUMNS = `
       m.message_id, m.position, m.site_id, m.kind, m.state, m.state_since, m.source_system, m.sender_id, m.lane_key, m.correlation_id, m.causation_id, m.work_order_id,
       m.operation_id, m.confirmation_id, m.lot_ids, m.serial_numbers, m.posting_date::text as posting_date, m.production_day::text as production_day, m.accepted_at, m.posted_at,
       m.failures, m.error, m.erp, m.note, m.accepted_by, m.xmin::text as revision, m.stepped_aside_at, m.amendments, m.replaces, m.replaced_by,
       case when m.kind = 'productionConfirmation' and m.state in ('posted', 'postedWithFollowUp') then (
              select reversal.message_id
                from messaging.message as reversal
               where reversal.site_id = m.site_id
                 and reversal.confirmation_id = m.confirmation_id
                 and reversal.source_system = m.source_system
                 and reversal.kind = 'confirmationReversal'
                 and reversal.state = 'posted'
               order by reversal.position
               limit 1) end as reversed_by_message_id`;

/** One message with its parts, attempts and actions. Another site's message is not found. */
export const GET_MESSAGE = `
select ${SUMMARY_COLUMNS},
       case when head.position = m.position then lane.next_at end as next_at,
       case when head.position < m.position and m.stepped_aside_at is null then (select before.message_id from messaging.message as before where before.position = head.position) end as behind_message_id,
       (select jsonb_agg(to_jsonb(p) order by p.part_no) from messaging.message_part as p where p.message_id = m.message_id) as parts,
       (select jsonb_agg(to_jsonb(a) order by a.started_at, a.part_no) from messaging.message_attempt as a where a.message_id = m.message_id) as attempts,
       (select jsonb_agg(to_jsonb(d) order by d.action_id) from messaging.message_action as d where d.message_id = m.message_id) as actions,
       (select jsonb_agg(to_jsonb(n) order by n.amendment_no) from messaging.message_amendment as n where n.message_id = m.message_id) as amended,
       m.doubt_proposal,
       (select to_jsonb(declared) from messaging.declared_guarantee as declared where declared.site_id = m.site_id and declared.kind = m.kind) as guarantee,
       (select jsonb_build_object('system', going.system, 'window_until', going.window_until, 'opened_at', pace.opened_at, 'probe_at', pace.probe_at, 'resting_until', pace.resting_until)
          from messaging.destination as going
          join messaging.pace on pace.system = going.system
         where going.destination = lane.destination) as pace
  from messaging.message as m
  left join messaging.lane on lane.lane_key = m.lane_key
  left join lateral (select min(job.position) as position from messaging.lane_job as job where job.lane_key = m.lane_key) as head on true
 where m.message_id = $1
   and m.site_id = $2`;

/** Where the command with this name stands. $1 site, $2 source system, $3 kind, $4 the sender's id. */
export const STATE_OF = `
select m.state
  from messaging.message as m
 where m.site_id = $1
   and m.source_system = $2
   and m.kind = $3
   and m.sender_id = $4`;

/** Where those messages of $2 stand that site $1 has. */
export const STATES_OF = `
select m.message_id, m.state
  from messaging.message as m
 where m.site_id = $1
   and m.message_id = any ($2::uuid[])`;

/** Every shape of a message's payload, in the order of its way; those of one kind in the order in which they came to be. */
export const GET_LINEAGE = `
select s.*
  from (select 0 as part_no, 'received' as shape, null as part_id, m.body_hash as payload_hash, r.mapping_version, r.code_version, r.recorded_at, null::int as amendment_no, null::text as actor, null::text as reason,
               r.received_hash, r.content_type, r.place, r.in_path, body.content, null::json as body
          from messaging.message as m
          join messaging.message_received as r on r.message_id = m.message_id
          join messaging.received_body as body on body.received_hash = r.received_hash
         where m.message_id = $1
           and m.site_id = $2
         union all
        select shape.part_no, shape.shape, part.part_id, shape.payload_hash, shape.mapping_version, shape.code_version, shape.recorded_at, null, null, null, null, null, null, null, null, shape.body
          from messaging.message as m
          join messaging.shape on shape.message_id = m.message_id
          left join messaging.message_part as part on part.message_id = shape.message_id and part.part_no = shape.part_no
         where m.message_id = $1
           and m.site_id = $2
         union all
        select 0, 'amended', null, n.received_hash, n.mapping_version, n.code_version, n.amended_at, n.amendment_no, n.actor, n.reason, null, null, null, null, null, payload.body::json
          from messaging.message as m
          join messaging.message_amendment as n on n.message_id = m.message_id
          join messaging.payload on payload.hash = n.received_hash
         where m.message_id = $1
           and m.site_id = $2) as s
 order by s.part_no, array_position(array['received', 'superseded', 'amended', 'canonical', 'sent', 'answered'], s.shape), s.recorded_at, s.amendment_no`;

/** At most $4 outcomes of site $1 after position $3 of the event log (null: from what is kept), beside where the log stands: one snapshot for both. */
export const READ_CHANGES = `
select log.last_position, log.removed_through, e.position, e.event_id, e.type, e.occurred_at, e.data
  from events.log_bounds() as log
  left join lateral events.read_events($1, $2, coalesce($3::bigint, log.removed_through), $4) as e on true
 order by e.position`;

/** How many confirmations of order $2 at site $1 are in one of the states $3, for each operation. */
export const COUNT_OPEN_REPORTS = `
select m.operation_id, count(*)::int as count
  from messaging.message as m
 where m.site_id = $1
   and m.work_order_id = $2
   and m.kind = 'productionConfirmation'
   and m.state = any ($3)
 group by m.operation_id`;

export const COUNT_BY_STATE = `
select m.state, count(*)::int as count
  from messaging.message as m
 where m.site_id = $1
   and m.position > 0
 group by m.state`;
