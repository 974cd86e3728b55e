/** Takes the turn of site $1 until $3, unless somebody else has it at $2. */
export const TAKE_TURN = `
  insert into conservation.turn as turn (site_id, leased_until)
  values ($1, $3)
      on conflict (site_id) do update
     set leased_until = excluded.leased_until
   where turn.leased_until is null
      or turn.leased_until <= $2
  returning turn.position, turn.mes_after`;

/** The turn of site $1 ended at $2; the books of messages were looked at up to position $3. The MES: whether it could be asked $4, of which time its figures are $5, how many operations were compared $6, up to which order $7; none of it when $4 is null. */
export const END_TURN = `
  update conservation.turn
     set leased_until = null,
         checked_at = $2,
         position = $3,
         mes_state = coalesce($4, turn.mes_state),
         mes_as_of = coalesce($5::timestamptz, turn.mes_as_of),
         mes_operations = coalesce($6::int, turn.mes_operations),
         mes_after = coalesce($7, turn.mes_after)
   where site_id = $1`;

export const READ_TURN = `
  select checked_at, mes_state, mes_as_of, mes_operations
    from conservation.turn
   where site_id = $1`;

/**
 * At most $2 orders of site $1 to look at, in turn one of those that were suspected or differ already, one whose copy differs from the gateway's books, one that changed since it was looked at, and one of the rest: what
 * nobody settles never keeps the others from being looked at. Of each kind the one that was looked at longest ago comes first; of the suspected ones those of which nobody is told yet.
 */
export const ORDERS_TO_CHECK = `
  with shown as materialized (
    select amounts.work_order_id, min(amounts.revision) as revision,
           bool_or(not amounts.kept_elsewise and amounts.amount <> amounts.kept + coalesce(adopted.amount, 0)) as differs
      from execution.amounts_shown($1) as amounts
      left join lateral (
             select sum(case amounts.measure when 'yield' then document.yield when 'scrap' then document.scrap else document.rework end) as amount
               from conservation.adopted_document as document
              where document.site_id = $1
                and document.work_order_id = amounts.work_order_id
                and document.operation_id = amounts.operation_id
           ) as adopted on true
     group by amounts.work_order_id
  ), suspected as (
    select seen.work_order_id, bool_or(seen.is_told) as is_told
      from (select checked.work_order_id, false as is_told
              from conservation.checked_order as checked
             where checked.site_id = $1
               and checked.suspicion is not null
             union all
            select drift.work_order_id, true
              from conservation.drift
             where drift.site_id = $1
               and drift.closed_at is null
               and drift.work_order_id is not null
               and drift.identity <> 'messages') as seen
     group by seen.work_order_id
  ), sorted as (
    select coalesce(shown.work_order_id, suspected.work_order_id) as work_order_id, coalesce(suspected.is_told, false) as is_told, checked.checked_at,
           case
             when suspected.work_order_id is not null then 1
             when shown.differs then 2
             when checked.revision is distinct from shown.revision then 3
             else 4
           end as kind
      from shown
      full join suspected on suspected.work_order_id = shown.work_order_id
      left join conservation.checked_order as checked
        on checked.site_id = $1
       and checked.work_order_id = coalesce(shown.work_order_id, suspected.work_order_id)
  )
  select work_order_id
    from sorted
   order by row_number() over (partition by kind order by is_told, checked_at nulls first, work_order_id), kind
   limit $2`;

/** Order $2 of site $1 was looked at, at revision $3 and time $4; what differed is $5, or what differed the last time when $6: this look could not judge it. Answers what differed the last time. */
export const NOTE_CHECKED = `
  with before as (
    select checked.suspicion
      from conservation.checked_order as checked
     where checked.site_id = $1
       and checked.work_order_id = $2
  ), noted as (
    insert into conservation.checked_order as checked (site_id, work_order_id, revision, checked_at, suspicion)
    values ($1, $2, $3, $4, $5)
        on conflict (site_id, work_order_id) do update
       set revision = excluded.revision,
           checked_at = excluded.checked_at,
           suspicion = case when $6 then checked.suspicion else excluded.suspicion end
  )
  select suspicion from before`;

/** Order $2 of site $1 cannot be judged now: it keeps its suspicion, and others come first. */
export const NOTE_POSTPONED = `
  update conservation.checked_order
     set checked_at = $3
   where site_id = $1
     and work_order_id = $2`;

/** What is known of the orders $2 of site $1. */
export const READ_PARTS = `
  select message_id, kind, message_state, work_order_id, operation_id, source_system, sender_id, confirmation_id, production_day, reference, part_state, receipt, sent
    from messaging.reported_parts($1, $2)`;
export const READ_KEPT = `
  select message_id, work_order_id, operation_id, yield, yield_unit, scrap, scrap_unit, rework, rework_unit, is_reversed
    from execution.reports_kept($1, $2)`;
export const READ_TAKEN = `
  select message_id, kind, state, work_order_id, operation_id, source_system, sender_id, confirmation_id, command
    from messaging.reports_taken($1, $2)`;
/** At most $3 open orders of site $1 after order $2. */
export const ORDERS_OPEN = `
  select work_order_id
    from execution.orders_open($1, $2, $3)`;
export const READ_ADOPTED = `
  select document_number, work_order_id, operation_id, unit, trim_scale(yield)::text as yield, trim_scale(scrap)::text as scrap, trim_scale(rework)::text as rework
    from conservation.adopted_document
   where site_id = $1
     and work_order_id = any ($2)
   order by document_number`;

export const NEWEST_POSITION = `
  select messaging.newest_position() as position`;
/** Messages of site $1 whose books are not whole: the open ones, those after position $2 up to $3, and those that are told of already. */
export const BOOK_FAULTS = `
  select message_id, work_order_id, correlation_id, fault
    from messaging.book_faults($1, $2, $3, array(
           select drift.message_id
             from conservation.drift
            where drift.site_id = $1
              and drift.identity = 'messages'
              and drift.closed_at is null))`;

/** Drifts of site $1 and identities $2 that are open, of order $3 or of any when it is null. */
export const OPEN_DRIFTS = `
  select drift_id, identity, object_key, correlation_id, message_id, operation_id, sides
    from conservation.drift
   where site_id = $1
     and identity = any ($2)
     and ($3::text is null or work_order_id = $3)
     and closed_at is null
     for update`;

/** Keeps a drift, $1 as JSON; one that is open already keeps its id and the time when it was first seen. Answers the id, and whether it is new. */
export const KEEP_DRIFT = `
  insert into conservation.drift as drift (drift_id, site_id, identity, object_key, work_order_id, operation_id, message_id, measure, difference, unit, sides, explanations, owner_role, correlation_id, first_seen_at, last_seen_at)
  select row.drift_id, row.site_id, row.identity, row.object_key, row.work_order_id, row.operation_id, row.message_id, row.measure, row.difference, row.unit, row.sides, row.explanations, row.owner_role, row.correlation_id, row.seen_at, row.seen_at
    from jsonb_to_record($1::jsonb) as row (drift_id uuid, site_id text, identity text, object_key text, work_order_id text, operation_id text, message_id uuid, measure text, difference numeric, unit text, sides jsonb,
         explanations jsonb, owner_role text, correlation_id text, seen_at timestamptz)
      on conflict (site_id, identity, object_key) where closed_at is null do update
     set difference = excluded.difference,
         sides = excluded.sides,
         explanations = excluded.explanations,
         owner_role = excluded.owner_role,
         last_seen_at = excluded.last_seen_at
  returning drift.drift_id, drift.xmax = 0 as is_new`;

export const CLOSE_DRIFT = `
  update conservation.drift
     set closed_at = $2,
         last_seen_at = $2
   where drift_id = $1`;

export const APPEND_EVENTS = `
  select events.append_events($1::jsonb)`;

const DRIFT_COLUMNS = `
    drift_id, position, site_id, identity, work_order_id, operation_id, message_id, measure, trim_scale(difference)::text as difference, unit, sides, explanations, owner_role, first_seen_at, last_seen_at, closed_at`;

/** Drifts of site $1 before place $2, the latest first; $3 open only, closed only, or all; $4 of one order. */
export const LIST_DRIFTS = `
  select ${DRIFT_COLUMNS}
    from conservation.drift
   where site_id = $1
     and ($2::bigint is null or position < $2)
     and ($3::boolean is null or (closed_at is null) = $3)
     and ($4::text is null or work_order_id = $4)
   order by position desc
   limit $5`;

/** How many drifts of site $1 are open, how many orders were looked at, and when the one that was looked at longest ago. */
export const READ_LOOKS = `
  select (select count(*)::int from conservation.drift where drift.site_id = $1 and drift.closed_at is null) as open_drifts,
         (select count(*)::int from conservation.checked_order as checked where checked.site_id = $1) as orders,
         (select min(checked.checked_at) from conservation.checked_order as checked where checked.site_id = $1) as oldest_at`;
