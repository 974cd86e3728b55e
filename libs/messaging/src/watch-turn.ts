import { randomUUID } from 'node:crypto';
import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import { HOLD_WATCH } from './watch-turn.sql.js';

export interface WatchTurnOptions {
  readonly pool: pg.Pool;
  readonly clock: Pick<Clock, 'now'>;
  /** What is watched, the same in every process: "conditions". */
  readonly watch: string;
  /** How long after it was last heard of another process takes over, in milliseconds. */
  readonly heldForMs: number;
}

/** What one of several processes does, for all of them. Whoever has the turn keeps it by asking again; when it is not heard of for a while, whoever asks next has it. Two at once cost only a look too many. */
export class WatchTurn {
  private readonly holder = randomUUID();

  constructor(private readonly options: WatchTurnOptions) {}

  /** Whether this process has the turn, from now on or still. */
  async isMine(): Promise<boolean> {
    const { pool, clock, watch, heldForMs } = this.options;
    const now = clock.now();
    const { rowCount } = await pool.query({ name: 'hold-watch', text: HOLD_WATCH, values: [watch, this.holder, now, new Date(now.getTime() + heldForMs)] });
    return rowCount === 1;
  }
}
