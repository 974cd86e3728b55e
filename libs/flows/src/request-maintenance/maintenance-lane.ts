/** What is asked of maintenance about one piece of equipment reaches it one after the other. */
export function maintenanceLane(siteId: string, equipmentId: string): string {
  return `maintenance:${siteId}:${equipmentId}`;
}
