/** Publication and conversion of one planned order go one after the other. */
export function plannedOrderLane(siteId: string, plannedOrderId: string): string {
  return `plannedOrder:${siteId}:${plannedOrderId}`;
}
