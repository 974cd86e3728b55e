import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What machines said: each event once, the state they are in, the downtimes made of their states, what their counters counted. Owner: libs/execution.
 *
 * Whoever takes events of a piece of equipment locks its row of `equipment_state` first, in the order of the ids: its events have an effect one after the other.
 * Locks: creates new objects only.
 */
export class CreateEquipment20261122124000 implements MigrationInterface {
  readonly name = 'CreateEquipment20261122124000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table execution.equipment_event (
        site_id text not null,
        source_system text not null,
        event_id text not null,
        equipment_id text not null,
        type text not null check (type in ('state', 'counter', 'occurrence')),
        occurred_at timestamptz not null,
        received_at timestamptz not null,
        body jsonb not null,
        primary key (site_id, source_system, event_id)
      );
      comment on table execution.equipment_event is 'Events of machines as they came, each once; removed after the retention.';
      create index equipment_event_received_at on execution.equipment_event using brin (received_at);
      create index equipment_event_occurred_at on execution.equipment_event (site_id, equipment_id, occurred_at);

      create table execution.equipment_state (
        site_id text not null,
        equipment_id text not null,
        state text not null check (state in ('running', 'idle', 'setup', 'down', 'plannedDown', 'off', 'unknown')),
        since timestamptz,
        said_at timestamptz,
        work_order_id text,
        operation_id text,
        names_orders boolean not null default false,
        check ((since is null) = (said_at is null)),
        primary key (site_id, equipment_id)
      );
      comment on column execution.equipment_state.said_at is 'when the machine said so last; null for one that only told of counters and occurrences';
      comment on column execution.equipment_state.work_order_id is 'order of the last state that named one; null for a machine that is idle or off';
      comment on column execution.equipment_state.names_orders is 'whether it ever named an order: what runs at one that does is never guessed';

      create table execution.downtime (
        site_id text not null,
        downtime_id text not null,
        equipment_id text not null,
        kind text not null check (kind in ('down', 'plannedDown')),
        started_at timestamptz not null,
        ended_at timestamptz check (ended_at >= started_at),
        is_micro_stop boolean not null,
        reason_code text,
        reason_from text check (reason_from in ('machine', 'operator')),
        work_center_id text,
        line_id text,
        work_order_id text,
        operation_id text,
        alerted_at timestamptz,
        maintenance_request_id text,
        correlation_id text not null,
        heard_at timestamptz not null,
        check ((reason_code is null) = (reason_from is null)),
        primary key (site_id, downtime_id)
      );
      comment on column execution.downtime.alerted_at is 'business time; null for one that alarmed nobody';
      comment on column execution.downtime.heard_at is 'technical time: an alert waits a moment for what the machine may have said meanwhile';
      create unique index downtime_open on execution.downtime (site_id, equipment_id) where ended_at is null;
      create index downtime_started_at on execution.downtime (site_id, started_at, downtime_id);

      create table execution.equipment_alarm (
        site_id text not null,
        equipment_id text not null,
        code text not null,
        alert_id text not null,
        raised_at timestamptz not null,
        correlation_id text not null,
        primary key (site_id, equipment_id, code)
      );
      comment on table execution.equipment_alarm is 'Alarms of machines that hold, one for each machine and code; gone when the machine runs again.';

      create table execution.equipment_counter (
        site_id text not null,
        equipment_id text not null,
        counter_id text not null,
        reading numeric not null,
        unit text not null,
        taken_at timestamptz not null,
        total numeric not null,
        resets int not null,
        primary key (site_id, equipment_id, counter_id)
      );
      comment on column execution.equipment_counter.reading is 'what it shows; the next reading is compared with it';
      comment on column execution.equipment_counter.total is 'what it has counted since it is known, across resets';

      create table execution.counter_step (
        site_id text not null,
        source_system text not null,
        event_id text not null,
        equipment_id text not null,
        counter_id text not null,
        occurred_at timestamptz not null,
        change text not null,
        delta numeric not null,
        unit text not null,
        primary key (site_id, source_system, event_id)
      );
      comment on table execution.counter_step is 'What each reading added; removed together with its event.';
      create index counter_step_occurred_at on execution.counter_step (site_id, equipment_id, counter_id, occurred_at);
    `);
    await runner.query(`
      create function execution.apply_maintenance_requested(site_id text, message_id uuid, data jsonb, at timestamptz)
      returns void
      language sql
      begin atomic
        update execution.downtime
           set maintenance_request_id = data ->> 'maintenanceRequestId'
         where downtime.site_id = apply_maintenance_requested.site_id
           and downtime.downtime_id = data ->> 'downtimeId';
      end;
      comment on function execution.apply_maintenance_requested is 'Effect maintenance_requested {downtimeId, maintenanceRequestId}: maintenance was asked to look at the failure.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function execution.apply_maintenance_requested;
      drop table execution.counter_step, execution.equipment_counter, execution.equipment_alarm, execution.downtime, execution.equipment_state, execution.equipment_event;
    `);
  }
}
