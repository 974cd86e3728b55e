import { resultOf } from './native-fault.js';
import { stockDocumentRecord } from './native-documents.js';
import { readConversion, readIssue, readLotStatus, readOrderChange, readPlannedOrder } from './native-order-entry.js';
import { lotStatusRecord, orderChangeRecord, plannedOrderRecord, reservationRecord } from './native-order-records.js';
import { PLANNED_STATUS } from './native-codes.js';
import { byKey, fits, list, one } from './native-route.js';
import type { NativeRoute } from './native-route.js';

/** Planned orders, claims to material, changes of orders and lots, and issues of material: below `/rest/{plant}` as everything else. */
export const ORDER_ROUTES: readonly NativeRoute[] = [
  list('planorders', (engine, query) => byKey(engine.plannedOrders(), ({ plannedOrderId }) => plannedOrderId).filter((row) => fits(query, 'artNo', row.itemId) && fits(query, 'stat', PLANNED_STATUS[row.status])
    && fits(query, 'extRef', row.reference) && fits(query, 'convRef', row.conversion?.reference ?? '')), (row, { view }) => plannedOrderRecord(row, view.timeZone)),
  one('planorders/:planNo', 'PLN-001', (engine, { params }) => {
    const planned = engine.plannedOrder(params['planNo']);
    return planned && plannedOrderRecord(planned, engine.view.timeZone);
  }),
  list('reservations', (engine, query) => engine.reservations()
    .filter((row) => fits(query, 'artNo', row.itemId) && fits(query, 'orderNo', row.workOrderId ?? '') && fits(query, 'planNo', row.plannedOrderId ?? '')), reservationRecord),
  list('orderchanges', (engine, query) => engine.orderChanges()
    .filter((row) => fits(query, 'orderNo', row.workOrderId) && fits(query, 'extRef', row.reference ?? '')), (row, { view }) => orderChangeRecord(row, view.timeZone)),
  list('chargechanges', (engine, query) => engine.lotStatusChanges()
    .filter((row) => fits(query, 'artNo', row.itemId) && fits(query, 'charge', row.lotId) && fits(query, 'extRef', row.reference ?? '')), (row, { view }) => lotStatusRecord(row, view.timeZone)),
  {
    method: 'POST', path: 'planorders',
    handle: async ({ plant, body }) => {
      const planned = resultOf(await plant.apply(readPlannedOrder(body)));
      return { status: 201, body: await plant.read(({ view }) => plannedOrderRecord(planned, view.timeZone)) };
    },
  },
  {
    method: 'POST', path: 'planorders/:planNo/convert',
    handle: async ({ plant, params, body }) => {
      const planned = resultOf(await plant.apply(readConversion(params['planNo'], body)));
      return { status: 201, body: await plant.read(({ view }) => plannedOrderRecord(planned, view.timeZone)) };
    },
  },
  {
    method: 'POST', path: 'prodorders/:orderNo/change',
    handle: async ({ plant, params, body }) => {
      const { workOrderId, revision } = resultOf(await plant.apply(readOrderChange(params['orderNo'], body)));
      return {
        status: 201,
        body: await plant.read((engine) => orderChangeRecord(engine.orderChanges().findLast((row) => row.workOrderId === workOrderId && row.revision === revision)!, engine.view.timeZone)),
      };
    },
  },
  {
    method: 'POST', path: 'articles/:artNo/charges/:charge/status',
    handle: async ({ plant, params, body }) => {
      const change = resultOf(await plant.apply(readLotStatus(params['artNo'], params['charge'], body)));
      return { status: 201, body: await plant.read(({ view }) => lotStatusRecord(change, view.timeZone)) };
    },
  },
  {
    method: 'POST', path: 'issues',
    handle: async ({ plant, body }) => {
      const document = resultOf(await plant.apply(readIssue(body)));
      return { status: 201, body: await plant.read(({ view }) => stockDocumentRecord(document, view.timeZone)) };
    },
  },
];
