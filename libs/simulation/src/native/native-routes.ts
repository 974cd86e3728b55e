import type { ErpEngine } from '../engine/erp-engine.js';
import type { ConfirmationDocument } from '../engine/documents.js';
import type { DurableErp } from '../journal/durable-erp.js';
import { ORDER_STATUS } from './native-codes.js';
import { failedMoveRecord, feedbackRecord, stockDocumentRecord } from './native-documents.js';
import { readCancellation, readFeedback, readReceipt } from './native-entry.js';
import { NativeFields } from './native-fields.js';
import { malformed, NativeFault, resultOf } from './native-fault.js';
import { articleRecord, chargeRecord, codeRecord, orderRecord, partsListRecord, periodRecord, purchaseOrderRecord, stockRecord, workPlanRecord } from './native-records.js';
import { toStamp } from './native-stamp.js';
import { orderStatus } from '../engine/rules/order.rule.js';

export interface NativeRequest {
  readonly plant: DurableErp;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON of a write. */
  readonly body: unknown;
  /** Business time. */
  readonly now: Date;
}
export interface NativeAnswer {
  readonly status: number;
  readonly body: unknown;
}
export interface NativeRoute {
  readonly method: 'GET' | 'POST';
  /** Segments below `/rest/{plant}`; one that begins with ":" is a parameter. */
  readonly path: string;
  handle(request: NativeRequest): Promise<NativeAnswer>;
}

type Question = (engine: ErpEngine, request: NativeRequest) => unknown;

function one(path: string, code: string, find: Question): NativeRoute {
  return {
    method: 'GET', path,
    handle: async (request) => {
      const body = await request.plant.read((engine) => find(engine, request));
      if (body === undefined) throw new NativeFault(404, code, `There is no ${path.replace(/:(\w+)/g, (_text, name: string) => request.params[name])}.`, { ...request.params });
      return { status: 200, body };
    },
  };
}

/** `rows` answers all that fit, sorted; only the page is drawn by `record`. */
function list<T>(path: string, rows: (engine: ErpEngine, query: URLSearchParams) => readonly T[], record: (row: T, engine: ErpEngine) => unknown): NativeRoute {
  return {
    method: 'GET', path,
    handle: async ({ plant, query, now }) => {
      const skip = pageNumber(query, 'skip', 0, Number.MAX_SAFE_INTEGER, 0);
      const take = pageNumber(query, 'take', 1, 1000, 100);
      const body = await plant.read((engine) => {
        const all = rows(engine, query);
        return {
          rows: all.slice(skip, skip + take).map((row) => record(row, engine)), total: String(all.length), more: skip + take < all.length ? 'X' : '', readAt: toStamp(now.toISOString(), engine.view.timeZone),
        };
      });
      return { status: 200, body };
    },
  };
}

function pageNumber(query: URLSearchParams, name: string, lowest: number, highest: number, otherwise: number): number {
  const text = query.get(name) ?? String(otherwise);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < lowest || value > highest) throw malformed(name, `must be a whole number from ${lowest} to ${highest}.`);
  return value;
}

function fits(query: URLSearchParams, name: string, value: string): boolean {
  const wanted = query.get(name);
  return wanted === null || wanted === '' || wanted === value;
}

function byKey<T>(rows: Iterable<T>, key: (row: T) => string): readonly T[] {
  return [...rows].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

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
    return (reference ? engine.confirmationsUnder(reference) : engine.confirmations()).filter(({ workOrderId }) => fits(query, 'orderNo', workOrderId));
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
];

async function created(plant: DurableErp, document: ConfirmationDocument): Promise<NativeAnswer> {
  return { status: 201, body: await plant.read((engine) => feedback(engine, engine.confirmation(document.number)!)) };
}
