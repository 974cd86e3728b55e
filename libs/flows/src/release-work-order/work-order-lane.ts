/** What is decided about one order keeps its order of acceptance. */
export function workOrderLane(siteId: string, workOrderId: string): string {
  return `workOrder:${siteId}:${workOrderId}`;
}
