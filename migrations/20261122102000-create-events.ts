import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The event log: one row per event, written in the transaction of the change that it tells of.
 *
 * A row gets its `position` after its commit, from the one sequencer of the database (`events.assign_positions`). Readers follow positions only,
 * so a transaction that commits late is read late and never skipped: the order of positions is the order of becoming visible.
 *
 * Others write by `events.append_event` or `events.append_events` and read by `events.read_events` and `events.log_bounds`; nobody else touches the tables.
 * Locks: creates new objects only.
 */
export class CreateEvents20261122102000 implements MigrationInterface {
  name = 'CreateEvents20261122102000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema events;

      create table events.event_log (
        event_id uuid primary key,
        insertion_id bigint generated always as identity,
        position bigint,
        type text not null,
        site_id text not null,
        subject text not null,
        correlation_id text not null,
        causation_id text,
        data jsonb not null,
        occurred_at timestamptz not null
      ) with (autovacuum_vacuum_scale_factor = 0.05);
      comment on column events.event_log.insertion_id is 'order of appending; says nothing about the order of commits';
      comment on column events.event_log.position is 'order of becoming visible, from 1, without gaps; null until the sequencer has seen the commit';
      create unique index event_log_position on events.event_log (position) where position is not null;
      create index event_log_unpositioned on events.event_log (insertion_id) where position is null;

      create table events.log_state (
        only_row boolean primary key default true check (only_row),
        last_position bigint not null,
        removed_through bigint not null
      ) with (fillfactor = 10);
      comment on column events.log_state.removed_through is 'retention has removed the events up to this position';
      insert into events.log_state (last_position, removed_through) values (0, 0);

      create table events.subscription (
        name text primary key,
        position bigint not null,
        updated_at timestamptz not null default now(),
        failures int not null default 0,
        failing_event_id uuid,
        last_error text,
        last_failed_at timestamptz
      ) with (fillfactor = 50);
      comment on column events.subscription.position is 'every event up to here is handled or recorded in dead_event';
      comment on column events.subscription.failures is 'failures in a row of failing_event_id';

      create table events.dead_event (
        subscription text not null,
        position bigint not null,
        event_id uuid not null,
        failures int not null,
        last_error text not null,
        died_at timestamptz not null default now(),
        event jsonb not null,
        primary key (subscription, position)
      );
      comment on table events.dead_event is 'events that a handler refused for good; the event is kept whole, beyond the retention of the log';
    `);
    await runner.query(`
      create function events.append_event(id uuid, type text, site_id text, subject text, correlation_id text, causation_id text, data jsonb, occurred_at timestamptz)
      returns void
      language sql
      begin atomic
        insert into events.event_log (event_id, type, site_id, subject, correlation_id, causation_id, data, occurred_at)
        values (id, type, site_id, subject, correlation_id, causation_id, data, occurred_at);
      end;
      comment on function events.append_event is 'Appends one event in the transaction of the caller. An id that exists already fails with unique_violation.';

      create function events.append_events(batch jsonb)
      returns void
      language sql
      begin atomic
        insert into events.event_log (event_id, type, site_id, subject, correlation_id, causation_id, data, occurred_at)
        select e.id, e.type, e.site_id, e.subject, e.correlation_id, e.causation_id, e.data, e.occurred_at
          from rows from (
                 jsonb_to_recordset(batch) as (id uuid, type text, site_id text, subject text, correlation_id text, causation_id text, data jsonb, occurred_at timestamptz)
               ) with ordinality as e
         order by e.ordinality;
      end;
      comment on function events.append_events is 'Appends a JSON array of events in its order: [{id, type, site_id, subject, correlation_id, causation_id, data, occurred_at}].';

      create function events.log_bounds()
      returns table (last_position bigint, removed_through bigint)
      language sql stable
      begin atomic
        select s.last_position, s.removed_through
          from events.log_state as s;
      end;
      comment on function events.log_bounds is
        'Position of the newest readable event, and up to which position retention has removed them. In one statement with read_events it says whether a reader has missed some.';

      create function events.read_events(site_id text, types text[], after bigint, max int)
      returns table (
        "position" bigint, event_id uuid, type text, site_id text, subject text, correlation_id text, causation_id text, data jsonb, occurred_at timestamptz
      )
      language sql stable
      begin atomic
        select e.position, e.event_id, e.type, e.site_id, e.subject, e.correlation_id, e.causation_id, e.data, e.occurred_at
          from events.event_log as e
         where e.position > after
           and (read_events.site_id is null or e.site_id = read_events.site_id)
           and (types is null or e.type = any (types))
         order by e.position
         limit max;
      end;
      comment on function events.read_events is 'Positioned events after a position, in order. A null site or null types means all.';
    `);
    await runner.query(`
      create function events.assign_positions(max int, above bigint)
      returns table (assigned bigint, highest_insertion_id bigint)
      language plpgsql
      set enable_seqscan = off
      as $$
      declare
        previous bigint;
      begin
        assigned := 0;
        -- An idle look must not lock: a row lock is a write, and its commit a flush to disk.
        if exists (select from events.event_log as e where e.position is null and e.insertion_id > above) then
          -- Two sequencers at once (a lost advisory lock) queue up here, and the second one sees what the first has committed.
          select s.last_position into previous from events.log_state as s for update;
          with next as (
            select e.event_id, row_number() over (order by e.insertion_id) as step
              from (select u.event_id, u.insertion_id
                      from events.event_log as u
                     where u.position is null
                       and u.insertion_id > above
                     order by u.insertion_id
                     limit max) as e
          ), moved as (
            update events.event_log as e
               set position = previous + next.step
              from next
             where e.event_id = next.event_id
            returning e.insertion_id
          )
          select count(*), max(moved.insertion_id) into assigned, highest_insertion_id from moved;
        end if;
        if assigned > 0 then
          update events.log_state set last_position = previous + assigned;
          perform pg_notify('plantway_events', (previous + assigned)::text);
        end if;
        return next;
      end;
      $$;
      comment on function events.assign_positions is
        'Gives the next positions to at most max committed events inserted above an insertion id, in the order of their insertion.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema events cascade');
  }
}
