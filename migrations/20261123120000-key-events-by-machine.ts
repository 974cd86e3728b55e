import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each machine counts its own events: behind one broker two controllers use the same ids, and the event of one was taken for a repetition of the other's. The machine joins the keys of
 * execution.equipment_event and execution.counter_step; what is in them stays unique.
 *
 * Locks: access exclusive on both tables while their keys are built anew, seconds for millions of events. Machines wait and repeat meanwhile; a process of the release before keeps no events
 * from then on, and is to be replaced. It is not taken back while two machines have said something under one id.
 */
export class KeyEventsByMachine20261123120000 implements MigrationInterface {
  readonly name = 'KeyEventsByMachine20261123120000';

  async up(runner: QueryRunner): Promise<void> {
    await this.key(runner, 'site_id, source_system, equipment_id, event_id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.key(runner, 'site_id, source_system, event_id');
  }

  private async key(runner: QueryRunner, columns: string): Promise<void> {
    for (const table of ['equipment_event', 'counter_step']) {
      await runner.query(`
        alter table execution.${table}
          drop constraint ${table}_pkey,
          add primary key (${columns});
      `);
    }
  }
}
