import { normalQuantity, toUtc, type MaintenanceRequest, type Nonconformity, type PromiseDateUpdate, type ReplanRequest } from '@plantway/canonical';
import type { PromiseDateUpdateDto } from './customer.dto.js';
import { given } from './given.js';
import { toHoldScope } from './hold-scope.dto.js';
import type { MaintenanceRequestDto } from './maintenance.dto.js';
import type { NonconformityDto } from './nonconformity.dto.js';
import type { ReplanRequestDto } from './replan-request.dto.js';

/** The canonical request of a validated body: instants in UTC, `null` and absent alike. */
export function toReplanRequest({ replanRequestId, siteId, lineId, windowStartsAt, windowEndsAt, causes, causeCount }: ReplanRequestDto): ReplanRequest {
  return {
    replanRequestId, siteId, lineId, windowStartsAt: toUtc(windowStartsAt), windowEndsAt: toUtc(windowEndsAt),
    causes: causes.map(({ trigger, objectId, occurredAt, equipmentId, workCenterId, workOrderId }) => ({
      trigger, objectId, occurredAt: toUtc(occurredAt), ...given('equipmentId', equipmentId), ...given('workCenterId', workCenterId), ...given('workOrderId', workOrderId),
    })),
    causeCount,
  };
}

/** As `toReplanRequest`. */
export function toMaintenanceRequest({ maintenanceRequestId, siteId, equipmentId, workCenterId, failedAt, reasonCode, workOrderId, priority, text }: MaintenanceRequestDto): MaintenanceRequest {
  return {
    maintenanceRequestId, siteId, equipmentId, ...given('workCenterId', workCenterId), failedAt: toUtc(failedAt), ...given('reasonCode', reasonCode), ...given('workOrderId', workOrderId), priority, text,
  };
}

/** As `toReplanRequest`. */
export function toPromiseDateUpdate({ promiseUpdateId, siteId, customerOrderId, lineId, workOrderId, scheduledFinishAt, scheduleVersion }: PromiseDateUpdateDto): PromiseDateUpdate {
  return { promiseUpdateId, siteId, customerOrderId, lineId, workOrderId, scheduledFinishAt: toUtc(scheduledFinishAt), scheduleVersion };
}

/** As `toReplanRequest`; the quantity in normal form. */
export function toNonconformity({ type, qualityEventId, siteId, occurredAt, scope, defectCode, quantity, text }: NonconformityDto): Nonconformity {
  return {
    type, qualityEventId, siteId, occurredAt: toUtc(occurredAt), scope: toHoldScope(scope), defectCode,
    ...given('quantity', quantity === undefined || quantity === null ? undefined : normalQuantity(quantity)), ...given('text', text),
  };
}
