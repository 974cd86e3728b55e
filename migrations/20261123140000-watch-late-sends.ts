import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A send of which nobody heard the end is looked for again after its message went on without it, so that a document that it made late is told of. Owner: libs/messaging.
 *
 * Runs on a filled database; nothing of it is rewritten. Locks: `messaging.message_attempt` for writes while its rows are read once for the index, which holds the few sends without a known end.
 */
export class WatchLateSends20261123140000 implements MigrationInterface {
  readonly name = 'WatchLateSends20261123140000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messaging.message_attempt
        add column late_looks smallint not null default 0,
        add column alerted_at timestamptz;
      comment on column messaging.message_attempt.late_looks is 'of a send of which nobody heard the end: how often it was looked for since its message went on without it; 2: no more';
      comment on column messaging.message_attempt.alerted_at is 'when people were told that this send may have been made twice, or was';
      create index message_attempt_unheard on messaging.message_attempt (ended_at) where purpose = 'send' and outcome = 'unknown' and late_looks < 2;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index messaging.message_attempt_unheard;
      alter table messaging.message_attempt
        drop column late_looks,
        drop column alerted_at;
    `);
  }
}
