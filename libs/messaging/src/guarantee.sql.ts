/** What backends promise for the kinds of messages of site $1, as JSON of $2, declared at $3; what was declared before is replaced. */
export const KEEP_GUARANTEES = `
insert into messaging.declared_guarantee as declared (site_id, kind, backend, guarantee_class, key_retention_ms, declared_at)
select $1, row.kind, row.backend, row.guarantee_class, row.key_retention_ms, $3
  from jsonb_to_recordset($2::jsonb) as row (kind text, backend text, guarantee_class text, key_retention_ms bigint)
    on conflict (site_id, kind) do update
   set backend = excluded.backend,
       guarantee_class = excluded.guarantee_class,
       key_retention_ms = excluded.key_retention_ms,
       declared_at = excluded.declared_at
 where (declared.backend, declared.guarantee_class, declared.key_retention_ms) is distinct from (excluded.backend, excluded.guarantee_class, excluded.key_retention_ms)`;
