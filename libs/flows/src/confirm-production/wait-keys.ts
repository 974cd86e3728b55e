import { PRODUCTION_CONFIRMATION_LANES } from './production-confirmation-lane.js';

/** Names of the conditions for which confirmations wait; whoever fulfils one says so under the same name. */

const OPERATION_YIELD = 'operation-yield:';

/** Operation `operationId` has confirmed more yield. */
export function operationYieldKey(siteId: string, workOrderId: string, operationId: string): string {
  return `${OPERATION_YIELD}${siteId}:${workOrderId}:${operationId}`;
}

/** The lane in which the reports stand that bring the yield of such a key; undefined for a key of another condition. */
export function laneOfYieldKey(key: string): string | undefined {
  return key.startsWith(OPERATION_YIELD) ? `${PRODUCTION_CONFIRMATION_LANES}${key.slice(OPERATION_YIELD.length)}` : undefined;
}

/** Any operation of the order has confirmed more yield: for a refusal by the ERP that does not say which one is missing. */
export function orderYieldKey(siteId: string, workOrderId: string): string {
  return `order-yield:${siteId}:${workOrderId}`;
}

/** The ERP does not hold the order any more, or has ended it: reports that were refused because of the hold go on. */
export function orderOnHoldKey(siteId: string, workOrderId: string): string {
  return refusalKey(siteId, 'ORDER_ON_HOLD', workOrderId);
}

/** There may be more stock of the item: an order that makes it has confirmed, or it was received. */
export function stockKey(siteId: string, itemId: string): string {
  return `stock:${siteId}:${itemId}`;
}

/** A confirmation of the order was taken back: for a reversal that a later operation stands against. */
export function orderTakenBackKey(siteId: string, workOrderId: string): string {
  return `order-taken-back:${siteId}:${workOrderId}`;
}

/** Any other condition that the ERP names by its code; looked for at the recheck interval. */
export function refusalKey(siteId: string, code: string, workOrderId: string): string {
  return `refusal:${siteId}:${code}:${workOrderId}`;
}
