import { randomUUID } from 'node:crypto';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import type { LeasedHead } from './delivery-store.js';
import type { LeasedLane } from './head-message.js';
import { headMessage, type HeadRow } from './head-rows.js';
import { KEEP_EVIDENCE, LEASE_DUE_LANES, LOAD_HEADS, NEXT_DUE, POSTPONE_LANE, RELEASE_LANE, RELEASE_LEASED_UNHEARD } from './lane.sql.js';
import { storableJson } from './storable.js';

/** Which worker may work on which lane, and until when. */
export class LaneLeases {
  /** A token under which lanes may have been leased without our hearing of it. */
  private unheard: string | undefined;

  constructor(private readonly pool: pg.Pool, private readonly clock: Clock, private readonly leaseMs: number) {}

  /**
   * Leases up to `limit` due lanes and reads the head of each. A lane without a head is answered too: its bookkeeping is broken.
   * When it throws, what it may have leased is given back by the next call.
   */
  async leaseDue(limit: number): Promise<readonly LeasedHead[]> {
    const now = this.clock.now();
    if (this.unheard !== undefined) {
      await this.pool.query({ name: 'release-leased-unheard', text: RELEASE_LEASED_UNHEARD, values: [this.unheard, now] });
    }
    this.unheard = randomUUID();
    const leased = await this.lease(limit, now, this.unheard);
    this.unheard = undefined;
    return leased;
  }

  private async lease(limit: number, now: Date, token: string): Promise<readonly LeasedHead[]> {
    const leaseUntil = new Date(now.getTime() + this.leaseMs);
    const { rows: leased } = await this.pool.query<{ lane_key: string; lease_epoch: string }>({ name: 'lease-due-lanes', text: LEASE_DUE_LANES, values: [now, limit, token, leaseUntil] });
    if (leased.length === 0) return [];
    const { rows } = await this.pool.query<HeadRow>({ name: 'load-heads', text: LOAD_HEADS, values: [leased.map((row) => row.lane_key)] });
    const heads = new Map(rows.map((row) => [row.lane_key, headMessage(row)]));
    return leased.map((row) => ({ lane: { laneKey: row.lane_key, epoch: row.lease_epoch, token, leaseUntil }, head: heads.get(row.lane_key) }));
  }

  /** Gives a lane back; does nothing when somebody else holds it by now. */
  async release(lane: LeasedLane): Promise<void> {
    await this.write({ name: 'release-lane', text: RELEASE_LANE, values: [lane.laneKey, lane.epoch, lane.token, this.clock.now()] });
  }

  /** Gives a lane back until `at`; does nothing when somebody else holds it by now. */
  async postpone(lane: LeasedLane, at: Date): Promise<void> {
    await this.write({ name: 'postpone-lane', text: POSTPONE_LANE, values: [lane.laneKey, lane.epoch, lane.token, at] });
  }

  /** When a lane is due next, or its lease ends; undefined when there is nothing to do. */
  async nextDue(): Promise<Date | undefined> {
    const { rows } = await this.pool.query<{ next_due: Date | null }>({ name: 'next-due', text: NEXT_DUE });
    return rows[0]?.next_due ?? undefined;
  }

  /** Keeps an answer that came too late to be acted upon. */
  async keepEvidence(attemptId: string, evidence: unknown): Promise<void> {
    await this.write({ name: 'keep-evidence', text: KEEP_EVIDENCE, values: [attemptId, storableJson(evidence), this.clock.now()] });
  }

  /** @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`: a database that is away is no fault of the message */
  private async write(statement: pg.QueryConfig): Promise<void> {
    try {
      await this.pool.query(statement);
    } catch (cause) {
      throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'A lane could not be written.', { cause });
    }
  }
}
