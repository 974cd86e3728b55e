import { BERLIN, demoOrder, demoPlant } from '../../dist/libs/simulation/src/index.js';
import { DateTime } from 'luxon';

export const SITE = 'BER1';
/** Good pieces of the first operation of every order before anything else is reported, so that the second one never waits for it. */
export const BASE_PIECES = 1_000_000;
const PLENTY = '1000000000';
/** Lot of the raw material that reports name, and one that the ERP does not know. */
export const NAMED_LOT = 'RM1-B';
export const UNKNOWN_LOT = 'LOT-UNKNOWN';

/** The orders: a product without lots and one with lots and reported packing, by turns; two operations each. */
export function ordersFor(count) {
  return Array.from({ length: count }, (_, at) => ({ workOrderId: `CHAOS-${String(at + 1).padStart(4, '0')}`, itemId: at % 2 === 0 ? 'FG-100' : 'FG-300' }));
}

/** The plant of the demo with these orders and with stock that is never short. */
export function plantData({ orders, seed, startsAt }) {
  const plant = demoPlant({ ...BERLIN, startsAt, seed });
  const from = DateTime.fromJSDate(startsAt, { zone: plant.timeZone });
  return {
    ...plant, purchaseOrders: [],
    openingStock: plant.openingStock.map((row) => ({ ...row, quantity: { ...row.quantity, value: PLENTY } })),
    orders: orders.map(({ workOrderId, itemId }) => demoOrder(workOrderId, itemId, 100 * BASE_PIECES, true, from)),
  };
}
