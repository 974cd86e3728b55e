import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the gateway itself keeps is written in the transaction of the message that causes it: `execution.apply` is the one door for that. Owner: libs/execution.
 *
 * An effect "place_hold" is done by the function `execution.apply_place_hold(for_site, by_message, data, at)`; whoever adds an effect adds such a function. Done again for
 * the same message it changes nothing. An effect without a function fails with undefined_function, and so does the transaction.
 *
 * Reports were kept after their event until now. Those whose event is in the log are kept here at once, so that none is missing when nobody follows the events any more; a report
 * that is kept already stays as it is.
 * A report keeps more than before: whether it was the last one of its operation, the serial numbers of the material that it used, and material without a lot. Lots and serial numbers are found by an index.
 * Locks: adds columns without rewriting execution.posted_report and execution.report_lot; report_lot cannot be written while its indexes are made. Else it creates new objects, and reads the event log twice.
 */
export class CreateEffects20261122122000 implements MigrationInterface {
  readonly name = 'CreateEffects20261122122000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEEP_MORE_OF_REPORTS);
    await runner.query(CREATE_APPLY);
    await runner.query(CREATE_REPORT_EFFECTS);
    await runner.query(KEEP_REPORTS_OF_LOG);
    await runner.query(`delete from events.subscription where name = 'report-book'`); // nobody follows it any more, and the log must not wait for it
    await runner.query(CREATE_HOLDS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function execution.apply_effects(jsonb), execution.apply(text, uuid, text, jsonb, timestamptz);
      drop function execution.apply_report_posted(text, uuid, jsonb, timestamptz), execution.apply_report_reversed(text, uuid, jsonb, timestamptz);
      drop function execution.apply_place_hold(text, uuid, jsonb, timestamptz), execution.apply_hold_in_erp(text, uuid, jsonb, timestamptz);
      drop function execution.apply_release_hold(text, uuid, jsonb, timestamptz), execution.apply_decide_lot(text, uuid, jsonb, timestamptz), execution.apply_dispose_lot(text, uuid, jsonb, timestamptz);
      drop function execution.apply_message_discarded(text, uuid, jsonb, timestamptz);
      drop table execution.quality_hold, execution.lot_decision;
      drop sequence execution.quality_position;
      alter table execution.posted_report drop column is_final;
      delete from execution.report_lot where lot_id is null;
      drop index execution.report_lot_lot, execution.report_lot_serials;
      alter table execution.report_lot drop column serial_numbers, alter column lot_id set not null;
    `);
  }
}

const KEEP_MORE_OF_REPORTS = `
  alter table execution.posted_report add column is_final boolean not null default false;
  comment on column execution.posted_report.is_final is 'whether it was reported as the last one of its operation';
  update execution.posted_report as report
     set is_final = true
    from events.event_log as told
   where told.type = 'production.confirmed.v1'
     and told.data ->> 'kind' = 'final'
     and told.data ->> 'messageId' = report.message_id::text;

  alter table execution.report_lot
    add column serial_numbers text[] not null default '{}',
    alter column lot_id drop not null;
  comment on table execution.report_lot is 'What each report has made, by lots, and the material that it names as used; a lot is absent for material without one, a quantity where the ERP issues it by itself.';
  comment on column execution.report_lot.serial_numbers is 'of the material that was used; what was made is in execution.report_serial';
  create index report_lot_lot on execution.report_lot (lot_id) where lot_id is not null;
  create index report_lot_serials on execution.report_lot using gin (serial_numbers) where serial_numbers <> '{}';`;

const CREATE_APPLY = `
  create function execution.apply(for_site text, by_message uuid, effect text, data jsonb, at timestamptz)
  returns void
  language plpgsql
  as $$
  begin
    execute format('select execution.%I($1, $2, $3, $4)', 'apply_' || effect) using for_site, by_message, data, at;
  end;
  $$;
  comment on function execution.apply is 'Does one effect of a message in the transaction of the caller, once. An unknown effect fails with undefined_function.';

  create function execution.apply_effects(batch jsonb)
  returns void
  language plpgsql
  as $$
  declare
    one record;
  begin
    for one in
      select e.site_id, e.message_id, e.effect, e.data, e.at
        from rows from (
               jsonb_to_recordset(batch) as (site_id text, message_id uuid, effect text, data jsonb, at timestamptz)
             ) with ordinality as e
       order by e.ordinality
    loop
      perform execution.apply(one.site_id, one.message_id, one.effect, one.data, one.at);
    end loop;
  end;
  $$;
  comment on function execution.apply_effects is 'Does a JSON array of effects in its order: [{site_id, message_id, effect, data, at}].';`;

const CREATE_REPORT_EFFECTS = `
  create function execution.apply_report_posted(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    insert into execution.posted_report (message_id, site_id, work_order_id, operation_id, source_system, confirmation_id, yield, yield_unit, scrap, scrap_unit, rework, rework_unit, is_final)
    values (by_message, for_site, data ->> 'workOrderId', data ->> 'operationId', data ->> 'sourceSystem', data ->> 'confirmationId',
            (data #>> '{yield,value}')::numeric, data #>> '{yield,unit}', (data #>> '{scrap,value}')::numeric, data #>> '{scrap,unit}', (data #>> '{rework,value}')::numeric, data #>> '{rework,unit}',
            coalesce(data ->> 'kind' = 'final', false))
        on conflict (message_id) do nothing;

    -- Material without a lot comes last: the lines that an earlier version of the gateway kept are the same.
    insert into execution.report_lot (message_id, line, direction, item_id, lot_id, quantity, unit, serial_numbers)
    select by_message, row_number() over (order by lot.direction desc, lot.body ->> 'lotId' is null, lot.ordinality), lot.direction, lot.body ->> 'itemId', lot.body ->> 'lotId',
           (lot.body #>> '{quantity,value}')::numeric, lot.body #>> '{quantity,unit}', array(select jsonb_array_elements_text(coalesce(lot.body -> 'serialNumbers', '[]')))
      from (
             select 'produced' as direction, produced.body, produced.ordinality
               from jsonb_array_elements(coalesce(data -> 'producedLots', '[]')) with ordinality as produced (body, ordinality)
              union all
             select 'consumed', consumed.body, consumed.ordinality
               from jsonb_array_elements(coalesce(data -> 'consumptions', '[]')) with ordinality as consumed (body, ordinality)
              where consumed.body ->> 'lotId' is not null
                 or consumed.body -> 'quantity' is not null
                 or coalesce(consumed.body -> 'serialNumbers', '[]') <> '[]'
           ) as lot
        on conflict (message_id, line) do nothing;

    insert into execution.report_serial (message_id, serial_number, component_serial_numbers)
    select by_message, built.body ->> 'serialNumber', array(select jsonb_array_elements_text(built.body -> 'componentSerialNumbers'))
      from jsonb_array_elements(coalesce(data -> 'genealogy', '[]')) as built (body)
        on conflict (message_id, serial_number) do nothing;

    insert into execution.report_serial (message_id, serial_number, component_serial_numbers)
    select by_message, made.serial_number, '{}'
      from jsonb_array_elements_text(coalesce(data -> 'serialNumbers', '[]')) as made (serial_number)
        on conflict (message_id, serial_number) do nothing;
  end;
  comment on function execution.apply_report_posted is 'A confirmation stands in the ERP: amounts, lots and serial numbers, as production.confirmed.v1 tells them.';

  create function execution.apply_report_reversed(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    insert into execution.reversed_report (site_id, source_system, confirmation_id, reversal_message_id)
    values (for_site, data ->> 'sourceSystem', data ->> 'confirmationId', by_message)
        on conflict (site_id, source_system, confirmation_id) do nothing;
  end;
  comment on function execution.apply_report_reversed is 'A confirmation was taken back; it counts no more.';`;

/** An early event does not say the source system of its report; its message does, and where that is gone nobody takes the report back any more. */
const KEEP_REPORTS_OF_LOG = `
  do $$
  declare
    told record;
  begin
    for told in
      select e.type, e.site_id, (e.data ->> 'messageId')::uuid as message_id, e.occurred_at,
             jsonb_build_object('sourceSystem', coalesce((select m.source_system from messaging.message as m where m.message_id = (e.data ->> 'messageId')::uuid), '')) || e.data as data
        from events.event_log as e
       where e.type in ('production.confirmed.v1', 'production.confirmation-reversed.v1')
       order by e.insertion_id
    loop
      perform execution.apply(told.site_id, told.message_id, case told.type when 'production.confirmed.v1' then 'report_posted' else 'report_reversed' end, told.data, told.occurred_at);
    end loop;
  end;
  $$;`;

/** Holds and decisions about lots are numbered together, so that which came first is no matter of clocks. */
const CREATE_HOLDS = `
  create sequence execution.quality_position;

  create table execution.quality_hold (
    site_id text not null,
    hold_id text not null,
    position bigint not null unique default nextval('execution.quality_position'),
    scope_type text not null check (scope_type in ('lot', 'workOrder', 'equipment')),
    item_id text,
    lot_id text,
    work_order_id text,
    operation_id text,
    equipment_id text,
    object_id text not null generated always as (coalesce(lot_id, work_order_id, equipment_id)) stored,
    reason text not null,
    placed_at timestamptz not null,
    placed_by_message_id uuid not null,
    held_in_erp_at timestamptz,
    freed_in_erp_at timestamptz,
    released_at timestamptz,
    released_by_message_id uuid,
    primary key (site_id, hold_id),
    check (case scope_type
             when 'lot' then item_id is not null and lot_id is not null and work_order_id is null and equipment_id is null
             when 'workOrder' then work_order_id is not null and lot_id is null and equipment_id is null
             else equipment_id is not null and lot_id is null and work_order_id is null
           end),
    check ((released_at is null) = (released_by_message_id is null))
  );
  comment on table execution.quality_hold is 'What quality holds or has held: a lot, an order or one of its operations, or a piece of equipment.';
  comment on column execution.quality_hold.position is 'order of becoming known, among the decisions about lots as well';
  comment on column execution.quality_hold.held_in_erp_at is 'when the ERP began to hold the order or the lot because of this hold, by the clock of the ERP; null when it never did';
  comment on column execution.quality_hold.freed_in_erp_at is 'when the order or the lot was last seen not to be held in the ERP, whoever resumed it, by the clock of the ERP: a hold stands there when it is held later than that';
  create index quality_hold_open on execution.quality_hold (site_id, object_id) where released_at is null;
  create index quality_hold_object on execution.quality_hold (site_id, object_id, position);

  create table execution.lot_decision (
    message_id uuid primary key,
    site_id text not null,
    item_id text not null,
    lot_id text not null,
    position bigint not null unique default nextval('execution.quality_position'),
    is_good boolean not null
  );
  comment on table execution.lot_decision is 'What was decided about lots, from the acceptance of the decision on, and gone when that message is discarded.';
  comment on column execution.lot_decision.is_good is 'when it is not, reports that make the lot may go on, whatever held it before: so that the ERP has a lot to write the decision to';
  create index lot_decision_lot on execution.lot_decision (site_id, lot_id, item_id);

  create function execution.apply_place_hold(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    insert into execution.quality_hold (site_id, hold_id, scope_type, item_id, lot_id, work_order_id, operation_id, equipment_id, reason, placed_at, placed_by_message_id)
    values (for_site, data ->> 'holdId', data #>> '{scope,type}', data #>> '{scope,itemId}', data #>> '{scope,lotId}', data #>> '{scope,workOrderId}', data #>> '{scope,operationId}', data #>> '{scope,equipmentId}',
            data ->> 'reason', (data ->> 'placedAt')::timestamptz, by_message)
        on conflict (site_id, hold_id) do nothing;
  end;
  comment on function execution.apply_place_hold is 'A hold counts from now on: {holdId, scope, reason, placedAt}. One that is known already stays as it is.';

  create function execution.apply_hold_in_erp(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    update execution.quality_hold as hold
       set held_in_erp_at = (data ->> 'heldAt')::timestamptz
     where hold.site_id = for_site
       and hold.hold_id = data ->> 'holdId';
  end;
  comment on function execution.apply_hold_in_erp is 'The ERP holds the order or the lot because of this hold: {holdId, heldAt}, by the clock of the ERP.';

  create function execution.apply_release_hold(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    update execution.quality_hold as other
       set freed_in_erp_at = greatest(other.freed_in_erp_at, (data ->> 'freedAt')::timestamptz)
      from execution.quality_hold as hold
     where data ->> 'freedAt' is not null
       and hold.site_id = for_site
       and hold.hold_id = data ->> 'holdId'
       and other.site_id = hold.site_id
       and other.object_id = hold.object_id
       and other.scope_type = hold.scope_type
       and other.item_id is not distinct from hold.item_id;

    update execution.quality_hold as hold
       set released_at = (data ->> 'releasedAt')::timestamptz,
           released_by_message_id = by_message
     where hold.site_id = for_site
       and hold.hold_id = data ->> 'holdId'
       and hold.released_at is null;
  end;
  comment on function execution.apply_release_hold is 'A hold ends: {holdId, releasedAt, freedAt}. With freedAt the ERP holds the order or the lot no more since then, by its own clock.';

  create function execution.apply_decide_lot(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    insert into execution.lot_decision (message_id, site_id, item_id, lot_id, is_good)
    values (by_message, for_site, data ->> 'itemId', data ->> 'lotId', (data ->> 'isGood')::boolean)
        on conflict (message_id) do nothing;
  end;
  comment on function execution.apply_decide_lot is 'It is decided whether a lot is good, and the ERP is still to be told: {itemId, lotId, isGood}.';

  create function execution.apply_dispose_lot(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    update execution.quality_hold as hold
       set released_at = coalesce(hold.released_at, (data ->> 'releasedAt')::timestamptz),
           released_by_message_id = coalesce(hold.released_by_message_id, by_message),
           held_in_erp_at = null
      from execution.lot_decision as decision
     where decision.message_id = by_message
       and hold.site_id = decision.site_id
       and hold.object_id = decision.lot_id
       and hold.scope_type = 'lot'
       and hold.item_id = decision.item_id
       and hold.position < decision.position;
  end;
  comment on function execution.apply_dispose_lot is 'What was decided of a lot by this message stands: {releasedAt}. The holds of the lot end that were accepted before the decision, and its status in the ERP is that of none of them.';

  create function execution.apply_message_discarded(for_site text, by_message uuid, data jsonb, at timestamptz)
  returns void
  language sql
  begin atomic
    delete from execution.lot_decision as decision
     where decision.message_id = by_message;
  end;
  comment on function execution.apply_message_discarded is 'A person discarded the message: what it decided of a lot counts no more. A hold that it placed stands until it is released.';`;
