import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps when a work order was to be finished by the last schedule that named it. Until now that went with the schedule: an order that left it before the gateway had told the customer system of it, because
 * it was done or held by then, or because the work order was only known to be made for a customer order line afterwards, was promised to nobody. Owner: libs/execution.
 *
 * Orders that left a schedule before are not known: of those nothing is told, as until now.
 * Locks: creates a new table; replaces a function, which a transaction that runs goes on with as it was.
 */
export class RememberLastFinishes20261123129000 implements MigrationInterface {
  readonly name = 'RememberLastFinishes20261123129000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CREATE_LAST_FINISH);
    await runner.query(applyScheduleVersion(KEEP_WHAT_LEAVES));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(applyScheduleVersion(''));
    await runner.query('drop table execution.last_finish');
  }
}

const CREATE_LAST_FINISH = `
  create table execution.last_finish (
    site_id text not null,
    work_order_id text not null,
    schedule_version int not null,
    finish_at timestamptz not null,
    primary key (site_id, work_order_id)
  );
  comment on table execution.last_finish is 'Work orders that left the schedule: when the last version that named each finished it. An order that is back keeps its row; the schedule in force is newer.';
`;

/** Before the operations of the schedule in force go. */
const KEEP_WHAT_LEAVES = `
    insert into execution.last_finish as kept (site_id, work_order_id, schedule_version, finish_at)
    select for_site, old.work_order_id, version_before, max(old.finish_at)
      from execution.scheduled_operation as old
     where old.site_id = for_site
       and not exists (select from jsonb_to_recordset(data -> 'operations') as new ("workOrderId" text) where new."workOrderId" = old.work_order_id)
     group by old.work_order_id
        on conflict on constraint last_finish_pkey do update
       set schedule_version = excluded.schedule_version,
           finish_at = excluded.finish_at;`;

function applyScheduleVersion(beforeTheOldGoes: string): string {
  return `
  create or replace function execution.apply_schedule_version(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language plpgsql
  as $$
  declare
    version_before int;
  begin
    select kept.version into version_before
      from execution.schedule as kept
     where kept.site_id = for_site
       for update;
    insert into execution.schedule as kept (site_id, version, schedule_version_id, supersedes, reason, replan_request_ids, created_at, frozen_until, message_id, in_force_since)
    values (for_site, (data ->> 'version')::int, data ->> 'scheduleVersionId', (data ->> 'supersedes')::int, data ->> 'reason',
            array(select jsonb_array_elements_text(data -> 'replanRequestIds')), (data ->> 'createdAt')::timestamptz, (data ->> 'frozenUntil')::timestamptz, by_message, at)
        on conflict on constraint schedule_pkey do update
       set version = excluded.version,
           schedule_version_id = excluded.schedule_version_id,
           supersedes = excluded.supersedes,
           reason = excluded.reason,
           replan_request_ids = excluded.replan_request_ids,
           created_at = excluded.created_at,
           frozen_until = excluded.frozen_until,
           message_id = excluded.message_id,
           in_force_since = excluded.in_force_since
     where excluded.version > kept.version;
    if not found then
      return;
    end if;${beforeTheOldGoes}
    delete from execution.scheduled_operation as old
     where old.site_id = for_site;
    insert into execution.scheduled_operation (site_id, work_order_id, operation_id, work_center_id, start_at, finish_at)
    select for_site, new."workOrderId", new."operationId", new."workCenterId", new."startAt", new."finishAt"
      from jsonb_to_recordset(data -> 'operations') as new ("workOrderId" text, "operationId" text, "workCenterId" text, "startAt" timestamptz, "finishAt" timestamptz);
  end
  $$;`;
}
