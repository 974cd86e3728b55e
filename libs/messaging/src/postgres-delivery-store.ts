import { TechnicalRetryableError } from '@plantway/canonical';
import type { Clock, ForeignDocument } from '@plantway/ports';
import type pg from 'pg';
import type { CodeVersions } from './code-versions.js';
import type { DeliveryStore, Doorbell, LeasedHead, LeaseWish, LookWish, Outlook } from './delivery-store.js';
import type { FencedChange } from './fenced-change.js';
import { FencedWriter } from './fenced-writer.js';
import type { LeasedLane } from './head-message.js';
import { LaneDoorbell } from './lane-doorbell.js';
import { LaneLeases } from './lane-leases.js';
import { TELL_SENT_LATE } from './late/late.sql.js';
import type { AppendedEvent } from './message-event.js';
import { PaceBook } from './pacing/pace-book.js';
import { storableJson } from './storable.js';

export interface PostgresDeliveryStoreOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  /** How long a lease lasts without a write. */
  readonly leaseMs: number;
  /** What the lineage names as the versions of mapping and code. */
  readonly versions: CodeVersions;
}

/** The store of the delivery engine in PostgreSQL: leases, the fenced statement and the doorbell, over one pool. */
export class PostgresDeliveryStore implements DeliveryStore {
  private readonly writer: FencedWriter;
  private readonly leases: LaneLeases;
  readonly paces: PaceBook;

  constructor(private readonly options: PostgresDeliveryStoreOptions) {
    const { pool, clock, leaseMs, versions } = options;
    this.writer = new FencedWriter(pool, versions);
    this.leases = new LaneLeases(pool, clock, leaseMs);
    this.paces = new PaceBook(pool);
  }

  look(wish: LookWish): Promise<Outlook> {
    return this.leases.look(wish);
  }

  leaseDue(wish: LeaseWish): Promise<readonly LeasedHead[]> {
    return this.leases.leaseDue(wish);
  }

  release(lane: LeasedLane): Promise<void> {
    return this.leases.release(lane);
  }

  postpone(lane: LeasedLane, at: Date): Promise<void> {
    return this.leases.postpone(lane, at);
  }

  keepEvidence(attemptId: string, evidence: unknown): Promise<void> {
    return this.leases.keepEvidence(attemptId, evidence);
  }

  async tellSentLate(attemptId: string, evidence: unknown, { documents, events }: { readonly documents: readonly ForeignDocument[]; readonly events: readonly AppendedEvent[] }): Promise<void> {
    try {
      await this.options.pool.query({ name: 'tell-sent-late', text: TELL_SENT_LATE, values: [attemptId, this.options.clock.now(), storableJson(evidence), storableJson(documents), storableJson(events)] });
    } catch (cause) {
      throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'That a send ended late could not be written down.', { cause });
    }
  }

  write(change: FencedChange): Promise<boolean> {
    return this.writer.write(change);
  }

  hear(ring: () => void): Doorbell {
    const doorbell = new LaneDoorbell(this.options.pool, this.options.clock, ring);
    doorbell.open();
    return doorbell;
  }
}
