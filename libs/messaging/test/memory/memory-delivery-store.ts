import { randomUUID } from 'node:crypto';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { Clock } from '@plantway/ports';
import type { DeliveryStore, Doorbell, LeasedHead, LeaseWish, LookWish, Outlook } from '../../src/delivery-store.js';
import type { FencedChange } from '../../src/fenced-change.js';
import type { LeasedLane } from '../../src/head-message.js';
import { storable } from '../../src/storable.js';
import { writeFenced } from './memory-fenced-write.js';
import { keepEvidence, leaseDueLanes, loadHead, lookForWork, releaseLane, releaseLeasedUnheard } from './memory-leases.js';
import { MemoryPaces } from './memory-paces.js';
import type { Transport } from './transport.js';
import { ConstraintViolation, type MemoryTables } from './memory-tables.js';

const AT_ONCE: Transport = async (_name, statement) => statement();

export interface MemoryDeliveryStoreOptions {
  readonly tables: MemoryTables;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly transport?: Transport;
  /** Tells of lanes that may be due; nobody does when it is not given. */
  readonly hear?: (ring: () => void) => Doorbell;
}

/** The store of one worker over tables in memory: the same answers as `PostgresDeliveryStore`, statement by statement. */
export class MemoryDeliveryStore implements DeliveryStore {
  private readonly transport: Transport;
  readonly paces: MemoryPaces;
  private unheard: { readonly token: string; readonly destinations: readonly string[] } | undefined;

  constructor(private readonly options: MemoryDeliveryStoreOptions) {
    this.transport = options.transport ?? AT_ONCE;
    this.paces = new MemoryPaces(options.tables, this.transport);
  }

  async look(wish: LookWish): Promise<Outlook> {
    const { tables, clock } = this.options;
    const now = clock.now();
    const { unheard } = this;
    if (unheard !== undefined) await this.transport('release-leased-unheard', () => releaseLeasedUnheard(tables, unheard.token, now, unheard.destinations));
    this.unheard = undefined;
    const { destinations, paces } = await this.transport('look-for-work', () => lookForWork(tables, now, wish));
    return { destinations, paces: new Map(paces.map((pace) => [pace.system, pace])) };
  }

  async leaseDue(wish: LeaseWish): Promise<readonly LeasedHead[]> {
    const { tables, clock, leaseMs } = this.options;
    const now = clock.now();
    const token = randomUUID();
    this.unheard = { token, destinations: wish.places.map(({ destination }) => destination) };
    const leaseUntil = new Date(now.getTime() + leaseMs);
    const leased = await this.transport('lease-due-lanes', () => leaseDueLanes(tables, now, leaseUntil, token, wish));
    const heads = leased.length === 0 ? [] : await this.transport('load-heads', () => leased.map(({ destination, ...lane }) => ({ lane: { ...lane, leaseUntil }, destination, head: loadHead(tables, lane.laneKey) })));
    this.unheard = undefined;
    return heads;
  }

  release(lane: LeasedLane): Promise<void> {
    const now = this.options.clock.now();
    return this.written('release-lane', () => releaseLane(this.options.tables, lane, now));
  }

  postpone(lane: LeasedLane, at: Date): Promise<void> {
    return this.written('postpone-lane', () => releaseLane(this.options.tables, lane, at, at));
  }

  keepEvidence(attemptId: string, evidence: unknown): Promise<void> {
    return this.written('keep-evidence', () => keepEvidence(this.options.tables, attemptId, storable(evidence)));
  }

  /** In memory there is nobody to tell. */
  tellSentLate(attemptId: string, evidence: unknown): Promise<void> {
    return this.keepEvidence(attemptId, evidence);
  }

  write(change: FencedChange): Promise<boolean> {
    return this.written('write-fenced', () => writeFenced(this.options.tables, change));
  }

  hear(ring: () => void): Doorbell {
    return this.options.hear?.(ring) ?? { close: async () => undefined };
  }

  private async written<Answer>(name: string, statement: () => Answer): Promise<Answer> {
    try {
      return await this.transport(name, statement);
    } catch (cause) {
      if (cause instanceof ConstraintViolation) throw cause;
      throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'The store could not be written.', { cause });
    }
  }
}
