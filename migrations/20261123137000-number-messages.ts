import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps the number that a source system gives to what it reports of an operation, so that a gap, or a number that comes twice, is found without reading payloads. Owner: libs/messaging.
 *
 * Runs on a filled database: the new column is empty, so no row is rewritten, and the index begins empty. What an older release writes stays valid: its messages have no number here.
 * Locks: message against writing while the index is built by one reading of the table.
 */
export class NumberMessages20261123137000 implements MigrationInterface {
  readonly name = 'NumberMessages20261123137000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messaging.message add column source_sequence bigint check (source_sequence >= 1);
      comment on column messaging.message.source_sequence is 'number in the sequence of its source system for the operation; null when it gives none';
      create index message_source_sequence on messaging.message (site_id, work_order_id, operation_id, source_system, source_sequence) where source_sequence is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table messaging.message drop column source_sequence');
  }
}
