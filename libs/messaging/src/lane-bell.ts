import type pg from 'pg';

/** The channel on which idle workers listen. */
export const LANE_CHANNEL = 'plantway_lanes';

/**
 * Tells idle workers that a lane may be due. Rung after the commit and never more than one at a time: a NOTIFY within every commit would make all commits queue for one lock.
 * A ring that gets lost costs a poll interval, never a message.
 */
export class LaneBell {
  private ringing = false;
  private again = false;

  constructor(private readonly pool: pg.Pool) {}

  ring(): void {
    this.again = this.ringing;
    if (this.ringing) return;
    this.ringing = true;
    this.pool.query({ name: 'ring-lane-bell', text: `select set_config('synchronous_commit', 'off', true), pg_notify('${LANE_CHANNEL}', '')` }).catch(() => undefined).finally(() => {
      this.ringing = false;
      if (this.again) this.ring();
    });
  }
}
