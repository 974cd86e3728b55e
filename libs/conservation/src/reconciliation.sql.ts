/** Asks for a comparison of site $2 over the days $3 to $4; of the same night $5 there is one only. */
export const REQUEST = `
  insert into conservation.reconciliation (reconciliation_id, site_id, from_day, to_day, night, requested_by, correlation_id, requested_at, state)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued')
      on conflict (site_id, night) do nothing
  returning reconciliation_id`;

/**
 * For which night site $1 was compared last by itself, and up to which day its books are compared: the last day of the last comparison that did not fail, or the first day of one of the last 31 nights that failed, when no
 * comparison since began as early (or as early as the 31 days of a comparison go back).
 */
export const LAST_NIGHT = `
  with nightly as (
    select run.night, run.from_day, run.to_day, run.state
      from conservation.reconciliation as run
     where run.site_id = $1
       and run.night is not null
  ), failed as (
    select min(gone.from_day) as from_day
      from nightly as gone
     where gone.state = 'failed'
       and gone.night > (select max(night) from nightly) - 31
       and not exists (
             select
               from nightly as later
              where later.night > gone.night
                and later.state <> 'failed'
                and later.from_day <= greatest(gone.from_day, later.to_day - 31))
  )
  select max(nightly.night)::text as night,
         least(max(nightly.to_day) filter (where nightly.state <> 'failed'), min(failed.from_day))::text as to_day
    from nightly
   cross join failed
  having count(*) > 0`;

/** Takes the oldest comparison that nobody carries out at $1, until $2; one that was begun before begins anew. */
export const TAKE = `
  with next as (
    select reconciliation_id
      from conservation.reconciliation
     where (state = 'queued' and coalesce(leased_until, $1) <= $1)
        or (state = 'running' and leased_until <= $1)
     order by position
     limit 1
       for update skip locked
  ), emptied as (
    delete from conservation.finding
     using next
     where finding.reconciliation_id = next.reconciliation_id
       and finding.state in ('found', 'proposed')
  )
  update conservation.reconciliation as taken
     set state = 'running',
         leased_until = $2,
         started_at = $1,
         orders_total = null,
         orders_done = 0,
         documents_read = 0,
         messages_read = 0
    from next
   where taken.reconciliation_id = next.reconciliation_id
  returning taken.reconciliation_id, taken.site_id, taken.from_day::text as from_day, taken.to_day::text as to_day, taken.failures`;

/** How far comparison $1 is; nothing when somebody else has taken it over. */
export const PROGRESS = `
  update conservation.reconciliation
     set leased_until = $2,
         orders_total = $3,
         orders_done = $4,
         documents_read = $5,
         messages_read = $6
   where reconciliation_id = $1
     and state = 'running'
     and started_at = $7
  returning reconciliation_id`;

/** Ends comparison $1 as $2; `queued` to be tried again at $6. */
export const END = `
  update conservation.reconciliation
     set state = $2,
         ended_at = case when $2 = 'queued' then null else $3::timestamptz end,
         leased_until = $6::timestamptz,
         failures = failures + ($4::text is not null)::int,
         error = $4
   where reconciliation_id = $1
     and state = 'running'
     and started_at = $5`;

export const ADD_FINDINGS = `
  insert into conservation.finding (finding_id, reconciliation_id, body, proposal, state)
  select row.finding_id, $1, row.body, row.proposal, case when row.proposal is null then 'found' else 'proposed' end
    from jsonb_to_recordset($2::jsonb) as row (finding_id uuid, body jsonb, proposal text)`;

const COLUMNS = `
    run.reconciliation_id, run.position, run.site_id, run.from_day::text as from_day, run.to_day::text as to_day, run.night::text as night, run.requested_by, run.requested_at, run.state, run.started_at, run.ended_at,
    run.error, run.orders_total, run.orders_done, run.documents_read, run.messages_read,
    (select count(*)::int from conservation.finding where finding.reconciliation_id = run.reconciliation_id) as findings`;

export const READ = `
  select ${COLUMNS}
    from conservation.reconciliation as run
   where run.site_id = $1
     and run.reconciliation_id = $2`;
export const LIST = `
  select ${COLUMNS}
    from conservation.reconciliation as run
   where run.site_id = $1
     and ($2::bigint is null or run.position < $2)
   order by run.position desc
   limit $3`;

const FINDING_COLUMNS = `
    finding.finding_id, finding.position, finding.reconciliation_id, finding.body, finding.proposal, finding.state, finding.proposed_by, finding.approved_by, finding.approved_at, finding.closed_at, finding.message_id`;
export const LIST_FINDINGS = `
  select ${FINDING_COLUMNS}
    from conservation.finding
   where finding.reconciliation_id = $1
     and ($2::bigint is null or finding.position > $2)
   order by finding.position
   limit $3`;
export const READ_FINDING = `
  select ${FINDING_COLUMNS}
    from conservation.finding
    join conservation.reconciliation as run
      on run.reconciliation_id = finding.reconciliation_id
   where run.site_id = $1
     and run.reconciliation_id = $2
     and finding.finding_id = $3`;

/** Finding $1 is agreed to by $2, the first of two persons, at $3. */
export const PROPOSE = `
  update conservation.finding
     set proposed_by = $2,
         proposed_at = $3
   where finding_id = $1
     and state = 'proposed'
     and proposed_by is null
  returning finding_id`;

/** Finding $1 is approved by $2 at $3; one that was approved before and not carried out can be approved again. */
export const APPROVE = `
  update conservation.finding
     set state = 'approved',
         approved_by = $2,
         approved_at = $3
   where finding_id = $1
     and state in ('proposed', 'approved')
  returning finding_id`;
export const APPLIED = `
  update conservation.finding
     set state = 'applied',
         message_id = $2
   where finding_id = $1
     and state = 'approved'`;

/** A document counts as known from now on; done again it changes nothing. */
export const ADOPT = `
  insert into conservation.adopted_document (site_id, document_number, work_order_id, operation_id, unit, yield, scrap, rework, finding_id, adopted_by, adopted_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      on conflict (site_id, document_number) do update
     set yield = excluded.yield,
         scrap = excluded.scrap,
         rework = excluded.rework,
         finding_id = excluded.finding_id,
         adopted_by = excluded.adopted_by,
         adopted_at = excluded.adopted_at`;

/** Keeps of report $2 of site $1 what was posted of it, $3 as JSON, at $4. */
export const CORRECT_REPORT = `
  select execution.correct_report($1, $2, $3, $4)`;

/** At most $2 orders of site $1 of which something was found that nobody has decided about; the one that was looked at longest ago first. */
export const ORDERS_WITH_FINDINGS = `
  select finding.body ->> 'workOrderId' as work_order_id
    from conservation.finding
    join conservation.reconciliation as run
      on run.reconciliation_id = finding.reconciliation_id
     and run.site_id = $1
   where finding.state in ('found', 'proposed')
   group by 1
   order by min(coalesce(finding.looked_at, '-infinity')), 1
   limit $2`;

/** Order $2 of site $1 was looked at again at $4: what is named $3 is still so, and of the rest the books agree. */
export const CLOSE_FINDINGS = `
  update conservation.finding
     set looked_at = $4,
         state = case when named.is_still then finding.state else 'closed' end,
         closed_at = case when named.is_still then null else $4::timestamptz end
    from conservation.finding as open
    join conservation.reconciliation as run
      on run.reconciliation_id = open.reconciliation_id
     and run.site_id = $1
   cross join lateral (
           select concat(open.body ->> 'kind', ' ', open.body ->> 'messageId', ' ', open.body ->> 'documentNumber') = any ($3::text[]) as is_still
         ) as named
   where open.finding_id = finding.finding_id
     and open.state in ('found', 'proposed')
     and open.body ->> 'workOrderId' = $2`;

export const ORDERS_REPORTED = `
  select work_order_id, messages
    from messaging.orders_reported($1, $2, $3)`;

/** Whoever approved something, or agreed to it first ($8 the action), is written down with it. */
export const APPEND_AUDIT = `
  select security.append_audit_entry($1, $2, $8, $3, 'reconciliationFinding', $4, $5, $6, $7)`;
