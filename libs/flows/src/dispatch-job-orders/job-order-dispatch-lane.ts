/** Versions of one work order's job orders go out one after the other. */
export function jobOrderDispatchLane(siteId: string, workOrderId: string): string {
  return `jobOrderDispatch:${siteId}:${workOrderId}`;
}
