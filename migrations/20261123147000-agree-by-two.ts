import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first of two persons who agree to a finding of a night, which nobody asked for. Owner: libs/conservation.
 *
 * Runs on a filled database: the new columns are empty, so no row is rewritten. Locks: conservation.finding for a moment.
 */
export class AgreeByTwo20261123147000 implements MigrationInterface {
  readonly name = 'AgreeByTwo20261123147000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table conservation.finding
        add column proposed_by text,
        add column proposed_at timestamptz;
      comment on column conservation.finding.proposed_by is 'credential of the first of two persons, where nobody asked for the comparison and the ERP changes; null until somebody agreed, and where one person is enough';
      comment on column conservation.finding.proposed_at is 'when the first of two persons agreed';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table conservation.finding drop column proposed_by, drop column proposed_at;');
  }
}
