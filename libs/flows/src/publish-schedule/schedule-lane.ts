/** The schedules of one site come into force one after the other. */
export function scheduleLane(siteId: string): string {
  return `schedule:${siteId}`;
}
