import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps of which revision of the order the job orders are: of two answers of the ERP with the same time, the revision tells the newer one.
 * Locks: adds one empty column to execution.job_order_set, which holds its lock for a moment.
 */
export class OrderByRevision20261122114000 implements MigrationInterface {
  readonly name = 'OrderByRevision20261122114000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table execution.job_order_set add column revision text not null default '';
      comment on column execution.job_order_set.revision is 'of the order as it was shown at as_of; empty in rows that were kept before there was this column';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table execution.job_order_set drop column revision');
  }
}
