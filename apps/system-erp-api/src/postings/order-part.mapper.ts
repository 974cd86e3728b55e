import { normalQuantity, toUtc, type PlannedOrder, type WorkOrderChange } from '@plantway/canonical';
import type { ErpPart } from '@plantway/ports';
import { demandSameAsPath } from './agreement-with-path.js';
import type { ChangePartDto, ConsumePartDto, ConvertPlannedOrderPartDto, DisposeLotPartDto, OrderChangeDto, PublishPlannedOrderPartDto, SitePlannedOrderDto } from './order-part.dto.js';

/* Canonical values of validated bodies. @throws ProblemException `VALIDATION_FAILED` for another site or object than the path's */

export function changePartOf({ action, partId, siteId, change }: ChangePartDto, reference: string, path: { readonly siteId: string; readonly workOrderId: string }): ErpPart {
  demandSameAsPath('/part/siteId', siteId, path.siteId);
  demandSameAsPath('/part/change/siteId', change.siteId, path.siteId);
  demandSameAsPath('/part/change/workOrderId', change.workOrderId, path.workOrderId);
  return { action, partId, siteId, change: changeOf(change, reference) };
}

export function consumePartOf({ action, partId, siteId, consumption, postingDate }: ConsumePartDto, pathSiteId: string): ErpPart {
  demandSameAsPath('/part/siteId', siteId, pathSiteId);
  demandSameAsPath('/part/consumption/siteId', consumption.siteId, pathSiteId);
  const { consumptionId, workOrderId, operationId, itemId, quantity, lotId, serialNumbers, consumedAt, productionDay } = consumption;
  return {
    action, partId, siteId, postingDate,
    consumption: {
      consumptionId, siteId, workOrderId, operationId, itemId, quantity: normalQuantity(quantity), ...given({ lotId }), serialNumbers: serialNumbers ?? [], consumedAt: toUtc(consumedAt),
      postingDate: consumption.postingDate ?? postingDate, productionDay,
    },
  };
}

export function publishPartOf({ action, partId, siteId, plannedOrder }: PublishPlannedOrderPartDto, pathSiteId: string): ErpPart {
  demandSameAsPath('/part/siteId', siteId, pathSiteId);
  demandSameAsPath('/part/plannedOrder/siteId', plannedOrder.siteId, pathSiteId);
  return { action, partId, siteId, plannedOrder: plannedOrderOf(plannedOrder) };
}

export function convertPartOf({ action, partId, siteId, plannedOrderId }: ConvertPlannedOrderPartDto, path: { readonly siteId: string; readonly plannedOrderId: string }): ErpPart {
  demandSameAsPath('/part/siteId', siteId, path.siteId);
  demandSameAsPath('/part/plannedOrderId', plannedOrderId, path.plannedOrderId);
  return { action, partId, siteId, plannedOrderId };
}

export function disposePartOf({ action, partId, siteId, itemId, lotId, status, reason }: DisposeLotPartDto, path: { readonly siteId: string; readonly itemId: string; readonly lotId: string }): ErpPart {
  demandSameAsPath('/part/siteId', siteId, path.siteId);
  demandSameAsPath('/part/itemId', itemId, path.itemId);
  demandSameAsPath('/part/lotId', lotId, path.lotId);
  return { action, partId, siteId, itemId, lotId, status, reason };
}

function changeOf({ changeId, siteId, workOrderId, verb, quantity, startAt, dueAt, expectedRevision, reason }: OrderChangeDto, reference: string): WorkOrderChange {
  return {
    changeId: changeId ?? reference, siteId, workOrderId, verb,
    ...(isAbsent(quantity) ? {} : { quantity: normalQuantity(quantity) }),
    ...(isAbsent(startAt) ? {} : { startAt: toUtc(startAt) }),
    ...(isAbsent(dueAt) ? {} : { dueAt: toUtc(dueAt) }),
    ...given({ expectedRevision, reason }),
  };
}

function plannedOrderOf({ plannedOrderId, siteId, itemId, quantity, startAt, dueAt, customerOrderId, customerOrderLineId }: SitePlannedOrderDto): PlannedOrder {
  return { plannedOrderId, siteId, itemId, quantity: normalQuantity(quantity), startAt: toUtc(startAt), dueAt: toUtc(dueAt), ...given({ customerOrderId, customerOrderLineId }) };
}

/** Without the members that JSON leaves out, in either of its two ways. */
function given<T extends object>(members: T): { [Name in keyof T]?: NonNullable<T[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isAbsent(value))) as { [Name in keyof T]?: NonNullable<T[Name]> };
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
