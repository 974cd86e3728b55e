import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps who agreed to a message as a second person. Owner: libs/messaging.
 *
 * Runs on a filled database: the new column is empty, so no row is rewritten. What an older release writes stays valid.
 * Locks: message for a moment, message_action exclusively while its rows are checked (one per decision of a person or of another message).
 */
export class ApproveMessages20261122121000 implements MigrationInterface {
  readonly name = 'ApproveMessages20261122121000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messaging.message add column approved_by text;
      comment on column messaging.message.approved_by is 'credential of whoever agreed to it as a second person; null until somebody did';

      alter table messaging.message_action
        drop constraint message_action_action_check,
        add constraint message_action_action_check check (action in ('resubmit', 'discard', 'annul', 'approve'));
    `);
  }

  /** @throws Error from PostgreSQL when a message was approved meanwhile: its action would have no name */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messaging.message_action
        drop constraint message_action_action_check,
        add constraint message_action_action_check check (action in ('resubmit', 'discard', 'annul'));
      alter table messaging.message drop column approved_by;
    `);
  }
}
