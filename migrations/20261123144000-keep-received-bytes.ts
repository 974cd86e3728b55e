import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps what came from outside as its bytes, so that the lineage begins with what the sender sent; until now it began with its canonical JSON. And lets a person find a message by every business key that its command names, and by the
 * reference of a write. Owner: libs/messaging.
 *
 * Runs on a filled database: the tables are new, the new column is constant, so no row is rewritten, and its index begins empty. Messages that stand keep what they have: a received shape in canonical JSON, and no further
 * keys until they are amended. What an older release writes stays valid, and looks the same.
 * Locks: message for a moment; message_part against writing while its index is built by one reading of the table.
 */
export class KeepReceivedBytes20261123144000 implements MigrationInterface {
  readonly name = 'KeepReceivedBytes20261123144000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table messaging.received_body (
        received_hash text primary key,
        content text not null
      );
      comment on table messaging.received_body is 'Bodies as their bytes came, which are UTF-8, each once; several messages may have come by one.';
      comment on column messaging.received_body.received_hash is 'sha-256 over the bytes, hexadecimal';

      create table messaging.message_received (
        message_id uuid primary key references messaging.message,
        received_hash text not null references messaging.received_body,
        content_type text not null,
        place text[] not null,
        in_path jsonb,
        mapping_version text not null,
        code_version text not null,
        recorded_at timestamptz not null
      );
      comment on table messaging.message_received is 'By which bytes a message came. One without a row here was made by the gateway, or is older than this table: its received shape is canonical JSON, in message_shape.';
      comment on column messaging.message_received.place is 'keys under which it stands in the bytes; empty for the whole';
      comment on column messaging.message_received.in_path is 'what of it stood in the path of the request';

      alter table messaging.message add column business_keys text[] not null default '{}';
      comment on column messaging.message.business_keys is 'what its command names beside the keys that have columns: "item:PCB-60", "equipment:PRESS-1"';
      create index message_business_keys on messaging.message using gin (business_keys) with (fastupdate = off) where business_keys <> '{}';
      create index message_part_reference on messaging.message_part (reference);
    `);
  }

  /** What came as bytes is kept in canonical JSON again. @throws Error from PostgreSQL when a body has a number that no jsonb can hold */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into messaging.payload (hash, body)
      select distinct on (message.body_hash) message.body_hash, (ltrim(body.content, chr(65279))::jsonb #> received.place) || coalesce(received.in_path, '{}')
        from messaging.message_received as received
        join messaging.received_body as body on body.received_hash = received.received_hash
        join messaging.message on message.message_id = received.message_id
       order by message.body_hash
          on conflict (hash) do nothing;
      insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
      select received.message_id, 0, 'received', message.body_hash, received.mapping_version, received.code_version, received.recorded_at
        from messaging.message_received as received
        join messaging.message on message.message_id = received.message_id
          on conflict do nothing;
      drop index messaging.message_part_reference;
      alter table messaging.message drop column business_keys;
      drop table messaging.message_received, messaging.received_body;
    `);
  }
}
