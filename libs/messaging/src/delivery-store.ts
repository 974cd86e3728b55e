import type { ForeignDocument } from '@plantway/ports';
import type { FencedChange } from './fenced-change.js';
import type { HeadMessage, LeasedLane } from './head-message.js';
import type { AppendedEvent } from './message-event.js';

/** A lane that we hold, with its first unfinished message. */
export interface LeasedHead {
  readonly lane: LeasedLane;
  /** Undefined when its last message was ended since the lane was leased, or its bookkeeping is broken. */
  readonly head: HeadMessage | undefined;
}

/** Which due lanes a worker wishes for. */
export interface LeaseWish {
  /** So many at most, from 1. */
  readonly limit: number;
}

/** What hears that lanes may be due, until it is closed. */
export interface Doorbell {
  close(): Promise<void>;
}

/**
 * Where messages and lanes are kept: one of the three ports of the delivery engine, beside `Clock` and the wire, which is its flows. PostgreSQL in production, memory in the simulation; both run the suite of
 * `test/store`. Every call is a transaction of its own, durable when it answers.
 */
export interface DeliveryStore {
  /**
   * Leases due lanes, longest due first, and reads the head of each. No lane is leased to two at a time; every lease has a new epoch.
   * When it throws, what it may have leased is given back by the next call, or runs out by itself.
   */
  leaseDue(wish: LeaseWish): Promise<readonly LeasedHead[]>;
  /**
   * Gives a lane back without having changed its head; does nothing when somebody else holds it by now.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`
   */
  release(lane: LeasedLane): Promise<void>;
  /**
   * Gives a lane back until `at`, or for good when it has become empty; does nothing when somebody else holds it by now.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`
   */
  postpone(lane: LeasedLane, at: Date): Promise<void>;
  /** When a lane is due next, or its lease ends; undefined when there is nothing to do. */
  nextDue(): Promise<Date | undefined>;
  /**
   * Keeps an answer that came too late to be acted upon.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`
   */
  keepEvidence(attemptId: string, evidence: unknown): Promise<void>;
  /**
   * Keeps what came of a send that ended when it had been decided without it. Unless `documents`, those of its answer, are the ones that are known of the message, it is looked for, and people are told by `events`, once.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`
   */
  tellSentLate(attemptId: string, evidence: unknown, told: { readonly documents: readonly ForeignDocument[]; readonly events: readonly AppendedEvent[] }): Promise<void>;
  /**
   * Makes a change; answers whether it was applied, or false when the lane or the message is no longer as the change expects.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`: it may have been made or not
   */
  write(change: FencedChange): Promise<boolean>;
  /** Calls `ring` whenever lanes may have become due. A ring may be missed; the engine looks at its poll interval as well. */
  hear(ring: () => void): Doorbell;
}
