import type { Quantity } from './quantity-types.js';
import type { Instant, PlantDate } from './site.js';

export const WORK_ORDER_CHANGES = ['hold', 'resume', 'cancel', 'changeQuantity', 'changeDate'] as const;
export type WorkOrderChangeVerb = (typeof WORK_ORDER_CHANGES)[number];

/** What a planner, or whoever else owns the order, wants to be different about it. */
export interface WorkOrderChange {
  /** The sender's own id of this wish. */
  readonly changeId: string;
  readonly siteId: string;
  readonly workOrderId: string;
  readonly verb: WorkOrderChangeVerb;
  /** Revision of the order that the sender saw; another one is refused. */
  readonly expectedRevision?: string;
  /** With `changeQuantity`; above zero. */
  readonly quantity?: Quantity;
  /** With `changeDate`; at least one. */
  readonly startAt?: Instant;
  readonly dueAt?: Instant;
  readonly reason?: string;
}

/**
 * What a MES is asked to do with job orders that it has. Source: OPC 10031-4 (ISA-95 job control), methods of the job order receiver: `Store` a new one, `Update` its
 * content, `Pause` and `Resume` it, `Cancel` one that has not begun, `Stop` one that has: what is made counts. Its `Abort`, at once and
 * with nothing more reported, is not used: what was made is always wanted.
 */
export const JOB_ORDER_VERBS = ['Store', 'Update', 'Pause', 'Resume', 'Cancel', 'Stop'] as const;
export type JobOrderVerb = (typeof JOB_ORDER_VERBS)[number];

/** Material that was used, reported apart from what was made. Source: ISA-95 part 4, material actual. */
export interface MaterialConsumption {
  /** The MES's own id. */
  readonly consumptionId: string;
  readonly siteId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly itemId: string;
  /** Above zero. */
  readonly quantity: Quantity;
  readonly lotId?: string;
  readonly serialNumbers: readonly string[];
  /** As `ProductionConfirmation.sourceSequence`. */
  readonly sourceSequence?: number;
  readonly consumedAt: Instant;
  readonly postingDate: PlantDate;
  readonly productionDay: PlantDate;
}
