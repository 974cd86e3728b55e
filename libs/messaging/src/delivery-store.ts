import type { ForeignDocument } from '@plantway/ports';
import type { FencedChange } from './fenced-change.js';
import type { HeadMessage, LeasedLane } from './head-message.js';
import type { AppendedEvent } from './message-event.js';
import type { PaceStore } from './pacing/pace-store.js';
import type { SystemPace } from './pacing/system-pace.js';

/** A lane that we hold, with its first unfinished message. */
export interface LeasedHead {
  readonly lane: LeasedLane;
  /** Where its messages go: "BER1 erp". */
  readonly destination: string;
  /** Undefined when its last message was ended since the lane was leased, or its bookkeeping is broken. */
  readonly head: HeadMessage | undefined;
}

/** How far a worker looks. */
export interface LookWish {
  /** So many due lanes of each destination are counted, from 1. */
  readonly due: number;
  /** Among so many of the longest due lanes of each destination those are counted that are leased. */
  readonly ahead: number;
}

/** What is to be done for one destination. */
export interface DestinationOutlook {
  readonly destination: string;
  /** Lanes that are due and free, as far as they are counted. */
  readonly due: number;
  /** Since when the longest of them is due; undefined when none is. */
  readonly since?: Date | undefined;
  /** Lanes that somebody works on. */
  readonly leased: number;
  /** When something more comes due, or a lease ends; undefined when nothing is known to. */
  readonly nextDue?: Date | undefined;
}

/** What is to be done, and how systems are met. */
export interface Outlook {
  /** Every destination that has lanes with work, also when none of them is due. */
  readonly destinations: readonly DestinationOutlook[];
  /** By the name of the system. */
  readonly paces: ReadonlyMap<string, SystemPace>;
}

/** Which due lanes a worker wishes for. */
export interface LeaseWish {
  /** So many lanes of each destination at most, from 1; of one that names a system none when its turn is not to be had. */
  readonly places: readonly { readonly destination: string; readonly places: number; readonly system?: string }[];
  /** Turns by what was seen of a system; `probeAt` says when the next probe may be sent, when this one is a probe. */
  readonly turns: readonly { readonly system: string; readonly turns: string; readonly probeAt?: Date }[];
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
  /** What workers know together of the systems that they write to. */
  readonly paces: PaceStore;
  /** What is to be done, by destination; first gives back what a call of `leaseDue` that threw may have leased. */
  look(wish: LookWish): Promise<Outlook>;
  /**
   * Leases due lanes, of each destination the longest due first, and reads the head of each. No lane is leased to two at a time; every lease has a new epoch.
   * When it throws, what it may have leased is given back by the next look, or runs out by itself.
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
