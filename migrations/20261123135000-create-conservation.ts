import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether the books of gateway and ERP agree: what was looked at, what differs, reconciliations with their findings, and documents of others that count as known. Owner: libs/conservation.
 *
 * What the check needs of messages and reports it asks by functions of their schemas, which are made here.
 * Runs on a filled database; nothing of it is rewritten. Locks: creates new objects; messaging.message cannot be written while its block-range index is built by one reading of the table. Such an index costs an insert next to
 * nothing, because it keeps one entry for many rows.
 */
export class CreateConservation20261123135000 implements MigrationInterface {
  readonly name = 'CreateConservation20261123135000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CREATE_TABLES);
    await runner.query(CREATE_QUESTIONS_ABOUT_REPORTS);
    await runner.query(CREATE_QUESTIONS_ABOUT_MESSAGES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function messaging.reported_parts(text, text[]), messaging.orders_reported(text, date, date), messaging.book_faults(text, bigint, bigint, uuid[]), messaging.newest_position();
      drop function execution.reports_kept(text, text[]), execution.amounts_shown(text);
      drop index messaging.message_days;
      drop schema conservation cascade;
    `);
  }
}

const CREATE_TABLES = `
  create schema conservation;

  create table conservation.turn (
    site_id text primary key,
    position bigint not null default 0,
    leased_until timestamptz,
    checked_at timestamptz
  );
  comment on table conservation.turn is 'One look at a time for each site.';
  comment on column conservation.turn.position is 'up to which message the books of messages were looked at; begins again after the newest one';
  comment on column conservation.turn.checked_at is 'when the last look ended';

  create table conservation.checked_order (
    site_id text not null,
    work_order_id text not null,
    revision text not null,
    checked_at timestamptz not null,
    suspicion jsonb,
    primary key (site_id, work_order_id)
  ) with (fillfactor = 70);
  comment on column conservation.checked_order.revision is 'revision of the order that was looked at: another one is looked at first';
  comment on column conservation.checked_order.suspicion is 'what differed at the last look; it counts when the next look shows the same. Null when nothing differed';
  create index checked_order_suspected on conservation.checked_order (site_id) where suspicion is not null;

  create table conservation.drift (
    drift_id uuid primary key,
    position bigint generated always as identity unique,
    site_id text not null,
    identity text not null check (identity in ('released', 'confirmed', 'messages')),
    object_key text not null,
    work_order_id text,
    operation_id text,
    message_id uuid,
    measure text not null check (measure in ('yield', 'scrap', 'rework', 'remaining', 'message')),
    difference numeric not null,
    unit text,
    sides jsonb not null,
    explanations jsonb not null,
    owner_role text not null,
    correlation_id text not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    closed_at timestamptz
  );
  comment on column conservation.drift.object_key is 'what differs: order, operation and measure, or the message';
  comment on column conservation.drift.difference is 'what the ERP has more than the gateway; below zero when it has less';
  comment on column conservation.drift.explanations is 'what probably happened: [{kind, words, ...}]; empty while nobody knows';
  create unique index drift_open on conservation.drift (site_id, identity, object_key) where closed_at is null;
  create index drift_listed on conservation.drift (site_id, position);

  create table conservation.adopted_document (
    site_id text not null,
    document_number text not null,
    work_order_id text not null,
    operation_id text not null,
    unit text not null,
    yield numeric not null,
    scrap numeric not null,
    rework numeric not null,
    finding_id uuid not null,
    adopted_by text not null,
    adopted_at timestamptz not null,
    primary key (site_id, document_number)
  );
  comment on table conservation.adopted_document is 'Confirmation documents that somebody else entered in the ERP and that count as known; of a reversal the amounts are below zero.';
  create index adopted_document_order on conservation.adopted_document (site_id, work_order_id);

  create table conservation.reconciliation (
    reconciliation_id uuid primary key,
    position bigint generated always as identity unique,
    site_id text not null,
    from_day date not null,
    to_day date not null,
    night date,
    requested_by text not null,
    correlation_id text not null,
    requested_at timestamptz not null,
    state text not null check (state in ('queued', 'running', 'done', 'failed')),
    leased_until timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    failures int not null default 0,
    error text,
    orders_total int,
    orders_done int not null default 0,
    documents_read int not null default 0,
    messages_read int not null default 0,
    check (from_day <= to_day),
    unique (site_id, night)
  );
  comment on column conservation.reconciliation.leased_until is 'while it runs, until when nobody else takes it over; while it waits after a failure, when it is tried again';
  comment on column conservation.reconciliation.night is 'plant-local day on which it was due by itself, once; null when somebody asked for it';
  create index reconciliation_unfinished on conservation.reconciliation (position) where state in ('queued', 'running');
  create index reconciliation_listed on conservation.reconciliation (site_id, position);

  create table conservation.finding (
    finding_id uuid primary key,
    reconciliation_id uuid not null references conservation.reconciliation,
    position bigint generated always as identity unique,
    body jsonb not null,
    proposal text check (proposal in ('repost', 'reverseSurplus', 'adopt')),
    state text not null check (state in ('found', 'proposed', 'approved', 'applied')),
    approved_by text,
    approved_at timestamptz,
    message_id uuid,
    check ((approved_by is null) = (state in ('found', 'proposed')))
  );
  comment on column conservation.finding.state is 'found: nothing is proposed, a person decides in the ERP or here; approved: being carried out; applied: what was proposed is done, or on its way as a message';
  comment on column conservation.finding.message_id is 'message that carries out what was proposed';
  create index finding_listed on conservation.finding (reconciliation_id, position);`;

const CREATE_QUESTIONS_ABOUT_REPORTS = `
  create function execution.reports_kept(for_site text, for_orders text[])
  returns table (message_id uuid, work_order_id text, operation_id text, yield text, yield_unit text, scrap text, scrap_unit text, rework text, rework_unit text, is_reversed boolean)
  language sql
  stable
  begin atomic
    select report.message_id, report.work_order_id, report.operation_id, trim_scale(report.yield)::text, report.yield_unit, trim_scale(report.scrap)::text, report.scrap_unit,
           trim_scale(report.rework)::text, report.rework_unit,
           exists (
             select
               from execution.reversed_report as reversed
              where reversed.site_id = report.site_id
                and reversed.source_system = report.source_system
                and reversed.confirmation_id = report.confirmation_id)
      from execution.posted_report as report
     where report.site_id = for_site
       and report.work_order_id = any (for_orders)
     order by report.message_id;
  end;
  comment on function execution.reports_kept is 'What the gateway keeps of the reports of these orders that stand in the ERP, and which of them were taken back.';

  create function execution.amounts_shown(for_site text)
  returns table (work_order_id text, revision text, operation_id text, measure text, unit text, amount numeric, kept numeric, kept_elsewise boolean)
  language sql
  stable
  begin atomic
    with shown as (
      select known.work_order_id, known.revision, operation.body
        from execution.known_work_order as known
       cross join lateral jsonb_array_elements(coalesce(known.content -> 'operations', '[]')) as operation (body)
       where known.site_id = for_site
         and known.status not in ('closed', 'cancelled')
    ), kept as (
      select report.work_order_id, report.operation_id, sum(report.yield) as yield, sum(report.scrap) as scrap, sum(report.rework) as rework,
             min(report.yield_unit) as unit, bool_or(report.yield_unit <> report.scrap_unit or report.yield_unit <> report.rework_unit) or min(report.yield_unit) <> max(report.yield_unit) as is_mixed
        from execution.posted_report as report
        join execution.known_work_order as known
          on known.site_id = report.site_id
         and known.work_order_id = report.work_order_id
         and known.status not in ('closed', 'cancelled')
       where report.site_id = for_site
         and not exists (
               select
                 from execution.reversed_report as reversed
                where reversed.site_id = report.site_id
                  and reversed.source_system = report.source_system
                  and reversed.confirmation_id = report.confirmation_id)
       group by report.work_order_id, report.operation_id
    )
    select shown.work_order_id, shown.revision, shown.body ->> 'operationId', side.measure, shown.body #>> array[side.field, 'unit'], (shown.body #>> array[side.field, 'value'])::numeric,
           coalesce(case side.measure when 'yield' then kept.yield when 'scrap' then kept.scrap else kept.rework end, 0),
           coalesce(kept.is_mixed or kept.unit <> shown.body #>> array[side.field, 'unit'], false)
      from shown
     cross join (values ('yield', 'yieldConfirmed'), ('scrap', 'scrapConfirmed'), ('rework', 'reworkConfirmed')) as side (measure, field)
      left join kept
        on kept.work_order_id = shown.work_order_id
       and kept.operation_id = shown.body ->> 'operationId';
  end;
  comment on function execution.amounts_shown is 'Amounts of the open orders of a site as the ERP last showed them, beside what the gateway keeps. kept_elsewise: in other units, so that they cannot be compared.';`;

const CREATE_QUESTIONS_ABOUT_MESSAGES = `
  create index message_days on messaging.message using brin (production_day, posting_date) with (pages_per_range = 32);

  create function messaging.reported_parts(for_site text, for_orders text[])
  returns table (message_id uuid, kind text, message_state text, work_order_id text, operation_id text, source_system text, sender_id text, confirmation_id text, production_day text,
                 part_no int, reference text, part_state text, receipt jsonb, sent jsonb)
  language sql
  stable
  begin atomic
    select m.message_id, m.kind, m.state, m.work_order_id, m.operation_id, m.source_system, m.sender_id, m.confirmation_id, m.production_day::text,
           part.part_no, part.reference::text, part.state, part.receipt, payload.body
      from messaging.message as m
      join messaging.message_part as part on part.message_id = m.message_id
      join messaging.payload on payload.hash = part.payload_hash
     where m.site_id = for_site
       and m.work_order_id = any (for_orders)
       and m.kind in ('productionConfirmation', 'confirmationReversal')
     order by m.position, part.part_no;
  end;
  comment on function messaging.reported_parts is 'Every write that reports of these orders, and reversals of them, were planned into.';

  create function messaging.orders_reported(for_site text, from_day date, to_day date)
  returns table (work_order_id text, messages int)
  language sql
  stable
  begin atomic
    select m.work_order_id, count(*)::int
      from messaging.message as m
     where m.site_id = for_site
       and m.kind in ('productionConfirmation', 'confirmationReversal')
       and m.work_order_id is not null
       and (m.production_day between from_day and to_day or m.posting_date between from_day and to_day)
     group by m.work_order_id;
  end;
  comment on function messaging.orders_reported is 'Orders on which something was reported for these days.';

  create function messaging.newest_position()
  returns bigint
  language sql
  stable
  return (select coalesce(max(m.position), 0) from messaging.message as m);

  create function messaging.book_faults(for_site text, after_position bigint, up_to_position bigint, also uuid[])
  returns table (message_id uuid, work_order_id text, correlation_id text, fault text)
  language sql
  stable
  begin atomic
    with looked_at as (
      select m.message_id, m.work_order_id, m.correlation_id, m.kind, m.state, m.position, m.posted_at,
             m.state in ('posted', 'postedWithFollowUp', 'discarded', 'annulled') as is_finished
        from messaging.message as m
       where m.site_id = for_site
         and (m.position > after_position and m.position <= up_to_position
              or m.message_id = any (also)
              or m.state not in ('posted', 'discarded', 'annulled') and m.state <> 'postedWithFollowUp')
    )
    select m.message_id, m.work_order_id, m.correlation_id, found.fault
      from looked_at as m
     cross join lateral (
             select 'openWithoutPlace' as fault
              where not m.is_finished
                and not exists (select from messaging.lane_job as job where job.position = m.position)
             union all
             select 'finishedWithPlace'
              where m.is_finished
                and exists (select from messaging.lane_job as job where job.position = m.position)
             union all
             select 'finishedInDoubt'
              where m.is_finished
                and exists (select from messaging.message_part as part where part.message_id = m.message_id and part.state = 'posting')
             union all
             select 'postedWithoutDocument'
              where m.state in ('posted', 'postedWithFollowUp')
                and m.kind in ('productionConfirmation', 'confirmationReversal', 'materialConsumption')
                and exists (
                      select
                        from messaging.message_part as part
                       where part.message_id = m.message_id
                         and part.state = 'posted'
                         and coalesce(jsonb_array_length(part.receipt -> 'documents'), 0) = 0)
           ) as found;
  end;
  comment on function messaging.book_faults is 'Messages of a site whose books are not whole: the open ones, those of a stretch of positions, and some by their ids.';`;
