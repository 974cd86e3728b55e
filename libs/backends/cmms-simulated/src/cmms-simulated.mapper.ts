import { MAINTENANCE_STATUSES, type MaintenanceRequest, type MaintenanceWork } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import { WireShapeError, type WireRow } from '@plantway/wire';

/** The body of a request: the documented fields and nothing else. */
export function requestBody({ maintenanceRequestId, siteId, equipmentId, workCenterId, failedAt, reasonCode, workOrderId, priority, text }: MaintenanceRequest, reference: string): object {
  return { reference, request: { maintenanceRequestId, siteId, equipmentId, workCenterId, failedAt, reasonCode, workOrderId, priority, text } };
}

/** What stands there, under the reference that it stands under: another than ours when the same failure was told before. @throws WireShapeError also for other equipment */
export function requestReceipt(row: WireRow, { equipmentId }: MaintenanceRequest, backend: string): DeliveryReceipt {
  if (row.text('equipmentId') !== equipmentId) throw new WireShapeError('it speaks of other equipment');
  return { reference: row.text('reference', 64), backend, documents: [{ type: 'maintenanceRequest', number: row.text('number', 64) }], postedAt: row.instant('requestedAt') };
}

/** @throws WireShapeError for a row that is not as documented */
export function workOf(row: WireRow, siteId: string): MaintenanceWork {
  return {
    number: row.text('number', 64), reference: row.text('reference', 64), siteId, equipmentId: row.text('equipmentId', 64), status: row.oneOf('status', MAINTENANCE_STATUSES),
    ...row.given('assignedTo', (field) => row.text(field, 64)), requestedAt: row.instant('requestedAt'), ...row.given('doneAt', (field) => row.instant(field)),
  };
}
