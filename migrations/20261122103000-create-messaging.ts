import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Durable messages, their parts and attempts, the lineage of every payload, and the lanes that keep their order. Owner: libs/messaging.
 *
 * What is read and rewritten often is narrow and apart from what is large: a lane is one row per ordering key, a job is eight bytes and a key, payloads are kept once by
 * their hash. Whoever changes a message locks its lane first, then the message.
 * Locks: creates new objects only.
 */
export class CreateMessaging20261122103000 implements MigrationInterface {
  readonly name = 'CreateMessaging20261122103000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema messaging;

      create table messaging.payload (
        hash text primary key,
        body jsonb not null
      );
      comment on column messaging.payload.hash is 'sha-256 of the body in canonical JSON (RFC 8785), hexadecimal';

      create table messaging.message (
        message_id uuid primary key,
        position bigint generated always as identity unique,
        site_id text not null,
        kind text not null,
        source_system text not null,
        sender_id text not null,
        idempotency_key text,
        body_hash text not null,
        lane_key text not null,
        correlation_id text not null,
        causation_id text,
        traceparent text,
        accepted_by text not null,
        work_order_id text,
        operation_id text,
        confirmation_id text,
        lot_ids text[] not null,
        serial_numbers text[] not null,
        posting_date date not null,
        production_day date not null,
        state text not null check (state in (
          'accepted', 'posting', 'posted', 'retrying', 'waiting', 'inDoubt', 'parked', 'awaitingApproval', 'postedWithFollowUp', 'discarded', 'annulled')),
        state_since timestamptz not null,
        accepted_at timestamptz not null,
        posted_at timestamptz,
        failures int not null default 0 check (failures >= 0),
        error jsonb,
        erp jsonb,
        note text,
        constraint message_natural_key unique (sender_id, site_id, source_system, kind)
      );
      comment on column messaging.message.position is 'order of acceptance; within a lane also the order of the commits';
      comment on column messaging.message.failures is 'sends and plans that failed since a person last had a hand in it; the backoff grows with it';
      comment on column messaging.message.erp is '{backend, documents[]} of what stands in the ERP';
      create unique index message_idempotency_key on messaging.message (site_id, source_system, idempotency_key) where idempotency_key is not null;
      -- The predicate is always true: it keeps the index to lists, which name it. A plan made while the table is empty would take it for the natural key as well.
      create index message_site on messaging.message (site_id, position) where position > 0;
      create index message_open on messaging.message (site_id, state, position) where state not in ('posted', 'discarded', 'annulled');
      create index message_work_order on messaging.message (site_id, work_order_id, position) where work_order_id is not null;
      create index message_confirmation on messaging.message (site_id, confirmation_id, position) where confirmation_id is not null;
      create index message_correlation on messaging.message (correlation_id);
      create index message_lots on messaging.message using gin (lot_ids) where lot_ids <> '{}';
      create index message_serial_numbers on messaging.message using gin (serial_numbers) where serial_numbers <> '{}';

      create table messaging.message_part (
        message_id uuid not null references messaging.message,
        part_no int not null check (part_no >= 1),
        part_id text not null,
        payload_hash text not null references messaging.payload,
        reference uuid not null,
        state text not null check (state in ('planned', 'posting', 'posted')),
        receipt jsonb,
        doubt_from timestamptz,
        read_back_after timestamptz,
        absences int not null default 0,
        read_failures int not null default 0,
        primary key (message_id, part_no),
        check (state <> 'posted' or receipt is not null)
      );
      comment on column messaging.message_part.state is 'posting: an intent is written and its outcome is not known; never sent again before a read-back';
      comment on column messaging.message_part.read_back_after is 'end of the settle window: before it an absence proves nothing';

      create table messaging.message_attempt (
        attempt_id uuid primary key,
        message_id uuid not null references messaging.message,
        part_no int not null,
        epoch bigint not null,
        purpose text not null check (purpose in ('send', 'readBack')),
        started_at timestamptz not null,
        deadline_at timestamptz not null,
        ended_at timestamptz,
        outcome text check (outcome in ('posted', 'retryable', 'refused', 'defect', 'unknown', 'notSent', 'found', 'absent', 'several', 'different', 'failed')),
        error jsonb,
        evidence jsonb,
        evidence_at timestamptz,
        check ((ended_at is null) = (outcome is null))
      );
      comment on table messaging.message_attempt is 'One call of the foreign system. A send is the intent: it is committed before the first byte leaves.';
      comment on column messaging.message_attempt.evidence is 'an answer that came after its outcome was decided, or under an old epoch: kept, never acted upon';
      create index message_attempt_message on messaging.message_attempt (message_id, started_at);

      create table messaging.message_shape (
        message_id uuid not null references messaging.message,
        part_no int not null check (part_no >= 0),
        shape text not null check (shape in ('received', 'canonical', 'sent', 'answered')),
        payload_hash text not null references messaging.payload,
        mapping_version text not null,
        code_version text not null,
        recorded_at timestamptz not null,
        primary key (message_id, part_no, shape, payload_hash)
      );
      comment on column messaging.message_shape.part_no is '0: the whole message';

      create table messaging.message_action (
        action_id bigint generated always as identity primary key,
        message_id uuid not null references messaging.message,
        action text not null check (action in ('resubmit', 'discard')),
        actor text not null,
        reason text,
        from_state text not null,
        to_state text not null,
        acted_at timestamptz not null
      );
      comment on table messaging.message_action is 'What people did to messages; rows are only ever added.';
      create index message_action_message on messaging.message_action (message_id, action_id);

      create function messaging.refuse_change_of_action()
      returns trigger
      language plpgsql
      as $$
      begin
        raise exception 'what people did to messages is only ever added to';
      end;
      $$;

      create trigger message_action_is_append_only
        before update or delete or truncate on messaging.message_action
        for each statement execute function messaging.refuse_change_of_action();

      create table messaging.lane (
        lane_key text primary key,
        pending int not null check (pending >= 0),
        next_at timestamptz,
        lease_epoch bigint not null default 0,
        lease_token uuid,
        lease_until timestamptz,
        waiting_for text,
        stopped boolean not null default false,
        check (not stopped or next_at is null),
        check ((lease_token is null) = (lease_until is null))
      ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
      comment on column messaging.lane.pending is 'messages of the lane that are not finished: its rows in lane_job';
      comment on column messaging.lane.next_at is 'when its head is due; null when it is empty or stopped';
      comment on column messaging.lane.lease_epoch is 'grows with every lease; writes under an older one change nothing';
      create index lane_due on messaging.lane (next_at) where next_at is not null;
      create index lane_waiting on messaging.lane (waiting_for) where waiting_for is not null;

      create table messaging.lane_job (
        position bigint primary key,
        lane_key text not null
      ) with (autovacuum_vacuum_scale_factor = 0.02);
      create index lane_job_lane on messaging.lane_job (lane_key, position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema messaging cascade');
  }
}
