import type { TimelineStepDto } from './timeline.dto.js';
import { stepInWords } from './step-in-words.js';
import type { HoldRow, PromiseRow, StepRow, WorkOrderRow } from './work-order-reader.js';
import type { WorkOrderSummaryDto } from './work-order-summary.dto.js';
import type { OpenHoldDto, PromiseDto, WorkOrderViewDto } from './work-order-view.dto.js';

/** What a list shows of an order; what has no value is left out. */
export function toWorkOrderSummary(row: WorkOrderRow): WorkOrderSummaryDto {
  const { siteId, workOrderId, itemId, quantity, status, startAt, dueAt } = row.body;
  return {
    siteId, workOrderId, itemId, quantity, status, startAt, dueAt,
    isLate: row.is_late,
    ...(row.scheduled_finish_at !== null && { scheduledFinishAt: row.scheduled_finish_at.toISOString() }),
    reportsPosted: row.reports_posted,
    ...(row.last_reported_at !== null && { lastReportedAt: row.last_reported_at.toISOString() }),
    openHolds: row.open_holds,
    openDowntimes: row.open_downtimes,
  };
}

/** The order with its operations, material, promises and holds. */
export function toWorkOrderView(row: WorkOrderRow, promises: readonly PromiseRow[], holds: readonly HoldRow[]): Omit<WorkOrderViewDto, 'position' | 'asOf'> {
  const { revision, operations, components } = row.body;
  return {
    ...toWorkOrderSummary(row),
    revision,
    observedAt: row.observed_at.toISOString(),
    ...(row.planned_order_id !== null && { plannedOrderId: row.planned_order_id }),
    ...(row.customer_order_id !== null && { customerOrderId: row.customer_order_id }),
    ...(row.customer_order_line_id !== null && { customerOrderLineId: row.customer_order_line_id }),
    operations: operations.map((operation) => ({ ...operation })),
    components: components.map((component) => ({ ...component })),
    promises: promises.map(toPromise),
    holds: holds.map(toHold),
  };
}

export function toTimelineStep({ position, at, type, operation_id: operationId, correlation_id: correlationId, details }: StepRow): TimelineStepDto {
  return { position: Number(position), at: at.toISOString(), type, ...stepInWords(type, details), ...(operationId !== null && { operationId }), correlationId, details };
}

function toPromise({ customer_order_id: customerOrderId, line_id: lineId, promised_on: promisedOn, promised_before: promisedBefore, changed_at: changedAt }: PromiseRow): PromiseDto {
  return { customerOrderId, lineId, promisedOn, ...(promisedBefore !== null && { promisedBefore }), changedAt: changedAt.toISOString() };
}

function toHold({ hold_id: holdId, scope, reason, placed_at: placedAt }: HoldRow): OpenHoldDto {
  return { holdId, scopeType: scope.type === 'lot' ? 'lot' : 'workOrder', ...(scope.lotId !== undefined && { lotId: scope.lotId }), reason, placedAt: placedAt.toISOString() };
}
