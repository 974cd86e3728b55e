/** Confirmations of one operation keep their order of acceptance; those of other operations do not wait for them. */
export function productionConfirmationLane(siteId: string, workOrderId: string, operationId: string): string {
  return `productionConfirmation:${siteId}:${workOrderId}:${operationId}`;
}
