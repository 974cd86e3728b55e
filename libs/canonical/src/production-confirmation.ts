import type { Quantity } from './quantity-types.js';
import type { Instant, PlantDate } from './site.js';

/** Output rejected for good, one entry per reason of the site's list. */
export interface Scrap {
  readonly quantity: Quantity;
  readonly reasonCode: string;
}

/** A traceable amount of one item. Source: ISA-95 part 2, material lot. */
export interface LotQuantity {
  readonly lotId: string;
  readonly quantity: Quantity;
}

/** A unit that was built into another. */
export interface SerialGenealogy {
  readonly serialNumber: string;
  /** Serial numbers of the components in it. */
  readonly componentSerialNumbers: readonly string[];
}

/** Material used, as the MES reports it; `backflush: true` leaves the amount to the ERP. */
export interface Consumption {
  readonly itemId: string;
  readonly quantity?: Quantity;
  readonly lotId?: string;
  readonly serialNumbers: readonly string[];
  readonly backflush: boolean;
}

/** Time of a person or crew; the id is a pseudonym. */
export interface Labor {
  readonly personId?: string;
  readonly crewId?: string;
  readonly activityCode: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

export interface MachineTime {
  readonly equipmentId: string;
  readonly activityCode: 'setup' | 'run' | 'teardown';
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

/** Output besides the ordered item. */
export interface OtherOutput {
  readonly itemId: string;
  readonly type: 'coProduct' | 'byProduct';
  readonly quantity: Quantity;
  readonly lotId?: string;
}

/** Statement to the ERP of yield, scrap, rework and time of an operation. Source: ISA-95 part 4, job response; ISO 22400-2 for GQ, SQ and RQ. */
export interface ProductionConfirmation {
  readonly confirmationId: string;
  readonly siteId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly kind: 'partial' | 'final';
  /** True: the quantities are running totals of the operation and the gateway makes the deltas. */
  readonly cumulative: boolean;
  /** Id of a confirmation that this one corrects. */
  readonly replaces?: string;
  /** Number in the source system's own sequence for the operation, from 1; its consumptions and reversals of the operation count in the same one. */
  readonly sourceSequence?: number;
  readonly yield: Quantity;
  readonly scrap: readonly Scrap[];
  readonly rework?: Quantity;
  readonly producedLots: readonly LotQuantity[];
  readonly serialNumbers: readonly string[];
  readonly genealogy: readonly SerialGenealogy[];
  readonly consumptions: readonly Consumption[];
  readonly otherOutputs: readonly OtherOutput[];
  readonly labor: readonly Labor[];
  readonly machineTimes: readonly MachineTime[];
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly postingDate: PlantDate;
  readonly productionDay: PlantDate;
  readonly workCenterId?: string;
  readonly equipmentId?: string;
  readonly exceptionCodes: readonly string[];
}

/** The wish to take a confirmation back: what it posted is reversed, and what it has not posted yet is never posted. Source: ISA-95 part 4, as a correction of a job response. */
export interface ConfirmationReversal {
  /** The sender's own id of this wish. */
  readonly reversalId: string;
  readonly siteId: string;
  /** The confirmation to take back. */
  readonly confirmationId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  /** Set when it makes room for a corrected report: the reversal waits until that one is stored. */
  readonly replacedBy?: string;
  /** As `ProductionConfirmation.sourceSequence`. */
  readonly sourceSequence?: number;
  /** Set when only this document is taken back, which stands in the ERP beside what was reported: under the reference of a report that is posted already, or was given up. The report itself stays as it is. */
  readonly surplus?: SurplusDocument;
  readonly reason?: string;
  readonly reversedAt: Instant;
  readonly postingDate: PlantDate;
  readonly productionDay: PlantDate;
}

/** A document of the ERP that stands beside what was reported. */
export interface SurplusDocument {
  readonly reference: string;
  readonly documentNumber: string;
  /** Set when the report was given up: nothing has to be left of it. Otherwise one document under the reference is left. */
  readonly isGivenUp?: true;
}
