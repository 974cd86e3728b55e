import type { Quantity } from './quantity-types.js';
import type { Instant } from './site.js';

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
}

/** The report on a job order. Source: ISA-95 part 4, job response. */
export interface JobResponse {
  readonly jobOrderId: string;
  readonly version: number;
  readonly state: JobOrderState;
  readonly yield: Quantity;
  readonly scrap: Quantity;
  readonly reportedAt: Instant;
}
