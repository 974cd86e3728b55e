import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What people do about messages: amendments with the original kept, messages that stepped aside, proposals about a doubt, bulk runs; search by more business keys; and an audit whose entries are chained by hashes.
 * Owners: libs/messaging, libs/security.
 *
 * Runs on a filled database: new columns are empty or constant, so no row is rewritten, and what an older release writes stays valid. An older release appends to the audit by the same function, which chains from now on.
 * The entries that stand are chained here, one after the other, in their order.
 * Locks: message for a moment, and against writing while its three indexes are built, each by one reading; message_action and message_shape exclusively while their rows are checked; audit_entry exclusively
 * while it is rewritten (one row per decision of a person).
 */
export class WidenDesk20261123134000 implements MigrationInterface {
  readonly name = 'WidenDesk20261123134000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messaging.message
        add column stepped_aside_at timestamptz,
        add column amendments int not null default 0 check (amendments >= 0),
        add column replaces uuid,
        add column replaced_by uuid,
        add column doubt_proposal jsonb;
      comment on column messaging.message.stepped_aside_at is 'since when it stands beside its lane and has no lane_job; null in its place';
      comment on column messaging.message.amendments is 'how often a person has amended it';
      comment on column messaging.message.replaces is 'the message that this one took the place of: an amendment that belongs to another lane';
      comment on column messaging.message.doubt_proposal is '{resolution, documents, reason, proposedBy, proposedAt} until a second person agrees';

      create index message_error_code on messaging.message (site_id, (error ->> 'code'), position) where error is not null;
      create index message_documents on messaging.message using gin (jsonb_path_query_array(erp, '$.documents[*].number')) where erp is not null;
      create index message_accepted_at on messaging.message using brin (accepted_at) with (pages_per_range = 16);

      create table messaging.message_amendment (
        message_id uuid not null references messaging.message,
        amendment_no int not null check (amendment_no >= 1),
        received_hash text not null references messaging.payload,
        canonical_hash text not null references messaging.payload,
        mapping_version text not null,
        code_version text not null,
        actor text not null,
        reason text not null,
        amended_at timestamptz not null,
        primary key (message_id, amendment_no)
      );
      comment on table messaging.message_amendment is 'What people made of a message; the body as it was received stays in message_shape. Rows are only ever added.';
      create trigger message_amendment_is_append_only
        before update or delete or truncate on messaging.message_amendment
        for each statement execute function messaging.refuse_change_of_action();

      alter table messaging.message_shape
        drop constraint message_shape_shape_check,
        add constraint message_shape_shape_check check (shape in ('received', 'canonical', 'superseded', 'sent', 'answered'));
      comment on column messaging.message_shape.shape is 'superseded: a canonical form before an amendment';

      alter table messaging.message_action
        drop constraint message_action_action_check,
        add constraint message_action_action_check check (action in ('resubmit', 'discard', 'annul', 'approve', 'amend', 'stepAside', 'proposeResolution', 'resolveDoubt'));

      create table messaging.bulk_run (
        run_id bigint generated always as identity primary key,
        site_id text not null,
        actor text not null,
        actor_role text not null,
        reason text not null,
        messages int not null check (messages >= 0),
        started_at timestamptz not null
      );
      comment on table messaging.bulk_run is 'What was resubmitted in bulk, and how much; a role is allowed so many in an hour.';
      create index bulk_run_role on messaging.bulk_run (site_id, actor_role, started_at);
    `);
    await runner.query(CHAIN_AUDIT);
  }

  /** @throws Error from PostgreSQL when people did meanwhile what has no name without this */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNCHAIN_AUDIT);
    await runner.query(`
      drop table messaging.bulk_run;
      alter table messaging.message_action
        drop constraint message_action_action_check,
        add constraint message_action_action_check check (action in ('resubmit', 'discard', 'annul', 'approve'));
      alter table messaging.message_shape
        drop constraint message_shape_shape_check,
        add constraint message_shape_shape_check check (shape in ('received', 'canonical', 'sent', 'answered'));
      drop table messaging.message_amendment;
      drop index messaging.message_error_code, messaging.message_documents, messaging.message_accepted_at;
      alter table messaging.message drop column stepped_aside_at, drop column amendments, drop column replaces, drop column replaced_by, drop column doubt_proposal;
    `);
  }
}

/** The head is one row: whoever appends holds it until his transaction ends, so entries stand in the order of their commits and each knows the one before. */
const CHAIN_AUDIT = `
  create function security.audit_entry_hash(
    previous_hash text, "position" bigint, actor_id text, actor_role text, action text, site_id text, object_type text, object_id text, correlation_id text, details jsonb, happened_at timestamptz)
  returns text
  language sql
  stable
  return encode(sha256(convert_to(
    jsonb_build_array(previous_hash, "position", actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, to_char(happened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text,
    'UTF8')), 'hex');
  comment on function security.audit_entry_hash is 'SHA-256 over the hash of the entry before and the content of this one as a JSON array, hexadecimal.';

  create table security.audit_head (
    is_only boolean primary key default true check (is_only),
    entries bigint not null,
    entry_hash text not null
  );
  comment on table security.audit_head is 'how many entries the audit has, and the hash of the last one; 64 zeros before the first';
  insert into security.audit_head (entries, entry_hash) values (0, repeat('0', 64));

  alter table security.audit_entry
    add column previous_hash text,
    add column entry_hash text;
  alter table security.audit_entry disable trigger audit_entry_is_append_only;
  do $$
  declare
    one record;
    before text := repeat('0', 64);
    here text;
    entries bigint := 0;
  begin
    for one in select * from security.audit_entry order by position loop
      here := security.audit_entry_hash(before, one.position, one.actor_id, one.actor_role, one.action, one.site_id, one.object_type, one.object_id, one.correlation_id, one.details, one.happened_at);
      update security.audit_entry as entry set previous_hash = before, entry_hash = here where entry.position = one.position;
      before := here;
      entries := entries + 1;
    end loop;
    update security.audit_head as head set entries = chained.entries, entry_hash = chained.hash from (select entries as entries, before as hash) as chained;
  end;
  $$;
  alter table security.audit_entry
    enable trigger audit_entry_is_append_only,
    alter column previous_hash set not null,
    alter column entry_hash set not null;

  create or replace function security.append_audit_entry(
    actor_id text, actor_role text, action text, site_id text, object_type text, object_id text, correlation_id text, details jsonb, happened_at timestamptz)
  returns void
  language plpgsql
  as $$
  #variable_conflict use_variable
  declare
    before text;
    place bigint;
    here text;
  begin
    select head.entry_hash into before from security.audit_head as head for update;
    place := nextval(pg_get_serial_sequence('security.audit_entry', 'position'));
    here := security.audit_entry_hash(before, place, actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, happened_at);
    insert into security.audit_entry as entry (position, actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, happened_at, previous_hash, entry_hash)
    overriding system value
    values (place, actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, happened_at, before, here);
    update security.audit_head as head set entries = head.entries + 1, entry_hash = here;
  end;
  $$;
  comment on function security.append_audit_entry is 'Says who did what, in the transaction of the act, and chains it to what was said before. Holds the head of the chain until the transaction ends: call it last.';`;

const UNCHAIN_AUDIT = `
  drop function security.append_audit_entry(text, text, text, text, text, text, text, jsonb, timestamptz);
  create function security.append_audit_entry(
    actor_id text, actor_role text, action text, site_id text, object_type text, object_id text, correlation_id text, details jsonb, happened_at timestamptz)
  returns void
  language sql
  begin atomic
    insert into security.audit_entry (actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, happened_at)
    values (actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, happened_at);
  end;
  alter table security.audit_entry drop column previous_hash, drop column entry_hash;
  drop table security.audit_head;
  drop function security.audit_entry_hash(text, bigint, text, text, text, text, text, text, text, jsonb, timestamptz);`;
