import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the gateway keeps of planning: planned orders and the work orders made of them, the schedule in force, promise dates of customer order lines, and what makes the running schedule wrong
 * until it is told to the planning system. The functions are effects of messages (`execution.apply`), written in the transaction of the message. Owner: libs/execution.
 * Locks: creates new objects only.
 */
export class CreatePlanning20261122122500 implements MigrationInterface {
  readonly name = 'CreatePlanning20261122122500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PLANNED_ORDERS);
    await runner.query(SCHEDULE);
    await runner.query(PROMISE_DATES);
    await runner.query(REPLANS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function execution.apply_planned_order, execution.apply_planned_order_converted, execution.apply_schedule_version, execution.apply_promise_wanted, execution.apply_promise_date, execution.apply_replan_sent;
      drop table execution.planned_order, execution.schedule, execution.scheduled_operation, execution.promise_date, execution.replan_cause, execution.replan_window;
    `);
  }
}

const PLANNED_ORDERS = `
  create table execution.planned_order (
    site_id text not null,
    planned_order_id text not null,
    item_id text not null,
    quantity numeric not null,
    unit text not null,
    start_at timestamptz not null,
    due_at timestamptz not null,
    customer_order_id text,
    customer_order_line_id text,
    status text not null check (status in ('planned', 'converted')),
    message_id uuid not null,
    published_at timestamptz not null,
    work_order_id text,
    converted_at timestamptz,
    check ((customer_order_id is null) = (customer_order_line_id is null)),
    check ((status = 'converted') = (work_order_id is not null)),
    check ((work_order_id is null) = (converted_at is null)),
    primary key (site_id, planned_order_id)
  );
  comment on table execution.planned_order is 'Planned orders that went to the ERP through the gateway, and the work order that was made of each.';
  comment on column execution.planned_order.message_id is 'message that published it';
  create index planned_order_work_order on execution.planned_order (site_id, work_order_id) where work_order_id is not null;
  create index planned_order_line on execution.planned_order (site_id, customer_order_id, customer_order_line_id) where work_order_id is not null and customer_order_id is not null;

  create function execution.apply_planned_order(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    insert into execution.planned_order (site_id, planned_order_id, item_id, quantity, unit, start_at, due_at, customer_order_id, customer_order_line_id, status, message_id, published_at)
    values (for_site, data ->> 'plannedOrderId', data ->> 'itemId', (data #>> '{quantity,value}')::numeric, data #>> '{quantity,unit}',
            (data ->> 'startAt')::timestamptz, (data ->> 'dueAt')::timestamptz, data ->> 'customerOrderId', data ->> 'customerOrderLineId', 'planned', by_message, at)
        on conflict on constraint planned_order_pkey do nothing;
  end;
  comment on function execution.apply_planned_order is 'A planned order stands in the ERP: {plannedOrderId, itemId, quantity, startAt, dueAt, customerOrderId?, customerOrderLineId?}.';

  create function execution.apply_planned_order_converted(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    update execution.planned_order as kept
       set status = 'converted',
           work_order_id = data ->> 'workOrderId',
           converted_at = at
     where kept.site_id = for_site
       and kept.planned_order_id = data ->> 'plannedOrderId'
       and kept.status = 'planned';
  end;
  comment on function execution.apply_planned_order_converted is 'A work order was made of a planned order, and is pegged to its customer order line: {plannedOrderId, workOrderId}.';
`;

const SCHEDULE = `
  create table execution.schedule (
    site_id text primary key,
    version int not null check (version >= 1),
    schedule_version_id text not null,
    supersedes int,
    reason text not null check (reason in ('regular', 'replan', 'demand')),
    replan_request_ids text[] not null,
    created_at timestamptz not null,
    frozen_until timestamptz not null,
    message_id uuid not null,
    in_force_since timestamptz not null
  );
  comment on table execution.schedule is 'The schedule in force at each site.';
  comment on column execution.schedule.message_id is 'message that brought it';

  create table execution.scheduled_operation (
    site_id text not null,
    work_order_id text not null,
    operation_id text not null,
    work_center_id text not null,
    start_at timestamptz not null,
    finish_at timestamptz not null check (finish_at > start_at),
    primary key (site_id, work_order_id, operation_id)
  );
  comment on table execution.scheduled_operation is 'Operations of the schedule in force.';

  create function execution.apply_schedule_version(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language plpgsql
  as $$
  begin
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
    end if;
    delete from execution.scheduled_operation as old
     where old.site_id = for_site;
    insert into execution.scheduled_operation (site_id, work_order_id, operation_id, work_center_id, start_at, finish_at)
    select for_site, new."workOrderId", new."operationId", new."workCenterId", new."startAt", new."finishAt"
      from jsonb_to_recordset(data -> 'operations') as new ("workOrderId" text, "operationId" text, "workCenterId" text, "startAt" timestamptz, "finishAt" timestamptz);
  end
  $$;
  comment on function execution.apply_schedule_version is 'A schedule takes the place of an older one as a whole; one that is not newer changes nothing. Data: the schedule version without its site.';
`;

const PROMISE_DATES = `
  create table execution.promise_date (
    site_id text not null,
    customer_order_id text not null,
    line_id text not null,
    wanted_version int not null,
    work_order_id text,
    schedule_version int,
    scheduled_finish_at timestamptz,
    promised_on date,
    promised_before date,
    promised_at timestamptz,
    check ((schedule_version is null) = (promised_on is null)),
    primary key (site_id, customer_order_id, line_id)
  );
  comment on table execution.promise_date is 'What was promised for each customer order line that the plant makes.';
  comment on column execution.promise_date.wanted_version is 'newest schedule version for which an update is stored: an older one need not go out any more';
  comment on column execution.promise_date.schedule_version is 'schedule version of what the customer system knows; null until it knows something';
  create index promise_date_work_order on execution.promise_date (site_id, work_order_id);

  create function execution.apply_promise_wanted(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    insert into execution.promise_date as kept (site_id, customer_order_id, line_id, wanted_version)
    values (for_site, data ->> 'customerOrderId', data ->> 'lineId', (data ->> 'scheduleVersion')::int)
        on conflict on constraint promise_date_pkey do update
       set wanted_version = greatest(kept.wanted_version, excluded.wanted_version);
  end;
  comment on function execution.apply_promise_wanted is 'An update of a promise is stored: {customerOrderId, lineId, scheduleVersion}.';

  create function execution.apply_promise_date(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    insert into execution.promise_date as kept (site_id, customer_order_id, line_id, wanted_version, work_order_id, schedule_version, scheduled_finish_at, promised_on, promised_before, promised_at)
    values (for_site, data ->> 'customerOrderId', data ->> 'lineId', (data ->> 'scheduleVersion')::int, data ->> 'workOrderId', (data ->> 'scheduleVersion')::int,
            (data ->> 'scheduledFinishAt')::timestamptz, (data ->> 'promisedOn')::date, (data ->> 'promisedBefore')::date, at)
        on conflict on constraint promise_date_pkey do update
       set wanted_version = greatest(kept.wanted_version, excluded.wanted_version),
           work_order_id = excluded.work_order_id,
           schedule_version = excluded.schedule_version,
           scheduled_finish_at = excluded.scheduled_finish_at,
           promised_on = excluded.promised_on,
           promised_before = excluded.promised_before,
           promised_at = excluded.promised_at
     where kept.schedule_version is null
        or excluded.schedule_version >= kept.schedule_version;
  end;
  comment on function execution.apply_promise_date is
    'The customer system has promised a day: {customerOrderId, lineId, workOrderId, scheduleVersion, scheduledFinishAt, promisedOn, promisedBefore?}. One of an older schedule changes nothing.';
`;

const REPLANS = `
  create table execution.replan_window (
    site_id text not null,
    line_id text not null,
    window_starts_at timestamptz not null,
    window_ends_at timestamptz not null check (window_ends_at > window_starts_at),
    closed_at timestamptz,
    message_id uuid,
    posted_at timestamptz,
    document_number text,
    check (message_id is null or closed_at is not null),
    primary key (site_id, line_id, window_starts_at)
  );
  comment on table execution.replan_window is 'A stretch of time in which everything that happens on one line makes one replan request.';
  comment on column execution.replan_window.closed_at is 'from then on no cause joins it; technical time';
  comment on column execution.replan_window.message_id is 'message that asks for the replan; null until it is stored';
  create unique index replan_window_open on execution.replan_window (site_id, line_id) where closed_at is null;
  create index replan_window_unsent on execution.replan_window (window_ends_at) where message_id is null;

  create table execution.replan_cause (
    site_id text not null,
    cause_id text not null,
    line_id text not null,
    window_starts_at timestamptz not null,
    trigger text not null,
    object_id text not null,
    occurred_at timestamptz not null,
    equipment_id text,
    work_center_id text,
    work_order_id text,
    correlation_id text not null,
    primary key (site_id, cause_id),
    foreign key (site_id, line_id, window_starts_at) references execution.replan_window
  );
  comment on table execution.replan_cause is 'What makes the running schedule wrong, each once however often it is told.';
  create index replan_cause_window on execution.replan_cause (site_id, line_id, window_starts_at);

  create function execution.apply_replan_sent(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    update execution.replan_window as kept
       set posted_at = at,
           document_number = data ->> 'documentNumber'
     where kept.site_id = for_site
       and kept.line_id = data ->> 'lineId'
       and kept.window_starts_at = (data ->> 'windowStartsAt')::timestamptz
       and kept.posted_at is null;
  end;
  comment on function execution.apply_replan_sent is 'The planning system has taken a replan request: {lineId, windowStartsAt, documentNumber?}.';
`;
