import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What supervisors read: projections of the event log. Owner: apps/consumer-api; nobody else reads or writes these tables.
 *
 * Every row is made of events alone, with no clock and no chance, so that all of it can be dropped and made again from the log, equal to the byte. Whoever applies events locks the one
 * row of consumer.projection first: events are applied in the order of the log, each once. There are no foreign keys: an event may name what the log does not show any more.
 * Locks: creates new objects only.
 */
export class CreateConsumer20261122125000 implements MigrationInterface {
  readonly name = 'CreateConsumer20261122125000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema consumer;

      create table consumer.projection (
        only_row boolean primary key default true check (only_row),
        position bigint not null,
        as_of timestamptz
      ) with (fillfactor = 10);
      comment on table consumer.projection is 'How far the event log is applied; its lock lets one at a time apply.';
      comment on column consumer.projection.as_of is 'when the newest applied event happened; null before the first';
      insert into consumer.projection (position) values (0);

      create table consumer.work_order (
        site_id text not null,
        work_order_id text not null,
        body jsonb,
        item_id text,
        status text,
        due_at timestamptz,
        observed_at timestamptz,
        scheduled_finish_at timestamptz,
        schedule_version int,
        planned_order_id text,
        customer_order_id text,
        customer_order_line_id text,
        reports_posted int not null default 0,
        last_reported_at timestamptz,
        primary key (site_id, work_order_id)
      );
      comment on column consumer.work_order.body is 'the order as the ERP last showed it; null while it is only named by other events';
      comment on column consumer.work_order.reports_posted is 'confirmations that stand in the ERP; one that was taken back does not count';
      create index work_order_due on consumer.work_order (site_id, due_at, work_order_id) where body is not null;

      create table consumer.work_order_step (
        site_id text not null,
        work_order_id text not null,
        position bigint not null,
        at timestamptz not null,
        type text not null,
        operation_id text,
        correlation_id text not null,
        details jsonb not null,
        primary key (site_id, work_order_id, position)
      );
      comment on table consumer.work_order_step is 'What happened to an order, in every system; place and type are those of the event.';

      create table consumer.work_order_lot (
        site_id text not null,
        lot_id text not null,
        work_order_id text not null,
        item_id text not null,
        source_system text not null,
        confirmation_id text not null,
        primary key (site_id, lot_id, work_order_id, item_id, source_system, confirmation_id)
      );
      comment on table consumer.work_order_lot is 'Lots that an order has made or used; item is empty where the event did not name it and the order was not known.';
      comment on column consumer.work_order_lot.confirmation_id is 'the report that said so, of its source system; both are empty for material that was reported apart, which nobody takes back';
      create index work_order_lot_order on consumer.work_order_lot (site_id, work_order_id);
      create index work_order_lot_report on consumer.work_order_lot (site_id, confirmation_id, source_system);

      create table consumer.planned_order (
        site_id text not null,
        planned_order_id text not null,
        position bigint not null,
        at timestamptz not null,
        correlation_id text not null,
        details jsonb not null,
        primary key (site_id, planned_order_id)
      );
      comment on table consumer.planned_order is 'Published planned orders: the first step of the work order that is made of one.';

      create table consumer.promise (
        site_id text not null,
        customer_order_id text not null,
        line_id text not null,
        work_order_id text,
        promised_on date not null,
        promised_before date,
        changed_at timestamptz not null,
        primary key (site_id, customer_order_id, line_id)
      );
      create index promise_work_order on consumer.promise (site_id, work_order_id);

      create table consumer.downtime (
        site_id text not null,
        downtime_id text not null,
        equipment_id text not null,
        kind text not null,
        started_at timestamptz not null,
        ended_at timestamptz,
        duration_seconds numeric,
        is_micro_stop boolean not null default false,
        reason_code text,
        reason_from text,
        work_center_id text,
        line_id text,
        work_order_id text,
        operation_id text,
        alerted_at timestamptz,
        maintenance_request_id text,
        primary key (site_id, downtime_id)
      );
      create index downtime_start on consumer.downtime (site_id, started_at, downtime_id);
      create index downtime_work_order on consumer.downtime (site_id, work_order_id);

      create table consumer.hold (
        site_id text not null,
        hold_id text not null,
        scope jsonb not null,
        reason text not null,
        placed_at timestamptz not null,
        ended_at timestamptz,
        primary key (site_id, hold_id)
      );
      comment on column consumer.hold.ended_at is 'released, or its lot disposed of';
      create index hold_open on consumer.hold (site_id) where ended_at is null;

      create table consumer.alert (
        site_id text not null,
        alert_id text not null,
        kind text not null,
        severity text not null,
        title text not null,
        objects jsonb not null,
        raised_at timestamptz not null,
        cleared_at timestamptz,
        primary key (site_id, alert_id)
      );
      create index alert_raised on consumer.alert (site_id, raised_at, alert_id);

      create table consumer.production_day (
        site_id text not null,
        production_day date not null,
        reports_posted int not null default 0,
        reports_reversed int not null default 0,
        primary key (site_id, production_day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema consumer cascade');
  }
}
