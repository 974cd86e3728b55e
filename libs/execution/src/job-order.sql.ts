import { isAfter } from './shown-after.sql.js';

/** Makes the row of a work order that can be locked. $1 site, $2 order, $3 now. */
export const INSERT_SET = `
  insert into execution.job_order_set (site_id, work_order_id, version, content_hash, as_of, dispatch_state, state_since)
  values ($1, $2, 0, '', '-infinity', 'pending', $3)
      on conflict (site_id, work_order_id) do nothing`;

/** Locks the set: everything about its versions happens one after the other. $1 site, $2 order, $3 when the ERP said what is to be kept, $4 of which revision. */
export const LOCK_SET = `
  select kept.version, kept.content_hash, kept.verb, kept.dispatch_state, kept.proposal_for, kept.proposal_message_id, kept.proposed_hash, kept.proposed_instead_of, ${isAfter('kept', 'shown')} as is_newer
    from execution.job_order_set as kept, (select coalesce($3::timestamptz, 'infinity') as as_of, coalesce($4::text, '') as revision) as shown
   where kept.site_id = $1
     and kept.work_order_id = $2
     for update of kept`;

/** Content of the sets of orders $2 at site $1. */
export const READ_CONTENT_HASHES = `
  select work_order_id, content_hash
    from execution.job_order_set
   where site_id = $1
     and work_order_id = any ($2)`;

/** The ERP showed the orders of $2, JSON rows, at $3 as they are kept: an answer from before that is older than what is kept. Sorted, so that two writers lock in the same order. */
export const CONFIRM_CONTENT = `
  update execution.job_order_set as kept
     set as_of = same.as_of,
         revision = same.revision
    from (select kept.site_id, kept.work_order_id, seen.as_of, seen.revision
            from execution.job_order_set as kept
            join (select *, $3::timestamptz as as_of from jsonb_to_recordset($2::jsonb) as row (work_order_id text, content_hash text, revision text)) as seen
              on kept.work_order_id = seen.work_order_id
             and kept.content_hash = seen.content_hash
           where kept.site_id = $1
             and ${isAfter('seen', 'kept')}
           order by kept.work_order_id
             for update of kept) as same
   where kept.site_id = same.site_id
     and kept.work_order_id = same.work_order_id`;

/** The locked set has a new version, which counts. $1 site, $2 order, $3 version, $4 content hash, $5 as of, $6 now, $7 journey, $8 revision, $9 verb; as they were when null. */
export const WRITE_VERSION = `
  update execution.job_order_set
     set version = $3,
         content_hash = coalesce($4, content_hash),
         as_of = coalesce($5::timestamptz, as_of),
         revision = coalesce($8, revision),
         verb = coalesce($9, verb),
         proposal_for = null,
         proposal_message_id = null,
         proposed_hash = null,
         proposed_instead_of = null,
         dispatch_state = 'pending',
         state_since = $6,
         dispatch_message_id = null,
         correlation_id = coalesce($7, correlation_id),
         held_reason = null,
         held_since = null
   where site_id = $1
     and work_order_id = $2`;

/** The locked set's new version is only asked for. $1 site, $2 order, $3 id of the change, $4 its message, $5 content hash that it would have, $6 the job orders that count meanwhile. */
export const MARK_PROPOSED = `
  update execution.job_order_set
     set proposal_for = $3,
         proposal_message_id = $4,
         proposed_hash = $5,
         proposed_instead_of = $6
   where site_id = $1
     and work_order_id = $2`;

/** A row when the job orders of order $2 at site $1 are only asked for by message $3. */
export const READ_PROPOSAL = `
  select
    from execution.job_order_set
   where site_id = $1
     and work_order_id = $2
     and proposal_message_id = $3`;

/** The versions that are only asked for, of every site. */
export const READ_PROPOSALS = `
  select site_id, work_order_id, proposal_message_id
    from execution.job_order_set
   where proposal_message_id is not null
   order by site_id, work_order_id`;

/** What the locked set was asked for stands in the ERP: it counts as it is. $1 site, $2 order, $3 as of, $4 revision. */
export const SETTLE_PROPOSAL = `
  update execution.job_order_set
     set content_hash = proposed_hash,
         as_of = $3,
         revision = $4,
         proposal_for = null,
         proposal_message_id = null,
         proposed_hash = null,
         proposed_instead_of = null
   where site_id = $1
     and work_order_id = $2`;

/** What the MES said about the job orders of order $2 at site $1, in the order in which they are made. */
export const READ_ANSWERS = `
  select job_order_id, version, answer, accepted_quantity, accepted_unit, answer_reason
    from execution.job_order
   where site_id = $1
     and work_order_id = $2
   order by sequence`;

/** The job orders of a set as they were. $1 site, $2 order. */
export const READ_SET = `
  select job_order_id, body
    from execution.job_order
   where site_id = $1
     and work_order_id = $2
   order by sequence`;

/** Writes the job orders of a new version, $3 = JSON rows; nobody has been given them, and nobody has said anything about them. $1 site, $2 order. */
export const WRITE_JOB_ORDERS = `
  insert into execution.job_order (site_id, work_order_id, job_order_id, operation_id, sequence, version, body)
  select $1, $2, job_order_id, operation_id, sequence, version, body
    from jsonb_to_recordset($3::jsonb) as written (job_order_id text, operation_id text, sequence int, version int, body jsonb)
      on conflict (site_id, job_order_id) do update
     set sequence = excluded.sequence,
         version = excluded.version,
         body = excluded.body,
         changed_position = null,
         answer = null,
         accepted_quantity = null,
         accepted_unit = null,
         answer_reason = null,
         answered_at = null,
         answer_message_id = null`;

/** Versions that no message carries yet and that have a job order, oldest first: $1 of them behind the first $2. */
export const READ_UNDISPATCHED = `
  select waiting.site_id, waiting.work_order_id, waiting.version, waiting.verb, waiting.proposal_for, waiting.correlation_id,
         jsonb_agg(job_order.body order by job_order.sequence) as job_orders
    from (select undispatched.*
            from execution.job_order_set as undispatched
           where undispatched.dispatch_message_id is null
             and undispatched.version > 0
             and exists (select
                           from execution.job_order
                          where job_order.site_id = undispatched.site_id
                            and job_order.work_order_id = undispatched.work_order_id
                            and job_order.version = undispatched.version)
           order by undispatched.state_since, undispatched.site_id, undispatched.work_order_id
           limit $1
          offset $2) as waiting
    join execution.job_order
      on job_order.site_id = waiting.site_id
     and job_order.work_order_id = waiting.work_order_id
     and job_order.version = waiting.version
   group by waiting.site_id, waiting.work_order_id, waiting.version, waiting.verb, waiting.proposal_for, waiting.correlation_id, waiting.state_since
   order by waiting.state_since, waiting.site_id, waiting.work_order_id`;

/** Message $4 carries version $3 of order $2 at site $1. */
export const KEEP_DISPATCH_MESSAGE = `
  update execution.job_order_set
     set dispatch_message_id = $4
   where site_id = $1
     and work_order_id = $2
     and version = $3
     and dispatch_message_id is null`;

/** Version $3 of order $2 at site $1 is with the MES, or offered. What the MES said meanwhile stays. $4 now. */
export const MARK_SENT = `
  update execution.job_order_set
     set dispatch_state = 'sent',
         state_since = $4
   where site_id = $1
     and work_order_id = $2
     and version = $3
     and dispatch_state = 'pending'`;

/**
 * Gives the job orders of version $3 of order $2 at site $1 the next places in the feed. The row of the site is locked until the commit, so that a later place never
 * becomes readable before an earlier one.
 */
export const TAKE_PLACES = `
  with placeless as materialized (
    select job_order_id, row_number() over (order by sequence) as place, count(*) over () as many
      from execution.job_order
     where site_id = $1
       and work_order_id = $2
       and version = $3
       and changed_position is null
  ), feed as (
    insert into execution.job_order_feed as kept (site_id, last_position)
    select $1, max(many) from placeless having count(*) > 0
        on conflict (site_id) do update
       set last_position = kept.last_position + excluded.last_position
    returning last_position
  )
  update execution.job_order
     set changed_position = feed.last_position - placeless.many + placeless.place
    from placeless, feed
   where job_order.site_id = $1
     and job_order.job_order_id = placeless.job_order_id`;

/** What the MES says, $3 = its answer as JSON, by message $2 at site $1; $4 now. */
export const WRITE_ANSWER = `
  select execution.apply_job_order_answered($1, $2, $3, $4)`;

/** As WRITE_ANSWER, when nothing that the MES said about this version is known yet. */
export const WRITE_FIRST_ANSWER = `
  select execution.apply_job_order_answered($1, $2, $3, $4)
   where exists (select
                   from execution.job_order
                  where site_id = $1
                    and job_order_id = $3::jsonb ->> 'jobOrderId'
                    and version = ($3::jsonb ->> 'version')::int
                    and answer_message_id is null)`;

/** The newest version of the job orders of order $2 at site $1. */
export const READ_NEWEST_VERSION = `
  select version
    from execution.job_order_set
   where site_id = $1
     and work_order_id = $2
     and version > 0`;

/** Job order $2 at site $1. */
export const READ_JOB_ORDER = `
  select job_order.work_order_id, job_order.operation_id, job_order.version, orders.proposal_for
    from execution.job_order
    join execution.job_order_set as orders
      on orders.site_id = job_order.site_id
     and orders.work_order_id = job_order.work_order_id
   where job_order.site_id = $1
     and job_order.job_order_id = $2`;
