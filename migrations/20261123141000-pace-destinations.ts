import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where each lane goes, so that workers take lanes by destination, and how each foreign system is met: its circuit, when it asked to be left alone, and the next moment at which a request may leave. Owner:
 * libs/messaging.
 *
 * Runs on a filled database: the new column has a constant default, so no row is rewritten for it; then each lane that has ever had a message gets its destination by one reading of the messages. A lane that an
 * older release opens meanwhile has none, is delivered without pacing, and gets one with its next message.
 * Locks: messaging.lane exclusively for a moment, its rows one after the other until the end, and against writing while the index is built, which reads it once.
 */
export class PaceDestinations20261123141000 implements MigrationInterface {
  readonly name = 'PaceDestinations20261123141000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table messaging.lane add column destination text not null default '';
      comment on column messaging.lane.destination is 'site and system that its messages are written to: "BER1 erp"; empty when an older release opened it';

      update messaging.lane
         set destination = known.site_id || ' ' || case
               when known.kind = 'jobOrderDispatch' then 'mes'
               when known.kind = 'replanRequest' then 'planning'
               when known.kind = 'maintenanceRequest' then 'maintenance'
               when known.kind = 'promiseDate' then 'customer'
               when known.kind = 'nonconformity' then 'quality'
               when known.kind in ('jobOrderAcknowledgement', 'scheduleVersion') then 'gateway'
               else 'erp'
             end
        from (select message.lane_key, min(message.site_id) as site_id, min(message.kind) as kind from messaging.message group by message.lane_key) as known
       where lane.lane_key = known.lane_key;

      drop index messaging.lane_due;
      create index lane_due on messaging.lane (destination, next_at) where next_at is not null;

      create table messaging.pace (
        system text primary key,
        turns bigint not null default 0,
        failures int not null default 0 check (failures >= 0),
        error jsonb,
        opened_at timestamptz,
        probe_at timestamptz,
        resting_until timestamptz,
        ramp_from timestamptz,
        next_slot timestamptz,
        check ((opened_at is null) = (probe_at is null))
      ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100);
      create table messaging.destination (
        destination text primary key,
        system text not null,
        window_until timestamptz
      );
      comment on table messaging.destination is 'Which system stands behind a destination, and its maintenance window, as a worker last read it of the site: for whoever looks at a message.';

      comment on table messaging.pace is 'How a foreign system is met by all workers together. A system is a destination, or what several destinations share.';
      comment on column messaging.pace.turns is 'grows whenever a worker takes lanes by what it has seen of the limits: who has seen an older number takes none';
      comment on column messaging.pace.failures is 'technical failures in a row';
      comment on column messaging.pace.opened_at is 'since when the circuit is open; null while it is closed';
      comment on column messaging.pace.probe_at is 'before it nothing is sent over an open circuit; whoever sends the one probe then moves it on';
      comment on column messaging.pace.resting_until is 'the system asked to be left alone until then';
      comment on column messaging.pace.ramp_from is 'when the last outage ended: the rate grows from a fraction to the limit from then on';
      comment on column messaging.pace.next_slot is 'when the next request may leave, each worker having taken its own from here';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table messaging.pace, messaging.destination;
      drop index messaging.lane_due;
      alter table messaging.lane drop column destination;
      create index lane_due on messaging.lane (next_at) where next_at is not null;
    `);
  }
}
