import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Orders as the gateway knows them from the ERP and how fresh that knowledge is, so that intake can say "another site's order" without asking an ERP.
 * New schema only: takes no lock on anything that is in use.
 */
export class CreateExecution20261122104000 implements MigrationInterface {
  readonly name = 'CreateExecution20261122104000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema execution;

      create table execution.known_work_order (
        site_id text not null,
        work_order_id text not null,
        item_id text not null,
        status text not null check (status in ('planned', 'created', 'released', 'inProgress', 'completed', 'closed', 'cancelled', 'held')),
        revision text not null,
        as_of timestamptz not null,
        first_seen_at timestamptz not null default clock_timestamp(),
        primary key (site_id, work_order_id)
      );
      comment on table execution.known_work_order is 'Orders as the gateway knows them from the ERP; a copy for looking up, never the truth.';
      comment on column execution.known_work_order.as_of is 'When the ERP said so.';

      create index known_work_order_first_seen_at on execution.known_work_order (first_seen_at);

      create table execution.order_reading (
        site_id text primary key,
        last_complete_read_at timestamptz not null
      );
      comment on table execution.order_reading is 'How fresh the orders of each site are.';
      comment on column execution.order_reading.last_complete_read_at is
        'When the latest reading began that saw every order of the site without an error: an order that the ERP had by then is known.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema execution cascade');
  }
}
