/** Names of the conditions for which reversals wait. */

/** The corrected report is stored. Nobody says so: it is looked for at the recheck interval. */
export function messageArrivedKey(siteId: string, sourceSystem: string, confirmationId: string): string {
  return `message-arrived:${siteId}:${sourceSystem}:${confirmationId}`;
}
