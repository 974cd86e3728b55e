import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Job orders with their versions and what the MES said about them, and what was confirmed on each order: lots, serial numbers and their genealogy. Owner: libs/execution.
 *
 * A set is one row per work order, and whoever changes anything of it locks that row first: versions come one after the other. Job orders get their place in the feed by
 * locking the row of their site, so that places are in the order of commits and a reader that follows them skips nothing.
 * Locks: creates new objects; adds two empty columns to execution.known_work_order, which holds its lock for a moment.
 */
export class CreateJobOrders20261122111000 implements MigrationInterface {
  readonly name = 'CreateJobOrders20261122111000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table execution.known_work_order add column quantity numeric, add column unit text;
      comment on column execution.known_work_order.quantity is 'null in rows that were last read before it was kept';

      create table execution.job_order_set (
        site_id text not null,
        work_order_id text not null,
        version int not null check (version >= 0),
        content_hash text not null,
        as_of timestamptz not null,
        dispatch_state text not null check (dispatch_state in ('pending', 'sent', 'accepted', 'partly', 'refused')),
        state_since timestamptz not null,
        dispatch_message_id uuid,
        correlation_id text,
        held_reason text,
        held_since timestamptz,
        check ((held_reason is null) = (held_since is null)),
        primary key (site_id, work_order_id)
      );
      comment on table execution.job_order_set is 'The job orders of one work order as a whole: they have one version and go to the MES together.';
      comment on column execution.job_order_set.content_hash is 'sha-256 of what they say, without the version: another one is another version';
      comment on column execution.job_order_set.as_of is 'When the ERP showed the order like this; an older answer changes nothing.';
      comment on column execution.job_order_set.dispatch_message_id is 'message that carries this version to the MES; null until it is accepted';
      create index job_order_set_undispatched on execution.job_order_set (site_id, work_order_id) where dispatch_message_id is null;

      create table execution.job_order (
        site_id text not null,
        job_order_id text not null,
        work_order_id text not null,
        operation_id text not null,
        sequence int not null,
        version int not null check (version >= 1),
        body jsonb not null,
        changed_position bigint,
        answer text check (answer in ('accepted', 'partly', 'refused')),
        accepted_quantity numeric,
        accepted_unit text,
        answer_reason text,
        answered_at timestamptz,
        answer_message_id uuid,
        check ((answer is null) = (answer_message_id is null)),
        primary key (site_id, job_order_id),
        foreign key (site_id, work_order_id) references execution.job_order_set
      );
      comment on column execution.job_order.sequence is 'place among the operations of its order, from 1';
      comment on column execution.job_order.body is 'the job order as it goes to the MES, with its version';
      comment on column execution.job_order.changed_position is 'place in the feed of the site since this version was sent or offered; null before';
      comment on column execution.job_order.answer is 'what the MES said about this version';
      create index job_order_work_order on execution.job_order (site_id, work_order_id, sequence);
      create index job_order_feed_position on execution.job_order (site_id, changed_position) where changed_position is not null;

      create table execution.job_order_feed (
        site_id text primary key,
        last_position bigint not null
      );
      comment on table execution.job_order_feed is 'The last place in the feed of each site; its lock gives places in the order of commits.';

      create table execution.posted_report (
        message_id uuid primary key,
        site_id text not null,
        work_order_id text not null,
        operation_id text not null,
        source_system text not null,
        confirmation_id text not null,
        yield numeric not null,
        yield_unit text not null,
        scrap numeric not null,
        scrap_unit text not null,
        rework numeric not null,
        rework_unit text not null
      );
      comment on table execution.posted_report is 'What each confirmation added that stands in the ERP.';
      create index posted_report_work_order on execution.posted_report (site_id, work_order_id);

      create table execution.reversed_report (
        site_id text not null,
        source_system text not null,
        confirmation_id text not null,
        reversal_message_id uuid not null,
        primary key (site_id, source_system, confirmation_id)
      );
      comment on table execution.reversed_report is 'Confirmations that were taken back; a row may come before the report that it is about.';

      create table execution.report_lot (
        message_id uuid not null references execution.posted_report,
        line int not null,
        direction text not null check (direction in ('produced', 'consumed')),
        item_id text,
        lot_id text not null,
        quantity numeric,
        unit text,
        primary key (message_id, line)
      );

      create table execution.report_serial (
        message_id uuid not null references execution.posted_report,
        serial_number text not null,
        component_serial_numbers text[] not null,
        primary key (message_id, serial_number)
      );
      comment on table execution.report_serial is 'Units that a report made, each with what was built into it.';
      create index report_serial_components on execution.report_serial using gin (component_serial_numbers) where component_serial_numbers <> '{}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table execution.report_serial, execution.report_lot, execution.reversed_report, execution.posted_report, execution.job_order_feed, execution.job_order, execution.job_order_set;
      alter table execution.known_work_order drop column quantity, drop column unit;
    `);
  }
}
