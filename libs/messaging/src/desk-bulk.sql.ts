/** One bulk run of a role at a site at a time: what it may still do is counted under this lock, which the transaction holds. */
export const HOLD_BULK = `select pg_advisory_xact_lock(hashtextextended('plantway bulk run ' || $1 || ' ' || $2, 0))`;

/** How many messages role $2 has resubmitted in bulk at site $1 since $3, and when the oldest of those runs began. */
export const BULK_SINCE = `
select coalesce(sum(run.messages), 0)::int as messages, min(run.started_at) as oldest
  from messaging.bulk_run as run
 where run.site_id = $1
   and run.actor_role = $2
   and run.started_at > $3`;

/** Keeps a run of $5 messages. */
export const KEEP_BULK = `
insert into messaging.bulk_run (site_id, actor, actor_role, reason, messages, started_at)
values ($1, $2, $3, $4, $5, $6)`;

/** The messages of site $1 at the places $2, in their order. */
export const MESSAGES_AT = `
select m.message_id, m.position
  from messaging.message as m
 where m.site_id = $1
   and m.position = any ($2::bigint[])
 order by m.position`;

/** Those of the messages $1 of which something is in doubt. */
export const WITH_DOUBT = `
select distinct part.message_id
  from messaging.message_part as part
 where part.message_id = any ($1::uuid[])
   and part.state = 'posting'`;
