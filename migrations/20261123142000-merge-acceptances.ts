import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps what a message was received as, and what it means, in one row of its own instead of two payloads and two shapes: intake writes one heap row and one index entry at its end, where it wrote four rows at
 * random places of three indexes and proved four foreign keys. Nobody looks for these by their content, so a row by content bought nothing. Owner: libs/messaging.
 *
 * `messaging.shape` shows all shapes alike, those from before this migration too: nothing is moved. An amended message is unpacked into the general tables, where a shape may be superseded.
 * The texts are `json`, not `jsonb`: they are written once by us, in canonical form, and read whole. The row stays in its page up to 8 kB, without being compressed.
 * There is no foreign key to the message: both rows are written by one statement, and proving it would cost as much as the row. Owner of events: libs/events, which gets a way in for many events as arrays.
 *
 * Locks: creates new objects only.
 */
export class MergeAcceptances20261123142000 implements MigrationInterface {
  readonly name = 'MergeAcceptances20261123142000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCEPTANCE);
    await runner.query(SHAPES);
    await runner.query(APPEND_EVENTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into messaging.payload (hash, body)
      select distinct on (shape.payload_hash) shape.payload_hash, shape.body::jsonb
        from messaging.shape
       where shape.message_id in (select acceptance.message_id from messaging.acceptance)
         and shape.part_no = 0
       order by shape.payload_hash
          on conflict (hash) do nothing;
      insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
      select a.message_id, 0, each.shape, each.hash, a.mapping_version, a.code_version, a.recorded_at
        from messaging.acceptance as a
       cross join lateral (values ('received', a.received_hash), ('canonical', a.canonical_hash)) as each (shape, hash)
       where each.shape = 'canonical'
          or a.received is not null;
      drop function events.append_events(uuid[], text[], text[], text[], text[], text[], jsonb[], timestamptz[]);
      drop view messaging.shape;
      drop table messaging.acceptance;
    `);
  }
}

const ACCEPTANCE = `
  create table messaging.acceptance (
    message_id uuid primary key,
    received_hash text not null,
    canonical_hash text not null,
    mapping_version text not null,
    code_version text not null,
    recorded_at timestamptz not null,
    received json,
    canonical json not null
  ) with (toast_tuple_target = 8160);
  comment on table messaging.acceptance is 'What a message was received as and what it means, until a person amends it; read through messaging.shape.';
  comment on column messaging.acceptance.received_hash is 'sha-256 of what was received in canonical JSON, hexadecimal';
  comment on column messaging.acceptance.received is 'null of a message that came by bytes, which are kept as such';
  comment on column messaging.acceptance.canonical_hash is 'sha-256 of the canonical form in canonical JSON (RFC 8785), hexadecimal';`;

const SHAPES = `
  create view messaging.shape as
  select kept.message_id, kept.part_no, kept.shape, kept.payload_hash, kept.mapping_version, kept.code_version, kept.recorded_at, payload.body::json as body
    from messaging.message_shape as kept
    join messaging.payload on payload.hash = kept.payload_hash
   union all
  select a.message_id, 0, 'received', a.received_hash, a.mapping_version, a.code_version, a.recorded_at, a.received
    from messaging.acceptance as a
   where a.received is not null
   union all
  select a.message_id, 0, 'canonical', a.canonical_hash, a.mapping_version, a.code_version, a.recorded_at, a.canonical
    from messaging.acceptance as a;
  comment on view messaging.shape is 'Every form of a message and of its parts with its content, wherever it is kept. Asked by message_id.';`;

const APPEND_EVENTS = `
  create function events.append_events(ids uuid[], types text[], site_ids text[], subjects text[], correlation_ids text[], causation_ids text[], bodies jsonb[], instants timestamptz[])
  returns void
  language sql
  begin atomic
    insert into events.event_log (event_id, type, site_id, subject, correlation_id, causation_id, data, occurred_at)
    select e.id, e.type, e.site_id, e.subject, e.correlation_id, e.causation_id, e.body, e.instant
      from unnest(ids, types, site_ids, subjects, correlation_ids, causation_ids, bodies, instants) with ordinality as e (id, type, site_id, subject, correlation_id, causation_id, body, instant, place)
     order by e.place;
  end;
  comment on function events.append_events(uuid[], text[], text[], text[], text[], text[], jsonb[], timestamptz[]) is 'Appends events in the order of the arrays, which are of one length: the way of intake, which has many at once.';`;
