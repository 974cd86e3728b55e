import type { Instant, LotQuantity, Quantity, Scrap } from '@plantway/canonical';
import type { Explanation } from './explanation.js';

/** Time of a machine on an operation. */
export interface MachineStretch {
  readonly activityCode: 'setup' | 'run' | 'teardown';
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

export interface ReportedConsumption {
  readonly itemId: string;
  readonly quantity?: Quantity;
  readonly lotId?: string;
  /** True: the amount comes from the bill of material. */
  readonly backflush?: boolean;
}

export interface ReportedOutput {
  readonly itemId: string;
  readonly quantity: Quantity;
  readonly lotId?: string;
}

/** What was made, used and thrown away between two reports of an operation: the plant's own truth, whatever the report says. */
export interface MadeAmounts {
  readonly yield: Quantity;
  /** By reason; the ERP's codes are taken to be the MES's. */
  readonly scrap?: readonly Scrap[];
  readonly rework?: Quantity;
  readonly producedLots?: readonly LotQuantity[];
  readonly serialNumbers?: readonly string[];
  readonly consumptions?: readonly ReportedConsumption[];
  readonly otherOutputs?: readonly ReportedOutput[];
}

/** A production confirmation as the MES sent it; only what the ledger judges is read, the rest may stand there. */
export interface SentReport extends MadeAmounts {
  readonly confirmationId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly kind: 'partial' | 'final';
  readonly cumulative?: boolean;
  readonly replaces?: string;
  readonly machineTimes?: readonly MachineStretch[];
  readonly workCenterId?: string;
}

/** The gateway answered 202 to a report. Told in the order in which it was taken on. */
export interface ReportedFact {
  readonly type: 'reported';
  /** Name under which the gateway knows the sender; part of every reference. */
  readonly sourceSystem: string;
  readonly report: SentReport;
  /** What was really made since the MES's report of the operation before; needed with running totals (`report.cumulative`). Amounts may be below zero for a correction. */
  readonly made?: MadeAmounts;
  readonly acceptedAt: Instant;
}

/** Material that was used, told apart from what was made. */
export interface SentConsumption {
  readonly consumptionId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly itemId: string;
  readonly quantity: Quantity;
  readonly lotId?: string;
}

/** The gateway answered 202 to a report of material. */
export interface ConsumedFact {
  readonly type: 'consumed';
  readonly sourceSystem: string;
  readonly consumption: SentConsumption;
  readonly acceptedAt: Instant;
}

/** The gateway answered 202 to the wish to take a report back. */
export interface ReversedFact {
  readonly type: 'reversed';
  readonly sourceSystem: string;
  readonly reversalId: string;
  readonly confirmationId: string;
  readonly acceptedAt: Instant;
}

/** The gateway will never take a report, one of material, or the wish to take one back. Told in the same list, at the moment of the answer. */
export interface RefusedFact {
  readonly type: 'refused';
  readonly sourceSystem: string;
  /** Which message it would have become. */
  readonly kind: Explanation['kind'];
  /** `confirmationId`, `consumptionId` or `reversalId`. */
  readonly senderId: string;
  /** The report that was refused. */
  readonly report?: SentReport;
  /** The report of material that was refused. */
  readonly consumption?: SentConsumption;
  /** As in a `reported` fact. */
  readonly made?: MadeAmounts;
  /** The gateway's error code, and its words. */
  readonly code: string;
  readonly detail: string;
  readonly refusedAt: Instant;
}

/** How far a MES is, now and then. It is how the ledger knows that nothing which was said is missing in what it has heard. */
export interface MesStatusFact {
  readonly type: 'mesStatus';
  /** Reports, those of material and reversals that the MES has ever written to say. */
  readonly said: number;
  /** As many of them have a final answer, taken on or refused: so many facts stand in its list. */
  readonly answered: number;
}

export type MesFact = ReportedFact | ConsumedFact | ReversedFact | RefusedFact | MesStatusFact;
