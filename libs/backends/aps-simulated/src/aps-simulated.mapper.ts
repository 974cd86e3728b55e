import type { ReplanCause, ReplanRequest, ScheduleVersion } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import { WireShapeError, type WireRow } from '@plantway/wire';

/** The body of a replan request: the documented fields and nothing else. */
export function replanBody({ replanRequestId, siteId, lineId, windowStartsAt, windowEndsAt, causes, causeCount }: ReplanRequest, reference: string): object {
  return { reference, request: { replanRequestId, siteId, lineId, windowStartsAt, windowEndsAt, causes: causes.map(causeOf), causeCount } };
}

function causeOf({ trigger, objectId, occurredAt, equipmentId, workCenterId, workOrderId }: ReplanCause): object {
  return { trigger, objectId, occurredAt, equipmentId, workCenterId, workOrderId };
}

/** @throws WireShapeError also when the answer speaks of another reference */
export function replanReceipt(row: WireRow, reference: string, backend: string): DeliveryReceipt {
  if (row.text('reference') !== reference) throw new WireShapeError('it speaks of another reference');
  return { reference, backend, documents: [{ type: 'replanRequest', number: row.text('number', 64) }], postedAt: row.instant('takenAt') };
}

/** @throws WireShapeError for a schedule that is not as documented */
export function scheduleOf(row: WireRow, siteId: string): ScheduleVersion {
  return {
    scheduleVersionId: row.text('scheduleVersionId', 64), siteId, version: row.count('version'), ...row.given('supersedes', (field) => row.count(field)),
    createdAt: row.instant('createdAt'), frozenUntil: row.instant('frozenUntil'), reason: row.oneOf('reason', ['regular', 'replan', 'demand']),
    replanRequestIds: row.texts('replanRequestIds'),
    operations: row.rows('operations').map((operation) => ({
      workOrderId: operation.text('workOrderId', 64), operationId: operation.text('operationId', 64), workCenterId: operation.text('workCenterId', 64),
      startAt: operation.instant('startAt'), finishAt: operation.instant('finishAt'),
    })),
  };
}
