import type { Quantity } from './quantity-types.js';
import type { Instant } from './site.js';
import type { JobOrderVerb } from './work-order-change.js';

export const WORK_ORDER_STATUSES = ['planned', 'created', 'released', 'inProgress', 'completed', 'closed', 'cancelled', 'held'] as const;
export type WorkOrderStatus = (typeof WORK_ORDER_STATUSES)[number];
export const OPERATION_STATUSES = ['created', 'released', 'inProgress', 'completed'] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];

/** A numbered step of an order, with what has been confirmed on it in the ERP. */
export interface WorkOrderOperation {
  readonly operationId: string;
  readonly description: string;
  readonly workCenterId: string;
  readonly status: OperationStatus;
  readonly yieldConfirmed: Quantity;
  readonly scrapConfirmed: Quantity;
  readonly reworkConfirmed: Quantity;
  /** Planned quantity minus confirmed yield, not below zero. */
  readonly remaining: Quantity;
}

export interface WorkOrderComponent {
  readonly componentItemId: string;
  readonly operationId: string;
  readonly required: Quantity;
  readonly withdrawn: Quantity;
  readonly issueMethod: 'backflush' | 'reported';
}

/** ERP order to make a quantity of one item. Source: ISA-95 part 4, work order. */
export interface WorkOrder {
  readonly workOrderId: string;
  readonly siteId: string;
  readonly itemId: string;
  readonly quantity: Quantity;
  /** Share of `quantity` that may be made above it, percent as decimal text: "5". */
  readonly overDeliveryTolerancePercent: string;
  readonly status: WorkOrderStatus;
  readonly startAt: Instant;
  readonly dueAt: Instant;
  readonly operations: readonly WorkOrderOperation[];
  readonly components: readonly WorkOrderComponent[];
  /** Grows with every change of the order in the ERP. */
  readonly revision: string;
}

/** States of a job order. Source: OPC 10031-4. */
export const JOB_ORDER_STATES = ['NotAllowedToStart', 'AllowedToStart', 'Running', 'Interrupted', 'Ended', 'Aborted'] as const;
export type JobOrderState = (typeof JOB_ORDER_STATES)[number];

/** Work sent to a work center. Source: ISA-95 part 4, job order. */
export interface JobOrder {
  readonly jobOrderId: string;
  readonly version: number;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly itemId: string;
  readonly workCenterId: string;
  readonly quantity: Quantity;
  readonly state: JobOrderState;
  readonly startAt: Instant;
  readonly dueAt: Instant;
  /** The operation of the same order whose output this one works on; absent for the first. */
  readonly predecessorOperationId?: string;
  /** How the item is tracked: its lots or serial numbers must be reported. */
  readonly tracking: 'none' | 'lot' | 'serial';
  /** Material of this operation, for the whole quantity. */
  readonly components: readonly JobOrderComponent[];
}

/** Material that a job order uses. */
export interface JobOrderComponent {
  readonly itemId: string;
  readonly required: Quantity;
  /** `reported`: the MES reports what it used. */
  readonly issueMethod: 'backflush' | 'reported';
}

/** The decision that an order may be made. */
export interface WorkOrderRelease {
  /** The sender's own id of this decision. */
  readonly releaseId: string;
  readonly siteId: string;
  readonly workOrderId: string;
  /** Revision of the order that the planner saw; another one is refused. */
  readonly expectedRevision?: string;
}

/** Where the job orders of a work order stand with the MES. */
export const DISPATCH_STATES = ['pending', 'sent', 'accepted', 'partly', 'refused'] as const;
export type DispatchState = (typeof DISPATCH_STATES)[number];

/** All job orders of one work order in one version, as they go to the MES. A higher version supersedes a lower one as a whole. */
export interface JobOrderDispatch {
  readonly siteId: string;
  readonly workOrderId: string;
  /** From 1. */
  readonly version: number;
  /** What the MES is asked to do; every job order has its own state. */
  readonly verb: JobOrderVerb;
  /** Set while this version is only asked for: the ERP is changed when the MES agrees. Id of the change. */
  readonly proposalFor?: string;
  readonly jobOrders: readonly JobOrder[];
}

/** What the MES says about a job order that it was given. */
export interface JobOrderAcknowledgement {
  /** The MES's own id of this answer. */
  readonly acknowledgementId: string;
  readonly siteId: string;
  readonly jobOrderId: string;
  readonly version: number;
  readonly answer: 'accepted' | 'partly' | 'refused';
  /** How much of it the MES takes; given with `partly`. */
  readonly acceptedQuantity?: Quantity;
  /** Why it takes less, or nothing. */
  readonly reason?: string;
  readonly acknowledgedAt: Instant;
}
