import type { ConfirmationDocument } from '../engine/documents.js';
import type { ErpEngine } from '../engine/erp-engine.js';
import { orderStatus } from '../engine/rules/order.rule.js';
import type { DurableErp } from '../journal/durable-erp.js';
import { ORDER_STATUS } from './native-codes.js';
import { failedMoveRecord, feedbackRecord, stockDocumentRecord } from './native-documents.js';
import { GATEWAY_CLAIM } from './gateway-claim.route.js';
import { readCancellation, readFeedback, readReceipt } from './native-entry.js';
import { NativeFields } from './native-fields.js';
import { toNativeDate } from './native-stamp.js';
import { resultOf } from './native-fault.js';
import { ORDER_ROUTES } from './native-order-routes.js';
import { articleRecord, chargeRecord, codeRecord, orderRecord, partsListRecord, periodRecord, purchaseOrderRecord, stockRecord, workPlanRecord } from './native-records.js';
import { byKey, fits, list, one } from './native-route.js';
import type { NativeAnswer, NativeRoute } from './native-route.js';

function feedback(engine: ErpEngine, document: ConfirmationDocument): unknown {
  return feedbackRecord(document, engine.followUps().filter(({ confirmationNumber }) => confirmationNumber === document.number), engine.view.timeZone);
}

function order(engine: ErpEngine, orderNo: string): unknown {
  const found = engine.order(orderNo);
  return found && orderRecord(found, engine.view.timeZone, (itemId) => engine.view.items.get(itemId)!.baseUnit);
}

function drawn<V>(value: V | undefined, record: (value: V) => unknown): unknown {
  return value === undefined ? undefined : record(value);
}

/** Everything below `/rest/{plant}`. */
export const NATIVE_ROUTES: readonly NativeRoute[] = [
  list('articles', ({ view }) => byKey(view.items.values(), ({ itemId }) => itemId), articleRecord),
  one('articles/:artNo', 'ART-001', ({ view }, { params }) => drawn(view.items.get(params['artNo']), articleRecord)),
  one('articles/:artNo/charges/:charge', 'CHG-001', (engine, { params }) => drawn(engine.lot(params['artNo'], params['charge']), chargeRecord)),
  one('partslists/:artNo', 'SYS-404', ({ view }, { params }) => drawn(view.bills.get(params['artNo']), partsListRecord)),
  one('workplans/:artNo', 'SYS-404', ({ view }, { params }) => drawn(view.routings.get(params['artNo']), workPlanRecord)),
  list('prodorders', ({ view }, query) => byKey(view.orders.values(), ({ workOrderId }) => workOrderId)
    .filter((row) => fits(query, 'artNo', row.itemId) && fits(query, 'stat', ORDER_STATUS[orderStatus(row)])), (row, engine) => order(engine, row.workOrderId)),
  one('prodorders/:orderNo', 'ORD-001', (engine, { params }) => order(engine, params['orderNo'])),
  list('stock', (engine, query) => engine.balances()
    .filter((row) => fits(query, 'artNo', row.itemId) && fits(query, 'store', row.locationId) && fits(query, 'charge', row.lotId ?? '')), stockRecord),
  list('purchorders', ({ view }, query) => byKey(view.purchaseOrders.values(), ({ purchaseOrderId }) => purchaseOrderId).filter(({ supplierId }) => fits(query, 'supplier', supplierId)), purchaseOrderRecord),
  list('periods', ({ view }) => byKey(view.periods.values(), ({ periodId }) => periodId), periodRecord),
  list('stations', ({ view }) => byKey(view.workCenters.values(), ({ code }) => code), codeRecord),
  list('reasons', ({ view }) => byKey(view.reasons.values(), ({ code }) => code), codeRecord),
  list('feedbacks', (engine, query) => {
    const reference = query.get('extRef');
    const [from, to] = [query.get('bookFrom') ?? '', query.get('bookTo') ?? ''];
    const isOfPeriod = (day: string): boolean => (from === '' || day >= from) && (to === '' || day <= to);
    return (reference ? engine.confirmationsUnder(reference) : engine.confirmations())
      .filter(({ workOrderId, postingDate }) => fits(query, 'orderNo', workOrderId) && isOfPeriod(toNativeDate(postingDate)));
  }, (document, engine) => feedback(engine, document)),
  one('feedbacks/:fbNo', 'FBK-001', (engine, { params }) => drawn(engine.confirmation(params['fbNo']), (document) => feedback(engine, document))),
  list('stockdocs', (engine, query) => engine.stockDocuments().filter((row) => fits(query, 'fbNo', row.confirmationNumber ?? '') && fits(query, 'extRef', row.reference)),
    (document, { view }) => stockDocumentRecord(document, view.timeZone)),
  one('stockdocs/:docNo', 'SYS-404', ({ view }, { params }) => drawn(view.stockDocuments.get(params['docNo']), (document) => stockDocumentRecord(document, view.timeZone))),
  list('failedmoves', (engine, query) => engine.followUps().filter((row) => fits(query, 'fbNo', row.confirmationNumber) && fits(query, 'stat', row.status.slice(0, 1).toUpperCase())), failedMoveRecord),
  {
    method: 'POST', path: 'feedbacks',
    handle: async ({ plant, body }) => created(plant, resultOf(await plant.apply(readFeedback(body)))),
  },
  {
    method: 'POST', path: 'feedbacks/:fbNo/cancel',
    handle: async ({ plant, params, body }) => created(plant, resultOf(await plant.apply(readCancellation(params['fbNo'], body)))),
  },
  {
    method: 'POST', path: 'prodorders/:orderNo/release',
    handle: async ({ plant, params, body }) => {
      new NativeFields(body).requireNothingElse();
      const { workOrderId } = resultOf(await plant.apply({ type: 'releaseOrder', workOrderId: params['orderNo'] }));
      return { status: 200, body: await plant.read((engine) => order(engine, workOrderId)) };
    },
  },
  {
    method: 'POST', path: 'receipts',
    handle: async ({ plant, body }) => {
      const document = resultOf(await plant.apply(readReceipt(body)));
      return { status: 201, body: await plant.read(({ view }) => stockDocumentRecord(document, view.timeZone)) };
    },
  },
  ...ORDER_ROUTES,
  GATEWAY_CLAIM,
];

async function created(plant: DurableErp, document: ConfirmationDocument): Promise<NativeAnswer> {
  return { status: 201, body: await plant.read((engine) => feedback(engine, engine.confirmation(document.number)!)) };
}
