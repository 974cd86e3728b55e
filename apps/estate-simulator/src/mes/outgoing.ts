import type { Instant } from '@plantway/canonical';
import type { ConsumptionReport, PhysicalWork, Report } from './mes-fact.js';

/** What a run did to its operation, in pieces; written beside its report. */
export interface RunRecord {
  /** Pieces taken from the operation before, and pieces worked again. */
  readonly fresh: number;
  readonly reworked: number;
  readonly good: number;
  readonly scrapped: number;
  /** Pieces put aside to be worked again. */
  readonly putAside: number;
  readonly work: PhysicalWork;
  /** Somebody doubts the numbers: until they are put right nothing of the operation goes on. */
  readonly doubt?: Doubt;
}

export interface Doubt {
  /** `recount`: one good piece was scrap. `neverHappened`: the report was a mistake, its pieces are made again. */
  readonly kind: 'recount' | 'neverHappened';
  /** Business time at which it turns out. */
  readonly dueAt: Instant;
}

/** Something that the MES has to tell the gateway. Its `id` is unique in the book and it is sent, body unchanged, until there is an answer. */
export type Outgoing = OutgoingReport | OutgoingConsumption | OutgoingReversal | OutgoingAcknowledgement;

export interface OutgoingReport {
  readonly type: 'report';
  /** The confirmationId. */
  readonly id: string;
  readonly body: Report;
  /** `recount`: the numbers of an earlier run put right; no new work. */
  readonly cause: 'run' | 'recount';
  readonly run: RunRecord;
}

/** Material of a run that people scanned by itself: it stands in no report of what was made. */
export interface OutgoingConsumption {
  readonly type: 'consumption';
  /** The consumptionId. */
  readonly id: string;
  readonly body: ConsumptionReport;
}

export interface OutgoingReversal {
  readonly type: 'reversal';
  /** The reversalId. */
  readonly id: string;
  readonly confirmationId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly body: { readonly reversalId: string; readonly reason: string; readonly reversedAt: Instant };
  /** What is undone. */
  readonly run: RunRecord;
}

export interface OutgoingAcknowledgement {
  readonly type: 'acknowledgement';
  /** The acknowledgementId. */
  readonly id: string;
  readonly workOrderId: string;
  readonly jobOrderId: string;
  readonly body: AcknowledgementBody;
}

/** What the MES says about a job order. */
export interface AcknowledgementBody {
  readonly acknowledgementId: string;
  readonly version: number;
  readonly answer: 'accepted' | 'partly' | 'refused';
  readonly acceptedQuantity?: { readonly value: string; readonly unit: string };
  readonly reason?: string;
  readonly acknowledgedAt: Instant;
}

/** An answer that ends the sending. `refused`: the gateway will never take this body, whatever happens. */
export type FinalAnswer =
  | { readonly outcome: 'accepted'; readonly messageId: string }
  | { readonly outcome: 'refused'; readonly code: string; readonly detail: string };
/** `later`: it was not stored, or nobody knows: the very same is sent again. */
export type SendOutcome = FinalAnswer | { readonly outcome: 'later'; readonly retryAfterMs?: number };
