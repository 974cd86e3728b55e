import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The claim of this gateway to be the only one that posts into the ERP of a site, and what backends promise against double posting. Owner: libs/messaging.
 *
 * Runs on a filled database; nothing of it is rewritten. Locks: creates new objects only.
 */
export class ClaimInstances20261123131000 implements MigrationInterface {
  readonly name = 'ClaimInstances20261123131000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table messaging.instance_claim (
        site_id text primary key,
        token text,
        pending text,
        granted_at timestamptz,
        refused_at timestamptz,
        take_over_at timestamptz,
        sends_from timestamptz
      ) with (fillfactor = 50);
      comment on table messaging.instance_claim is 'What this gateway knows of its claim on the ERP of a site; every renewal replaces the token, so that a copy of this row is soon worthless.';
      comment on column messaging.instance_claim.token is 'what the ERP keeps, as far as is known';
      comment on column messaging.instance_claim.pending is 'what the ERP was asked to keep instead, and may keep already';
      comment on column messaging.instance_claim.refused_at is 'since when another gateway is known to hold the ERP; null while this one does';
      comment on column messaging.instance_claim.take_over_at is 'when a person decided that the next claim takes the ERP over';
      comment on column messaging.instance_claim.sends_from is 'after a take-over: before this time whoever held the ERP before may still be sending';

      create table messaging.declared_guarantee (
        site_id text not null,
        kind text not null,
        backend text not null,
        guarantee_class text not null check (guarantee_class in ('K', 'R', 'B', 'N')),
        key_retention_ms bigint,
        declared_at timestamptz not null,
        primary key (site_id, kind)
      );
      comment on table messaging.declared_guarantee is 'What the backend of a site promises for one kind of message, as a worker was last told.';
      comment on column messaging.declared_guarantee.key_retention_ms is 'of class K: how long a key is known; null when for as long as the document stands';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table messaging.declared_guarantee, messaging.instance_claim;');
  }
}
