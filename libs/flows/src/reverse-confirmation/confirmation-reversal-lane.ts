/** Wishes to take the same confirmation back follow each other; they wait for nothing else, so that a stuck confirmation cannot keep its own reversal from coming. */
export function confirmationReversalLane(siteId: string, sourceSystem: string, confirmationId: string): string {
  return `confirmationReversal:${siteId}:${sourceSystem}:${confirmationId}`;
}
