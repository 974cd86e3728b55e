import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import { againWhenRaced } from './again-when-raced.js';
import { LaneBell } from './lane-bell.js';
import { RING_CONDITIONS } from './lane.sql.js';

export interface ConditionBellOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}

/**
 * Tells messages that a condition for which they wait may be fulfilled, when no message of ours fulfils it: it was seen in a foreign system. A ring that is missed costs the recheck interval, never a
 * message; one too many costs a look.
 */
export class ConditionBell {
  private readonly bell: LaneBell;

  constructor(private readonly options: ConditionBellOptions) {
    this.bell = new LaneBell(options.pool);
  }

  /** Whoever waits under one of the keys is looked at again at once, and so is who begins to wait for it at this moment. To be called after what fulfils it is committed. */
  async ring(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const { pool, clock } = this.options;
    const { rowCount } = await againWhenRaced(() => pool.query({ name: 'ring-conditions', text: RING_CONDITIONS, values: [keys, clock.now()] }));
    if (rowCount !== 0) this.bell.ring();
  }
}
