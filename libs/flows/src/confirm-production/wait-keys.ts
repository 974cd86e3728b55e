/** Names of the conditions for which confirmations wait; whoever fulfils one says so under the same name. */

/** Operation `operationId` has confirmed more yield. */
export function operationYieldKey(siteId: string, workOrderId: string, operationId: string): string {
  return `operation-yield:${siteId}:${workOrderId}:${operationId}`;
}

/** Any operation of the order has confirmed more yield: for a refusal by the ERP that does not say which one is missing. */
export function orderYieldKey(siteId: string, workOrderId: string): string {
  return `order-yield:${siteId}:${workOrderId}`;
}

/** The ERP does not hold the order any more, or has ended it: reports that were refused because of the hold go on. */
export function orderOnHoldKey(siteId: string, workOrderId: string): string {
  return refusalKey(siteId, 'ORDER_ON_HOLD', workOrderId);
}

/** Any other condition that the ERP names by its code; looked for at the recheck interval. */
export function refusalKey(siteId: string, code: string, workOrderId: string): string {
  return `refusal:${siteId}:${code}:${workOrderId}`;
}
