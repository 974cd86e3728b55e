import type { HoldScope, Inspection, Nonconformity } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import { WireShapeError, type WireRow } from '@plantway/wire';

/** The body of a nonconformity: the documented fields and nothing else. */
export function nonconformityBody({ type, qualityEventId, siteId, occurredAt, scope, defectCode, quantity, text }: Nonconformity, reference: string): object {
  return { reference, nonconformity: { type, qualityEventId, siteId, occurredAt, scope, defectCode, quantity, text } };
}

/** @throws WireShapeError also when the answer speaks of another reference */
export function inspectionReceipt(row: WireRow, reference: string, backend: string): DeliveryReceipt {
  if (row.text('reference') !== reference) throw new WireShapeError('it speaks of another reference');
  return { reference, backend, documents: [{ type: 'inspection', number: row.text('inspectionNumber', 64) }], postedAt: row.instant('openedAt') };
}

/** @throws WireShapeError for a row that is not as documented */
export function inspectionOf(row: WireRow, siteId: string): Inspection {
  return {
    inspectionId: row.text('inspectionId', 64), siteId, scope: scopeOf(row.row('scope')), defectCode: row.text('defectCode', 64),
    status: row.oneOf('status', ['open', 'held', 'released', 'disposed']), openedAt: row.instant('openedAt'), reference: row.text('reference', 64),
  };
}

function scopeOf(row: WireRow): HoldScope {
  const type = row.oneOf('type', ['lot', 'workOrder', 'equipment']);
  switch (type) {
    case 'lot': return { type, itemId: row.text('itemId', 64), lotId: row.text('lotId', 64) };
    case 'workOrder': return { type, workOrderId: row.text('workOrderId', 64), ...row.given('operationId', (field) => row.text(field, 64)) };
    case 'equipment': return { type, equipmentId: row.text('equipmentId', 64) };
  }
}
