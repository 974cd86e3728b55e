/** A message as the engine works on it, with its parts and the sends that have no outcome; `m` is the message, `command` the payload of its canonical form. */
export const HEAD_COLUMNS = `
       m.message_id, m.position, m.lane_key, m.site_id, m.kind, m.source_system, m.sender_id, m.correlation_id, m.accepted_at,
       m.work_order_id, m.operation_id, m.confirmation_id, m.approved_by, m.state, m.failures, m.error, m.note, m.posted_at, m.reposted_at, command.body as command,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'partNo', p.part_no, 'partId', p.part_id, 'payload', payload.body, 'payloadHash', p.payload_hash, 'reference', p.reference, 'state', p.state, 'receipt', p.receipt,
                 'doubtFrom', p.doubt_from, 'readBackAfter', p.read_back_after, 'absences', p.absences, 'readFailures', p.read_failures, 'amendments', p.amendments,
                 'effectiveSends', (select count(*)
                                      from messaging.message_attempt as a
                                     where a.message_id = p.message_id
                                       and a.part_no = p.part_no
                                       and a.purpose = 'send'
                                       and (a.ended_at is null or a.outcome in ('posted', 'unknown'))),
                 'firstReadBackAt', (select min(a.started_at)
                                       from messaging.message_attempt as a
                                      where a.message_id = p.message_id
                                        and a.part_no = p.part_no
                                        and a.purpose = 'readBack'
                                        and a.started_at >= p.doubt_from),
                 'openAttempts', (select coalesce(jsonb_agg(jsonb_build_object('attemptId', a.attempt_id, 'startedAt', a.started_at) order by a.started_at), '[]')
                                    from messaging.message_attempt as a
                                   where a.message_id = p.message_id
                                     and a.part_no = p.part_no
                                     and a.purpose = 'send'
                                     and a.ended_at is null)
               ) order by p.part_no), '[]')
          from messaging.message_part as p
          join messaging.payload on payload.hash = p.payload_hash
         where p.message_id = m.message_id) as parts`;
