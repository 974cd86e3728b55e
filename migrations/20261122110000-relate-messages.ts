import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages that annul others, parts whose payload was amended after a refusal, and the watch over messages that were posted with a follow-up. Owner: libs/messaging.
 *
 * Runs on a filled database: the new column has a constant default, so no row is rewritten. What an older release writes stays valid.
 * Locks: message_action exclusively while its rows are checked (one per decision of a person), message_part exclusively for a moment, message against writing while the
 * index is built by one reading of the table.
 */
export class RelateMessages20261122110000 implements MigrationInterface {
  readonly name = 'RelateMessages20261122110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messaging.message_action
        drop constraint message_action_action_check,
        add constraint message_action_action_check check (action in ('resubmit', 'discard', 'annul'));
      comment on table messaging.message_action is 'What people, and messages that annul others, did to messages; rows are only ever added.';
      comment on column messaging.message_action.actor is 'credential of the person; of an annulment the id of the annulling message';

      alter table messaging.message_part
        add column amendments int not null default 0 check (amendments >= 0);
      comment on column messaging.message_part.amendments is 'how often its payload was replaced after a refusal, since a person last had a hand in it';

      create index message_follow_up on messaging.message (position) where state = 'postedWithFollowUp';
    `);
  }

  /** @throws Error from PostgreSQL when a message was annulled meanwhile: its action would have no name */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index messaging.message_follow_up;
      alter table messaging.message_part drop column amendments;
      alter table messaging.message_action
        drop constraint message_action_action_check,
        add constraint message_action_action_check check (action in ('resubmit', 'discard'));
    `);
  }
}
