/** Promises for one customer order line are made one after the other. */
export function promiseDateLane(siteId: string, customerOrderId: string, lineId: string): string {
  return `promiseDate:${siteId}:${customerOrderId}/${lineId}`;
}
