/** Changes of one order come one after the other; a release of it does not wait for them, nor they for it. */
export function workOrderChangeLane(siteId: string, workOrderId: string): string {
  return `workOrderChange:${siteId}:${workOrderId}`;
}
