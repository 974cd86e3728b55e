import type { Quantity } from './quantity-types.js';
import type { Instant } from './site.js';

/** Proposal of the planning system to make something. Source: ISA-95 part 3, detailed production schedule; the ERP's planned order. */
export interface PlannedOrder {
  /** The planning system's own id. */
  readonly plannedOrderId: string;
  readonly siteId: string;
  readonly itemId: string;
  /** Above zero. */
  readonly quantity: Quantity;
  readonly startAt: Instant;
  /** Later than `startAt`. */
  readonly dueAt: Instant;
  /** Customer order line that it is made for; absent when it is made for stock. */
  readonly customerOrderId?: string;
  readonly customerOrderLineId?: string;
}

/** The decision that a planned order becomes a work order. */
export interface PlannedOrderConversion {
  readonly conversionId: string;
  readonly siteId: string;
  readonly plannedOrderId: string;
}

export const PLANNED_ORDER_STATUSES = ['planned', 'converted', 'cancelled'] as const;
export type PlannedOrderStatus = (typeof PLANNED_ORDER_STATUSES)[number];

/** A planned order as the ERP keeps it. */
export interface PlannedOrderInErp extends PlannedOrder {
  readonly status: PlannedOrderStatus;
  /** Work order that was made of it. */
  readonly workOrderId?: string;
}

/** Material that an order has claim to: what it needs and was not withdrawn yet. Source: ISA-95 part 2, material requirement. */
export interface MaterialReservation {
  readonly itemId: string;
  readonly operationId: string;
  /** Order that has the claim; one of the two. */
  readonly workOrderId?: string;
  readonly plannedOrderId?: string;
  /** In the item's base unit. */
  readonly quantity: Quantity;
}

/** One operation in a schedule. */
export interface ScheduledOperation {
  readonly workOrderId: string;
  readonly operationId: string;
  readonly workCenterId: string;
  readonly startAt: Instant;
  readonly finishAt: Instant;
}

/** A schedule of the planning system for a site; a newer one supersedes the older as a whole. Source: ISA-95 part 3, detailed production schedule. */
export interface ScheduleVersion {
  /** The planning system's own id, unique for the site: "APS-42". */
  readonly scheduleVersionId: string;
  readonly siteId: string;
  /** Counts from 1 with every schedule of the site. */
  readonly version: number;
  /** Version that it takes the place of; absent for the first. */
  readonly supersedes?: number;
  readonly createdAt: Instant;
  /** Operations that begin before this instant were not moved. */
  readonly frozenUntil: Instant;
  /** Why it was made. `replan` with the ids of the requests that it answers. */
  readonly reason: 'regular' | 'replan' | 'demand';
  readonly replanRequestIds: readonly string[];
  readonly operations: readonly ScheduledOperation[];
}

export const REPLAN_TRIGGERS = ['equipmentDown', 'equipmentUp', 'qualityHold', 'orderChanged'] as const;
export type ReplanTrigger = (typeof REPLAN_TRIGGERS)[number];

/** One thing that makes the running schedule wrong. */
export interface ReplanCause {
  readonly trigger: ReplanTrigger;
  /** Downtime, hold, work order: what it is about. */
  readonly objectId: string;
  readonly occurredAt: Instant;
  readonly equipmentId?: string;
  readonly workCenterId?: string;
  readonly workOrderId?: string;
}

/** The wish for a new schedule: everything that happened on one line within one window, together. */
export interface ReplanRequest {
  /** "{lineId}@{windowStartsAt}": the same line and window make the same request. */
  readonly replanRequestId: string;
  readonly siteId: string;
  /** Line: the area above the work center, or the work center itself where it has none. */
  readonly lineId: string;
  readonly windowStartsAt: Instant;
  readonly windowEndsAt: Instant;
  /** Oldest first, at least one; at most the first 100. */
  readonly causes: readonly ReplanCause[];
  /** How many there were, also beyond those that are named. */
  readonly causeCount: number;
}
