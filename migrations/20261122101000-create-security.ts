import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who may call, and who did what.
 *
 * A key is kept as its SHA-256 only. The audit is appended by `security.append_audit_entry`, which other libs call inside their own transactions;
 * a trigger refuses every change of what stands there.
 * Locks: creates new objects only.
 */
export class CreateSecurity20261122101000 implements MigrationInterface {
  name = 'CreateSecurity20261122101000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema security;

      create table security.credential (
        credential_id uuid primary key,
        key_hash text not null unique check (key_hash ~ '^[0-9a-f]{64}$'),
        role text not null check (role in ('mes', 'planner', 'supervisor', 'erpTeam', 'supplier', 'maintenance', 'analyst', 'admin')),
        sites text[],
        source_system text not null,
        supplier_id text,
        name text not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        revoked_at timestamptz,
        check ((role = 'supplier') = (supplier_id is not null))
      );
      comment on column security.credential.key_hash is 'sha-256 of the API key as hex; the key itself is kept nowhere';
      comment on column security.credential.sites is 'sites it may see; null is all';
      comment on column security.credential.source_system is 'part of the natural key of what it sends; the same for the keys that follow each other';

      create table security.audit_entry (
        position bigint generated always as identity primary key,
        actor_id text not null,
        actor_role text not null,
        action text not null,
        site_id text,
        object_type text not null,
        object_id text not null,
        correlation_id text not null,
        details jsonb not null,
        happened_at timestamptz not null
      );
      comment on table security.audit_entry is 'who did what to which object; rows are only ever added';
      comment on column security.audit_entry.actor_id is 'credential that acted, or system';
      create index audit_entry_object on security.audit_entry (object_type, object_id, position);
    `);
    await runner.query(`
      create function security.append_audit_entry(
        actor_id text, actor_role text, action text, site_id text, object_type text, object_id text, correlation_id text, details jsonb, happened_at timestamptz)
      returns void
      language sql
      begin atomic
        insert into security.audit_entry (actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, happened_at)
        values (actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, happened_at);
      end;
      comment on function security.append_audit_entry is 'Says who did what, in the transaction of the act.';

      create function security.refuse_change_of_audit()
      returns trigger
      language plpgsql
      as $$
      begin
        raise exception 'the audit is only ever added to';
      end;
      $$;

      create trigger audit_entry_is_append_only
        before update or delete or truncate on security.audit_entry
        for each statement execute function security.refuse_change_of_audit();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema security cascade');
  }
}
