/** Begins a claim of site $1: the pending token is $2, unless another worker of this database has one under way, and that is claimed once more. */
export const BEGIN_CLAIM = `
insert into messaging.instance_claim as claim (site_id, pending)
values ($1, $2)
    on conflict (site_id) do update
   set pending = coalesce(claim.pending, excluded.pending)
returning claim.token, claim.pending, claim.take_over_at is not null as is_taken_over, claim.sends_from`;

/** The claim of site $1 with pending token $2 as it stood `before` its answer was written down; none when another worker has written it down already. */
const ANSWERED_CLAIM = `
with before as materialized (
  select claim.site_id, claim.refused_at
    from messaging.instance_claim as claim
   where claim.site_id = $1
     and claim.pending = $2
     for update
)
update messaging.instance_claim as claim`;

/**
 * The claim of site $1 with pending token $2 was granted at $3, and what it takes over from may still send until $4. Answers nothing when another worker has written that down before; otherwise since when
 * it was refused, if it was.
 */
export const KEEP_GRANT = `${ANSWERED_CLAIM}
   set token = claim.pending,
       pending = null,
       refused_at = null,
       take_over_at = null,
       granted_at = $3,
       sends_from = coalesce($4, claim.sends_from)
  from before
 where claim.site_id = before.site_id
returning before.refused_at`;

/** The claim of site $1 with pending token $2 was refused at $3. Answers nothing when another worker has gone on meanwhile, and otherwise whether that is news. */
export const KEEP_REFUSAL = `${ANSWERED_CLAIM}
   set refused_at = coalesce(claim.refused_at, $3)
  from before
 where claim.site_id = before.site_id
returning before.refused_at is null as is_news, claim.refused_at`;

/** A person has decided at $2 that this gateway holds site $1 from its next claim on. */
export const WISH_TAKE_OVER = `
insert into messaging.instance_claim as claim (site_id, take_over_at)
values ($1, $2)
    on conflict (site_id) do update
   set take_over_at = excluded.take_over_at`;

/** Who did what to which site. */
export const AUDIT_TAKE_OVER = `select security.append_audit_entry($1, 'admin', 'site.taken-over', $2, 'site', $2, $3, $4::jsonb, $5)`;

export const APPEND_CLAIM_EVENTS = `select events.append_events($1::jsonb)`;

/** Sites that another gateway holds, and since when that is known. */
export const LIST_REFUSED = `
select claim.site_id, claim.refused_at
  from messaging.instance_claim as claim
 where claim.refused_at is not null
 order by claim.site_id`;
