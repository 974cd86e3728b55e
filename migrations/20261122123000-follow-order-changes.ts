import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Changes of orders: what a MES is asked to do with its job orders, versions that are only asked for until it agrees, how far the ERP's list of changes was followed, and orders as they were last
 * shown, whole, so that news can be told from repetition. Material that was reported apart from what was made. Owner: libs/execution.
 *
 * Job orders from before were all stored, which is what the new column says of them. An order that was shown before is news at its next reading, once.
 * Locks: adds columns without rewriting execution.job_order_set and execution.known_work_order, which holds their locks for a moment; creates new objects.
 */
export class FollowOrderChanges20261122123000 implements MigrationInterface {
  readonly name = 'FollowOrderChanges20261122123000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table execution.job_order_set
        add column verb text not null default 'Store' check (verb in ('Store', 'Update', 'Pause', 'Resume', 'Cancel', 'Stop')),
        add column proposal_for text,
        add column proposal_message_id uuid,
        add column proposed_hash text,
        add column proposed_instead_of jsonb,
        add constraint job_order_set_proposal_whole check (num_nulls(proposal_for, proposal_message_id, proposed_hash, proposed_instead_of) in (0, 4));
      comment on column execution.job_order_set.verb is 'what the MES is asked to do with this version';
      comment on column execution.job_order_set.proposal_for is 'id of the change for which this version is only asked for; null when it counts';
      comment on column execution.job_order_set.proposal_message_id is 'message of that change';
      comment on column execution.job_order_set.proposed_hash is 'as content_hash, of the order as the change wants it: when the ERP shows it like this, the version counts';
      comment on column execution.job_order_set.proposed_instead_of is 'the job orders that count meanwhile';

      create index job_order_set_proposal on execution.job_order_set (site_id, work_order_id) where proposal_message_id is not null;

      alter table execution.known_work_order
        add column content jsonb,
        add column is_news boolean not null default true;
      comment on column execution.known_work_order.content is 'the canonical order as the ERP last showed it; null in rows that were last read before it was kept';
      comment on column execution.known_work_order.is_news is 'whether the last reading showed anything else than the one before';

      create table execution.order_change_feed (
        site_id text primary key,
        cursor text not null
      );
      comment on table execution.order_change_feed is 'How far the list of changes of each ERP was followed.';

      create table execution.posted_consumption (
        message_id uuid primary key,
        site_id text not null,
        work_order_id text not null,
        operation_id text not null,
        item_id text not null,
        lot_id text,
        quantity numeric not null,
        unit text not null,
        serial_numbers text[] not null
      );
      comment on table execution.posted_consumption is 'Material that was reported apart from what was made, as it stands in the ERP.';
      create index posted_consumption_work_order on execution.posted_consumption (site_id, work_order_id);
      create index posted_consumption_serials on execution.posted_consumption using gin (serial_numbers) where serial_numbers <> '{}';
      create index posted_consumption_lot on execution.posted_consumption (site_id, lot_id) where lot_id is not null;

      create function execution.apply_job_order_answered(for_site text, by_message uuid, data jsonb, at timestamptz)
      returns void
      language plpgsql
      as $$
      declare
        of_order text;
        held text := case when data ->> 'answer' = 'refused' then format('The MES refused job order %s: %s', data ->> 'jobOrderId', coalesce(data ->> 'reason', 'it said no reason')) end;
      begin
        select known.work_order_id into of_order
          from execution.job_order_set as known
          join execution.job_order as answered
            on answered.site_id = known.site_id
           and answered.work_order_id = known.work_order_id
         where answered.site_id = for_site
           and answered.job_order_id = data ->> 'jobOrderId'
           for update of known;

        update execution.job_order as answered
           set answer = data ->> 'answer',
               accepted_quantity = (data #>> '{acceptedQuantity,value}')::numeric,
               accepted_unit = data #>> '{acceptedQuantity,unit}',
               answer_reason = data ->> 'reason',
               answered_at = (data ->> 'acknowledgedAt')::timestamptz,
               answer_message_id = by_message
         where answered.site_id = for_site
           and answered.job_order_id = data ->> 'jobOrderId'
           and answered.version = (data ->> 'version')::int;
        if not found then
          return; -- there is a newer version by now
        end if;

        update execution.job_order_set as kept
           set dispatch_state = coalesce(said.state, kept.dispatch_state),
               state_since = case when said.state is null or said.state = kept.dispatch_state then kept.state_since else at end,
               held_reason = case when said.state = 'refused' and kept.proposal_for is null then coalesce(held, kept.held_reason) end,
               held_since = case when said.state = 'refused' and kept.proposal_for is null then coalesce(kept.held_since, at) end
          from (select case
                         when bool_or(job_order.answer = 'refused') then 'refused'
                         when bool_or(job_order.answer is null) then null
                         when bool_or(job_order.answer = 'partly') then 'partly'
                         else 'accepted'
                       end as state
                  from execution.job_order
                 where job_order.site_id = for_site
                   and job_order.work_order_id = of_order
                   and (job_order.body ->> 'state' <> 'Aborted' or job_order.answer is not null)) as said
         where kept.site_id = for_site
           and kept.work_order_id = of_order;
      end;
      $$;
      comment on function execution.apply_job_order_answered is
        'Writes down what the MES said about a job order, and where the job orders of its order stand by that; a refusal holds the order unless it was only asked. About an older version nothing changes.';

      create function execution.apply_consumption_posted(for_site text, by_message uuid, data jsonb, at timestamptz)
      returns void
      language sql
      begin atomic
        insert into execution.posted_consumption (message_id, site_id, work_order_id, operation_id, item_id, lot_id, quantity, unit, serial_numbers)
        values (by_message, for_site, data ->> 'workOrderId', data ->> 'operationId', data ->> 'itemId', data ->> 'lotId', (data #>> '{quantity,value}')::numeric, data #>> '{quantity,unit}',
                array(select jsonb_array_elements_text(coalesce(data -> 'serialNumbers', '[]'))))
            on conflict (message_id) do nothing;
      end;
      comment on function execution.apply_consumption_posted is 'Material that was reported apart from what was made stands in the ERP, as material.consumed.v1 tells it.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function execution.apply_job_order_answered(text, uuid, jsonb, timestamptz), execution.apply_consumption_posted(text, uuid, jsonb, timestamptz);
      drop table execution.posted_consumption, execution.order_change_feed;
      alter table execution.known_work_order drop column content, drop column is_news;
      alter table execution.job_order_set drop column verb, drop column proposal_for, drop column proposal_message_id, drop column proposed_hash, drop column proposed_instead_of;
    `);
  }
}
