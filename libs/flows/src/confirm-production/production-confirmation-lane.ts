/** How the name of every such lane begins; site, order and operation follow as in `operationYieldKey`. */
export const PRODUCTION_CONFIRMATION_LANES = 'productionConfirmation:';

/** Confirmations and consumptions of one operation keep their order of acceptance; those of other operations do not wait for them. */
export function productionConfirmationLane(siteId: string, workOrderId: string, operationId: string): string {
  return `${PRODUCTION_CONFIRMATION_LANES}${siteId}:${workOrderId}:${operationId}`;
}
