import type { LotStatus, MaterialConsumption, PlannedOrder, PlantDate, WorkOrderChange, WorkOrderChangeVerb } from '@plantway/canonical';
import type { ErpDocument, PostingReceipt } from '@plantway/ports';
import { NativeShapeError } from './native-row.js';
import type { NativeRow } from './native-row.js';
import { instantOf, nativeDateOf, plantDateOf, stampOf } from './native-values.js';
import { STOCK_TYPES } from './simulated-erp.mapper.js';

/* Writes about orders, plans and lots: what is sent, and what comes back as a receipt. */

const CHANGE: Readonly<Record<WorkOrderChangeVerb, string>> = { hold: 'HOLD', resume: 'RESUME', cancel: 'CANCEL', changeQuantity: 'QTY', changeDate: 'DATE' };

/** The native change of an order. The revision that the sender saw goes with it: the ERP refuses another one. */
export function orderChangeOf({ verb, quantity, startAt, dueAt, expectedRevision, reason }: WorkOrderChange, reference: string): Record<string, unknown> {
  return {
    extRef: reference,
    change: CHANGE[verb],
    ...(expectedRevision === undefined ? {} : { ifChgNo: expectedRevision }),
    ...(verb === 'changeQuantity' && quantity !== undefined ? { qty: quantity.value, uom: quantity.unit } : {}),
    ...(verb === 'changeDate' && startAt !== undefined ? { startStamp: stampOf(startAt) } : {}),
    ...(verb === 'changeDate' && dueAt !== undefined ? { dueStamp: stampOf(dueAt) } : {}),
    ...textOf(reason),
  };
}

/** @throws NativeShapeError for an answer about something else */
export function orderChangeReceiptOf(row: NativeRow, backend: string, reference: string, workOrderId?: string): PostingReceipt {
  const number = row.text('orderNo');
  if (workOrderId !== undefined && number !== workOrderId) throw new NativeShapeError(`the answer speaks of the order ${number}`);
  return receiptOf(row, backend, reference, [{ type: 'workOrder', number }]);
}

/** The native issue of material to an order. */
export function issueOf({ workOrderId, operationId, itemId, quantity, lotId }: MaterialConsumption, postingDate: PlantDate, reference: string): Record<string, unknown> {
  return { extRef: reference, orderNo: workOrderId, stepNo: operationId, artNo: itemId, charge: lotId ?? '', qty: quantity.value, uom: quantity.unit, bookDate: nativeDateOf(postingDate) };
}

/** @param consumption what was sent, where it is known: the receipt says that this ERP keeps no serial numbers of components */
export function issueReceiptOf(row: NativeRow, backend: string, reference: string, consumption?: MaterialConsumption): PostingReceipt {
  const receipt = { ...receiptOf(row, backend, reference, [{ type: 'goodsMovement', number: row.text('docNo') }]), postingDate: plantDateOf(row.text('bookDate')) };
  if (consumption === undefined || consumption.serialNumbers.length === 0) return receipt;
  return { ...receipt, notCarried: [{ field: 'serialNumbers', reason: 'This ERP keeps no serial numbers of components.' }] };
}

/** The native planned order; its number is the planning system's own id. */
export function nativePlannedOrderOf({ plannedOrderId, itemId, quantity, startAt, dueAt, customerOrderId, customerOrderLineId }: PlannedOrder, reference: string): Record<string, unknown> {
  return {
    extRef: reference, planNo: plannedOrderId, artNo: itemId, qty: quantity.value, uom: quantity.unit, startStamp: stampOf(startAt), dueStamp: stampOf(dueAt),
    custOrder: customerOrderId ?? '', custLine: customerOrderLineId ?? '',
  };
}

export function plannedOrderReceiptOf(row: NativeRow, backend: string, reference: string): PostingReceipt {
  return receiptOf(row, backend, reference, [{ type: 'plannedOrder', number: row.text('planNo') }]);
}

/** The reference is that of the conversion; the row keeps it beside the one under which the planned order came. */
export function conversionReceiptOf(row: NativeRow, backend: string, reference: string): PostingReceipt {
  const given = row.text('convRef');
  if (given !== reference) throw new NativeShapeError(`the answer speaks of the reference ${given}`);
  instantOf(row.text('entered')); // an answer that is garbled anywhere proves nothing
  return {
    reference, backend, postedAt: instantOf(row.text('converted')),
    documents: [{ type: 'plannedOrder', number: row.text('planNo') }, { type: 'workOrder', number: row.text('orderNo') }],
  };
}

/** The native status of a charge. */
export function lotStatusOf(status: LotStatus, reason: string, reference: string): Record<string, unknown> {
  return { extRef: reference, stockType: Object.keys(STOCK_TYPES).find((native) => STOCK_TYPES[native] === status), ...textOf(reason) };
}

export function lotStatusReceiptOf(row: NativeRow, backend: string, reference: string): PostingReceipt {
  return receiptOf(row, backend, reference, [{ type: 'lotStatus', number: row.text('docNo') }]);
}

/** The wire keeps 200 characters of a reason. */
function textOf(reason: string | undefined): { text?: string } {
  return reason === undefined ? {} : { text: reason.slice(0, 200) };
}

/** One that speaks of another reference is no proof of anything. @throws NativeShapeError */
function receiptOf(row: NativeRow, backend: string, reference: string, documents: readonly ErpDocument[]): PostingReceipt {
  const given = row.text('extRef');
  if (given !== reference) throw new NativeShapeError(`the answer speaks of the reference ${given}`);
  return { reference, backend, documents, postedAt: instantOf(row.text('entered')) };
}
