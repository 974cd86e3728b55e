/** Stores a new credential. The hash is unique: two keys never meet. */
export const INSERT_CREDENTIAL = `
  insert into security.credential
    (credential_id, key_hash, role, sites, source_system, supplier_id, name, created_at, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** The credential of one key, unless it was revoked. Expiry is judged by the caller, who also judges what it has cached. */
export const FIND_CREDENTIAL = `
  select credential_id, role, sites, source_system, supplier_id, name, created_at, expires_at
    from security.credential
   where key_hash = $1
     and revoked_at is null`;

/** Revokes for good; a second time changes nothing and answers no row. */
export const REVOKE_CREDENTIAL = `
  update security.credential
     set revoked_at = $2
   where credential_id = $1
     and revoked_at is null
  returning key_hash`;

export const LIST_CREDENTIALS = `
  select credential_id, role, sites, source_system, supplier_id, name, created_at, expires_at
    from security.credential
   where revoked_at is null
   order by created_at, credential_id`;

/** Whether credentials $1 and $2 bear one name, or one source system that says more than a role; no row when one of them is none. */
export const ARE_SAME_PERSON = `
  select lower(btrim(one.name)) = lower(btrim(other.name))
         or (one.source_system = other.source_system and one.source_system not in (one.role, other.role)) as same
    from security.credential as one
    join security.credential as other on other.credential_id::text = $2
   where one.credential_id::text = $1`;

/** Says who did what; other libs call the same function inside their own transactions. */
export const APPEND_AUDIT_ENTRY = `select security.append_audit_entry($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9)`;

export const LIST_AUDIT_ENTRIES_OF_OBJECT = `
  select position, actor_id, actor_role, action, site_id, object_type, object_id, correlation_id, details, happened_at
    from security.audit_entry
   where object_type = $1
     and object_id = $2
   order by position`;

/** How many entries the audit has, and the hash of the last one. */
export const READ_AUDIT_HEAD = `
  select head.entries, head.entry_hash as hash
    from security.audit_head as head`;

/**
 * Looks at the whole chain by one reading: whether each entry has the hash of its content, and follows the one before; and whether the last one is where the head says. $1 is a hash that must be among
 * them, null for none.
 */
export const VERIFY_AUDIT = `
  with chain as (
    select e.position, e.entry_hash, e.previous_hash,
           coalesce(lag(e.entry_hash) over (order by e.position), repeat('0', 64)) as expected,
           security.audit_entry_hash(e.previous_hash, e.position, e.actor_id, e.actor_role, e.action, e.site_id, e.object_type, e.object_id, e.correlation_id, e.details, e.happened_at) as computed
      from security.audit_entry as e
  )
  select (select count(*) from chain) as entries,
         (select entry_hash from chain order by position desc limit 1) as last_hash,
         (select min(position) from chain where entry_hash <> computed) as changed_at,
         (select min(position) from chain where previous_hash <> expected) as unlinked_at,
         $1::text is null or $1 = repeat('0', 64) or exists (select from chain where entry_hash = $1) as has_anchor,
         head.entries as head_entries,
         head.entry_hash as head_hash
    from (select 1) as one
    left join security.audit_head as head on true`;
