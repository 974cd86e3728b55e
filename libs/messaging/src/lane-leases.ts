import { randomUUID } from 'node:crypto';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import type { LeasedHead, LeaseWish, LookWish, Outlook } from './delivery-store.js';
import type { LeasedLane } from './head-message.js';
import { headMessage, type HeadRow } from './head-rows.js';
import { KEEP_EVIDENCE, LEASE_DUE_LANES, LOAD_HEADS, LOOK_FOR_WORK, POSTPONE_LANE, RELEASE_LANE, RELEASE_LEASED_UNHEARD } from './lane.sql.js';
import { systemPace, type PaceJson } from './pacing/system-pace.js';
import { storableJson } from './storable.js';

/** What `LOOK_FOR_WORK` answers. */
interface OutlookRow {
  readonly destination: string;
  readonly due: number;
  readonly since: Date | null;
  readonly leased: number;
  readonly next_due: Date | null;
  readonly paces: readonly PaceJson[];
}

/** A lease that nobody heard of. */
interface UnheardLease {
  readonly token: string;
  readonly destinations: readonly string[];
}

/** Which worker may work on which lane, and until when. */
export class LaneLeases {
  /** Under which token lanes may have been leased without our hearing of it. */
  private unheard: UnheardLease | undefined;

  constructor(private readonly pool: pg.Pool, private readonly clock: Clock, private readonly leaseMs: number) {}

  /** What is to be done; what an earlier call may have leased unheard is given back before. */
  async look({ due, ahead }: LookWish): Promise<Outlook> {
    const now = this.clock.now();
    if (this.unheard !== undefined) {
      await this.pool.query({ name: 'release-leased-unheard', text: RELEASE_LEASED_UNHEARD, values: [this.unheard.token, now, this.unheard.destinations] });
      this.unheard = undefined;
    }
    const { rows } = await this.pool.query<OutlookRow>({ name: 'look-for-work', text: LOOK_FOR_WORK, values: [now, due, ahead] });
    return {
      destinations: rows.map((row) => ({ destination: row.destination, due: row.due, since: row.since ?? undefined, leased: row.leased, nextDue: row.next_due ?? undefined })),
      paces: new Map((rows[0]?.paces ?? []).map((pace) => [pace.system, systemPace(pace)])),
    };
  }

  /**
   * Leases due lanes and reads the head of each. A lane without a head is answered too: its bookkeeping is broken.
   * When it throws, what it may have leased is given back by the next look.
   */
  async leaseDue(wish: LeaseWish): Promise<readonly LeasedHead[]> {
    const unheard = { token: randomUUID(), destinations: wish.places.map(({ destination }) => destination) };
    this.unheard = unheard;
    const leased = await this.lease(wish, this.clock.now(), unheard.token);
    this.unheard = undefined;
    return leased;
  }

  private async lease({ places, turns }: LeaseWish, now: Date, token: string): Promise<readonly LeasedHead[]> {
    const leaseUntil = new Date(now.getTime() + this.leaseMs);
    const taken = turns.map(({ system, turns: seen, probeAt }) => ({ system, turns: seen, probe_at: probeAt }));
    const { rows: leased } = await this.pool.query<{ lane_key: string; lease_epoch: string; destination: string }>({
      name: 'lease-due-lanes', text: LEASE_DUE_LANES, values: [now, leaseUntil, token, JSON.stringify(places), JSON.stringify(taken)],
    });
    if (leased.length === 0) return [];
    const { rows } = await this.pool.query<HeadRow>({ name: 'load-heads', text: LOAD_HEADS, values: [leased.map((row) => row.lane_key)] });
    const heads = new Map(rows.map((row) => [row.lane_key, headMessage(row)]));
    return leased.map((row) => ({ lane: { laneKey: row.lane_key, epoch: row.lease_epoch, token, leaseUntil }, destination: row.destination, head: heads.get(row.lane_key) }));
  }

  /** Gives a lane back; does nothing when somebody else holds it by now. */
  async release(lane: LeasedLane): Promise<void> {
    await this.write({ name: 'release-lane', text: RELEASE_LANE, values: [lane.laneKey, lane.epoch, lane.token, this.clock.now()] });
  }

  /** Gives a lane back until `at`; does nothing when somebody else holds it by now. */
  async postpone(lane: LeasedLane, at: Date): Promise<void> {
    await this.write({ name: 'postpone-lane', text: POSTPONE_LANE, values: [lane.laneKey, lane.epoch, lane.token, at] });
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
