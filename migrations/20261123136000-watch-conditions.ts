import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lanes wait for, by the beginning of its name: the worker looks in the ERP for all keys of a kind at once, and walks over the distinct ones without reading every lane. Owner: libs/messaging.
 *
 * Runs on a filled database: one index, and nothing of a row changes.
 * Locks: `messaging.lane` against writing while the index is built, which reads it once; only lanes that wait for something are in it.
 */
export class WatchConditions20261123136000 implements MigrationInterface {
  readonly name = 'WatchConditions20261123136000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index lane_waiting_by_name on messaging.lane (waiting_for collate "C", lane_key) where waiting_for is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index messaging.lane_waiting_by_name');
  }
}
