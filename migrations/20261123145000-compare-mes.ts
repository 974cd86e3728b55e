import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The third side of the books: what the MES counts. Findings that end by themselves, one watcher at a time, and numbers of a source over a whole site. Owners: libs/conservation, libs/messaging, libs/execution.
 *
 * Runs on a filled database: the new columns are empty, so no row is rewritten. What an older release writes stays valid; it closes no finding and watches beside the others.
 * Locks: conservation.turn and conservation.finding for a moment, while checks are exchanged (finding is read once); message against writing while the index is built by one reading of the table.
 */
export class CompareMes20261123145000 implements MigrationInterface {
  readonly name = 'CompareMes20261123145000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEEP_MES_SIDE);
    await runner.query(END_FINDINGS);
    await runner.query(CREATE_QUESTIONS);
    await runner.query(TELL_ONCE);
    await runner.query(WATCH_ONCE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table messaging.watch_turn;
      drop index conservation.finding_open;
      alter table messaging.message drop column reposted_at;
      drop index messaging.message_site_sequence;
      drop function messaging.reports_taken(text, text[]), execution.orders_open(text, text, int), execution.correct_report(text, uuid, jsonb, timestamptz);
      update conservation.finding set state = case when proposal is null then 'found' else 'proposed' end where state = 'closed';
      update conservation.finding set proposal = null, state = 'found' where proposal = 'correctBook' and state = 'proposed';
      alter table conservation.finding drop constraint finding_proposal_check, drop constraint finding_state_check, drop constraint finding_check;
      alter table conservation.finding
        add check (proposal in ('repost', 'reverseSurplus', 'adopt')) not valid,
        add check (state in ('found', 'proposed', 'approved', 'applied')),
        add check ((approved_by is null) = (state in ('found', 'proposed')));
      alter table conservation.finding drop column closed_at, drop column looked_at;
      alter table conservation.turn drop column mes_state, drop column mes_as_of, drop column mes_operations, drop column mes_after;
    `);
  }
}

const KEEP_MES_SIDE = `
  alter table conservation.turn
    add column mes_state text check (mes_state in ('compared', 'unsupported', 'unreachable')),
    add column mes_as_of timestamptz,
    add column mes_operations int,
    add column mes_after text not null default '';
  comment on column conservation.turn.mes_state is 'whether the last look could ask the MES for its totals; null before the first';
  comment on column conservation.turn.mes_as_of is 'of which time the totals were that the MES gave last, by its own clock';
  comment on column conservation.turn.mes_operations is 'operations that the last look compared with the MES';
  comment on column conservation.turn.mes_after is 'order up to which the totals of the MES were looked at; empty: from the beginning';`;

const END_FINDINGS = `
  alter table conservation.finding
    add column closed_at timestamptz,
    add column looked_at timestamptz;
  alter table conservation.finding drop constraint finding_proposal_check, drop constraint finding_state_check, drop constraint finding_check;
  alter table conservation.finding
    add constraint finding_proposal_check check (proposal in ('repost', 'reverseSurplus', 'adopt', 'correctBook')),
    add constraint finding_state_check check (state in ('found', 'proposed', 'approved', 'applied', 'closed')),
    add constraint finding_check check (state = 'closed' or (approved_by is null) = (state in ('found', 'proposed')));
  comment on column conservation.finding.state is 'found: nothing is proposed, a person decides in the ERP or here; approved: being carried out; applied: what was proposed is done, or on its way as a message; closed: the books agree again without it';
  comment on column conservation.finding.looked_at is 'when it was last looked whether it is still so; null when it was not since it was found';
  create index finding_open on conservation.finding ((body ->> 'workOrderId')) where state in ('found', 'proposed');`;

const CREATE_QUESTIONS = `
  create function messaging.reports_taken(for_site text, for_orders text[])
  returns table (message_id uuid, kind text, state text, work_order_id text, operation_id text, source_system text, sender_id text, confirmation_id text, command jsonb)
  language sql
  stable
  begin atomic
    select m.message_id, m.kind, m.state, m.work_order_id, m.operation_id, m.source_system, m.sender_id, m.confirmation_id, shape.body::jsonb
      from messaging.message as m
      left join lateral (
             select kept.body
               from messaging.shape as kept
              where kept.message_id = m.message_id
                and kept.part_no = 0
                and kept.shape = 'canonical'
                and m.state = 'discarded'
              limit 1
           ) as shape on true
     where m.site_id = for_site
       and m.work_order_id = any (for_orders)
       and m.kind in ('productionConfirmation', 'confirmationReversal')
     order by m.position;
  end;
  comment on function messaging.reports_taken is 'Every report of these orders, and every reversal of one, that was accepted, whatever became of it; of those that were given up also what they said.';

  create function execution.orders_open(for_site text, after_order text, at_most int)
  returns table (work_order_id text)
  language sql
  stable
  begin atomic
    select known.work_order_id
      from execution.known_work_order as known
     where known.site_id = for_site
       and known.work_order_id > after_order
       and known.status not in ('closed', 'cancelled')
     order by known.work_order_id
     limit at_most;
  end;
  comment on function execution.orders_open is 'Orders of a site that are neither closed nor cancelled, after one of them, in their order.';

  create function execution.correct_report(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    select execution.apply_report_posted(for_site, by_message, data, at);
    update execution.posted_report as report
       set yield = (data #>> '{yield,value}')::numeric,
           yield_unit = data #>> '{yield,unit}',
           scrap = (data #>> '{scrap,value}')::numeric,
           scrap_unit = data #>> '{scrap,unit}',
           rework = (data #>> '{rework,value}')::numeric,
           rework_unit = data #>> '{rework,unit}'
     where report.message_id = by_message
       and report.site_id = for_site;
  end;
  comment on function execution.correct_report is 'Keeps of a report what was posted of it, whether the book lacks it or has something else. Done again it changes nothing.';`;

const TELL_ONCE = `
  alter table messaging.message add column reposted_at timestamptz;
  comment on column messaging.message.reposted_at is 'when it was last sent again after it had been posted: what it causes was told before and is not told again';`;

const WATCH_ONCE = `
  create table messaging.watch_turn (
    watch text primary key,
    holder uuid not null,
    held_until timestamptz not null
  );
  comment on table messaging.watch_turn is 'Which process does what one of several is enough for. Who holds it goes on while it renews; another one takes it over after held_until.';

  create index message_site_sequence on messaging.message (site_id, source_system, source_sequence) where source_sequence is not null;`;
