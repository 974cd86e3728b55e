import type { LotStatus } from './inventory.js';
import type { Quantity } from './quantity-types.js';
import type { Instant } from './site.js';

/** What a hold is about: exactly one kind. */
export type HoldScope =
  | { readonly type: 'lot'; readonly itemId: string; readonly lotId: string }
  | { readonly type: 'workOrder'; readonly workOrderId: string; readonly operationId?: string }
  | { readonly type: 'equipment'; readonly equipmentId: string };

interface QualityEventFrame {
  /** The sender's own id of this event. */
  readonly qualityEventId: string;
  readonly siteId: string;
  readonly occurredAt: Instant;
}

/** Somebody found something that is not as it should be; the quality system is asked to look at it. Source: ISA-95 part 3, quality test and nonconformity. */
export interface Nonconformity extends QualityEventFrame {
  readonly type: 'nonconformity';
  readonly scope: HoldScope;
  /** Reason code of the site. */
  readonly defectCode: string;
  readonly quantity?: Quantity;
  readonly text?: string;
}

/**
 * Until it is released or disposed of, nothing more is posted that was reported of the scope: not of the lot, the order or its operation, nor of whatever was done at the equipment or at a place below it in the
 * site's hierarchy. A hold on a whole order stands in the ERP too, and so its job orders are interrupted; of any other scope the MES is not told, and what it reports waits.
 */
export interface QualityHoldPlaced extends QualityEventFrame {
  readonly type: 'hold';
  readonly holdId: string;
  readonly scope: HoldScope;
  readonly reason: string;
}

/** The hold ends and nothing else changes. */
export interface QualityHoldReleased extends QualityEventFrame {
  readonly type: 'release';
  readonly holdId: string;
  readonly reason: string;
}

/** What becomes of held lot: it may be used, stays blocked for good, or is used for something else after rework. The hold on that lot ends. */
export interface LotDisposition extends QualityEventFrame {
  readonly type: 'disposition';
  readonly itemId: string;
  readonly lotId: string;
  readonly decision: 'accept' | 'reject' | 'rework';
  readonly holdId?: string;
  readonly reason: string;
}

export type QualityEvent = Nonconformity | QualityHoldPlaced | QualityHoldReleased | LotDisposition;
/** Those that decide, and are written to the ERP where it has something to say about their scope. */
export type QualityDecision = QualityHoldPlaced | QualityHoldReleased | LotDisposition;

/** Status that a lot has in the ERP after a decision; rework keeps it in inspection. */
export const LOT_STATUS_AFTER: Readonly<Record<LotDisposition['decision'], LotStatus>> = { accept: 'unrestricted', reject: 'blocked', rework: 'qualityInspection' };

/** What a report is about, as holds are looked for: the order, its operation, lots that it uses or (`isMade`) makes, and where it was done. */
export interface HeldSubject {
  readonly siteId: string;
  readonly workOrderId: string;
  readonly operationId?: string;
  readonly lots: readonly { readonly itemId: string; readonly lotId: string; readonly isMade?: boolean }[];
  /** Where it was done, with every place above: a hold on any of them counts. */
  readonly equipmentIds: readonly string[];
}

/** A hold as it stands. */
export interface QualityHold {
  readonly holdId: string;
  readonly siteId: string;
  readonly scope: HoldScope;
  readonly reason: string;
  readonly placedAt: Instant;
  readonly releasedAt?: Instant;
}

/** An inspection as the quality system knows it. */
export interface Inspection {
  readonly inspectionId: string;
  readonly siteId: string;
  readonly scope: HoldScope;
  readonly defectCode: string;
  readonly status: 'open' | 'held' | 'released' | 'disposed';
  readonly openedAt: Instant;
  /** Reference of the nonconformity that asked for it. */
  readonly reference: string;
}
