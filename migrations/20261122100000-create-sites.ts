import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Plants, their codes, and which id an ERP gives to what we call otherwise. Owner: libs/sites.
 * Locks: none that anybody waits for, the schema is new.
 */
export class CreateSites20261122100000 implements MigrationInterface {
  name = 'CreateSites20261122100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create schema sites;

-- The configuration that runs; the database's revision counts, the file is only where one came from.
create table sites.site (
  site_id text primary key,
  revision integer not null check (revision >= 1),
  configuration jsonb not null,
  changed_at timestamptz not null default now()
);

create table sites.site_revision (
  site_id text not null,
  revision integer not null check (revision >= 1),
  content_hash text not null,
  configuration jsonb not null,
  source text not null check (source in ('file', 'command')),
  written_at timestamptz not null default now(),
  primary key (site_id, revision)
);

create table sites.reference_code (
  site_id text not null references sites.site,
  list text not null check (list in ('reasons', 'units', 'workCenters', 'downtimeReasons')),
  code text not null,
  description text not null,
  active boolean not null,
  position integer not null,
  primary key (site_id, list, code)
);

-- Only ids that differ have a row. Lot numbers repeat across items: the scope of a lot is our item id, of anything else ''.
create table sites.cross_reference (
  site_id text not null references sites.site,
  backend text not null,
  entity text not null check (entity in ('item', 'lot', 'workOrder')),
  scope text not null default '',
  plantway_id text not null,
  foreign_id text not null,
  primary key (site_id, backend, entity, scope, plantway_id),
  unique (site_id, backend, entity, scope, foreign_id),
  check ((entity = 'lot') = (scope <> ''))
);
create index cross_reference_plantway_id on sites.cross_reference (site_id, backend, entity, plantway_id);
create index cross_reference_foreign_id on sites.cross_reference (site_id, backend, entity, foreign_id);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema sites cascade');
  }
}
