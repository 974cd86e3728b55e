import { normalQuantity, toUtc, type Instant, type PlannedOrder, type ScheduleVersion } from '@plantway/canonical';
import type { PlannedOrderFieldsDto, ScheduleVersionFieldsDto } from '@plantway/dto';
import type { KnownPlannedOrder, ScheduleInForce } from '@plantway/execution';
import type { PlannedOrderDto } from './planned-order.dto.js';
import type { ScheduleDto } from './schedule.dto.js';

/** Planning counts in milliseconds: what is finer is cut off, so that a schedule that is read again is the one that came. */
const inMilliseconds = (instant: string): Instant => new Date(toUtc(instant)).toISOString();

export function toPlannedOrder({ plannedOrderId, itemId, quantity, startAt, dueAt, customerOrderId, customerOrderLineId }: PlannedOrderFieldsDto, siteId: string): PlannedOrder {
  return {
    plannedOrderId, siteId, itemId, quantity: normalQuantity({ value: quantity.value, unit: quantity.unit }), startAt: inMilliseconds(startAt), dueAt: inMilliseconds(dueAt),
    ...(typeof customerOrderId === 'string' && { customerOrderId }), ...(typeof customerOrderLineId === 'string' && { customerOrderLineId }),
  };
}

export function toScheduleVersion({ scheduleVersionId, version, supersedes, createdAt, frozenUntil, reason, replanRequestIds, operations }: ScheduleVersionFieldsDto, siteId: string): ScheduleVersion {
  return {
    scheduleVersionId, siteId, version, ...(typeof supersedes === 'number' && { supersedes }), createdAt: inMilliseconds(createdAt), frozenUntil: inMilliseconds(frozenUntil), reason, replanRequestIds,
    operations: operations.map(({ workOrderId, operationId, workCenterId, startAt, finishAt }) => ({ workOrderId, operationId, workCenterId, startAt: inMilliseconds(startAt), finishAt: inMilliseconds(finishAt) })),
  };
}

export function toPlannedOrderDto(planned: KnownPlannedOrder): PlannedOrderDto {
  return { ...planned, quantity: { ...planned.quantity } };
}

export function toScheduleDto({ replanRequestIds, operations, ...schedule }: ScheduleInForce, asOf: Instant): ScheduleDto {
  return { ...schedule, replanRequestIds: [...replanRequestIds], operations: operations.map((operation) => ({ ...operation })), asOf };
}
