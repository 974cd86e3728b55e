import type { SystemFact, SystemFamily } from '@plantway/truth-ledger';
import type { SystemAnswer, SystemRequest } from './server/system-request.js';

/** How a system stands, for who looks at it. */
export interface SystemLook {
  /** Nothing waits for an answer of the gateway, is on its way to the disk, or would happen by itself. */
  readonly isQuiet: boolean;
  /** What it has ever said to the gateway or the broker, and how much of it has no final answer. */
  readonly said: number;
  readonly unanswered: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Somebody of a site who works of his own accord, and can be asked to bring to an end what was begun. */
export interface SelfWorking {
  readonly siteId: string;
  /** Nothing waits for an answer of the gateway, is on its way to the disk, or would happen by itself. */
  readonly isQuiet: boolean;
  /** Begins nothing new from now on; what was begun is brought to its end. */
  rest(): void;
}

/** One business system of one site: it serves, and does its own work as business time passes. */
export interface BusinessSystem {
  readonly family: SystemFamily;
  readonly siteId: string;
  /** Everything that it did, in order, as far as it is on disk. */
  readonly facts: readonly SystemFact[];
  /** Answers a request of its own interface. @throws SystemRefusal */
  answer(request: SystemRequest): Promise<SystemAnswer>;
  /** Begins nothing new from now on; what was begun is brought to its end. */
  rest(): void;
  look(): SystemLook;
  close(): Promise<void>;
}
