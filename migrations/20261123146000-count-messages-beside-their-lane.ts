import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A message that stands beside its lane has no place there, and no fault: a person let it step aside. The opposite is one: a message beside its lane that has a place in it as well, and could be sent. Owner: libs/conservation, by
 * the function of libs/messaging that it asks.
 *
 * Runs on a filled database: replaces one function, nothing of the tables. Locks: none that anybody waits for.
 */
export class CountMessagesBesideTheirLane20261123146000 implements MigrationInterface {
  readonly name = 'CountMessagesBesideTheirLane20261123146000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(bookFaults('and m.stepped_aside_at is null', `
             union all
             select 'asideWithPlace'
              where not m.is_finished
                and m.stepped_aside_at is not null
                and exists (select from messaging.lane_job as job where job.position = m.position)`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(bookFaults('', ''));
  }
}

/** @param unlessAside which open messages need a place @param more faults beside the known ones */
const bookFaults = (unlessAside: string, more: string): string => `
  create or replace function messaging.book_faults(for_site text, after_position bigint, up_to_position bigint, also uuid[])
  returns table (message_id uuid, work_order_id text, correlation_id text, fault text)
  language sql
  stable
  begin atomic
    with looked_at as (
      select m.message_id, m.work_order_id, m.correlation_id, m.kind, m.state, m.position, m.posted_at, m.stepped_aside_at,
             m.state in ('posted', 'postedWithFollowUp', 'discarded', 'annulled') as is_finished
        from messaging.message as m
       where m.site_id = for_site
         and (m.position > after_position and m.position <= up_to_position
              or m.message_id = any (also)
              or m.state not in ('posted', 'discarded', 'annulled') and m.state <> 'postedWithFollowUp')
    )
    select m.message_id, m.work_order_id, m.correlation_id, found.fault
      from looked_at as m
     cross join lateral (
             select 'openWithoutPlace' as fault
              where not m.is_finished
                ${unlessAside}
                and not exists (select from messaging.lane_job as job where job.position = m.position)${more}
             union all
             select 'finishedWithPlace'
              where m.is_finished
                and exists (select from messaging.lane_job as job where job.position = m.position)
             union all
             select 'finishedInDoubt'
              where m.is_finished
                and exists (select from messaging.message_part as part where part.message_id = m.message_id and part.state = 'posting')
             union all
             select 'postedWithoutDocument'
              where m.state in ('posted', 'postedWithFollowUp')
                and m.kind in ('productionConfirmation', 'confirmationReversal', 'materialConsumption')
                and exists (
                      select
                        from messaging.message_part as part
                       where part.message_id = m.message_id
                         and part.state = 'posted'
                         and coalesce(jsonb_array_length(part.receipt -> 'documents'), 0) = 0)
           ) as found;
  end;`;
