/** Every site as it runs, by id. */
export const SELECT_SITES = {
  name: 'sites-select-sites',
  text: `
select revision, configuration
  from sites.site
 order by site_id`,
};

/** Which revision of which site runs, as one text: another text means that something is to be loaded again. */
export const SELECT_RUNNING_REVISIONS = {
  name: 'sites-select-running-revisions',
  text: `
select coalesce(string_agg(site_id || ' ' || revision, ',' order by site_id), '') as revisions
  from sites.site`,
};

/** Every code of every site in the order of the site's file. */
export const SELECT_REFERENCE_CODES = {
  name: 'sites-select-reference-codes',
  text: `
select site_id as "siteId", list, code, description, active
  from sites.reference_code
 order by site_id, list, position`,
};

/** One import at a time over all processes, until the transaction ends. */
export const LOCK_IMPORT = { name: 'sites-lock-import', text: `select pg_advisory_xact_lock(hashtext('sites.import'))` };

/** Hash of the file that was imported last for the site $1, and the number of its newest revision, whoever wrote it. */
export const SELECT_LAST_IMPORT = {
  name: 'sites-select-last-import',
  text: `
select coalesce(max(revision), 0)::integer as revision,
       (array_agg(content_hash order by revision desc) filter (where source = 'file'))[1] as "contentHash"
  from sites.site_revision
 where site_id = $1`,
};

/** Keeps revision $2 of site $1 for ever. $3 hash, $4 configuration, $5 who wrote it: 'file' or 'command'. */
export const INSERT_REVISION = {
  name: 'sites-insert-revision',
  text: `
insert into sites.site_revision (site_id, revision, content_hash, configuration, source)
values ($1, $2, $3, $4, $5)`,
};

/** Makes revision $2 the one that runs at site $1. */
export const RUN_REVISION = {
  name: 'sites-run-revision',
  text: `
insert into sites.site (site_id, revision, configuration)
values ($1, $2, $3)
    on conflict (site_id) do update
   set revision = excluded.revision, configuration = excluded.configuration, changed_at = now()`,
};

/** Writes the codes $2 (JSON array) of site $1. A code that left the file stays, inactive: messages still name it. */
export const WRITE_REFERENCE_CODES = {
  name: 'sites-write-reference-codes',
  text: `
with given as (
  select list, code, description, active, position
    from jsonb_to_recordset($2::jsonb) as given (list text, code text, description text, active boolean, position integer)
), gone as (
  update sites.reference_code as kept
     set active = false
   where kept.site_id = $1
     and not exists (select from given where given.list = kept.list and given.code = kept.code)
)
insert into sites.reference_code (site_id, list, code, description, active, position)
select $1, list, code, description, active, position
  from given
    on conflict (site_id, list, code) do update
   set description = excluded.description, active = excluded.active, position = excluded.position`,
};

/**
 * Rows of the cross-reference that touch one of the asked ids on either side, at site $1 for backend $2.
 * $3 entities and $4 ids, element by element. Both sides are read, because an id without a row of its own may be the other side of a row.
 */
export const SELECT_CROSS_REFERENCES = {
  name: 'sites-select-cross-references',
  text: `
select row.entity, row.scope, row.plantway_id as "plantwayId", row.foreign_id as "foreignId"
  from unnest($3::text[], $4::text[]) as asked (entity, id)
  join sites.cross_reference as row
    on row.site_id = $1
   and row.backend = $2
   and row.entity = asked.entity
   and row.plantway_id = asked.id
 union
select row.entity, row.scope, row.plantway_id, row.foreign_id
  from unnest($3::text[], $4::text[]) as asked (entity, id)
  join sites.cross_reference as row
    on row.site_id = $1
   and row.backend = $2
   and row.entity = asked.entity
   and row.foreign_id = asked.id`,
};

/** Adds rows $3 (JSON array) for site $1 and backend $2; a foreign id that changed replaces the one that stood. */
export const INSERT_CROSS_REFERENCES = {
  name: 'sites-insert-cross-references',
  text: `
insert into sites.cross_reference (site_id, backend, entity, scope, plantway_id, foreign_id)
select $1, $2, entity, scope, plantway_id, foreign_id
  from jsonb_to_recordset($3::jsonb) as given (entity text, scope text, plantway_id text, foreign_id text)
    on conflict (site_id, backend, entity, scope, plantway_id) do update
   set foreign_id = excluded.foreign_id`,
};

export const SELECT_RUNNING_DOCUMENT = {
  name: 'sites-select-running-document',
  text: `
    select revision, configuration
    from sites.site
    where site_id = $1`,
};

/** What revision $2 of site $1 says. */
export const SELECT_REVISION_DOCUMENT = {
  name: 'sites-select-revision-document',
  text: `
select configuration
  from sites.site_revision
 where site_id = $1
   and revision = $2`,
};
