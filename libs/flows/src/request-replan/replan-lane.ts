/** Replan requests of one line reach the planning system one after the other. */
export function replanLane(siteId: string, lineId: string): string {
  return `replan:${siteId}:${lineId}`;
}
