import { add, compare, type ProductionConfirmation, type Quantity, type WorkOrder } from '@plantway/canonical';

/**
 * Good output of the first operation: what is confirmed together with what is reported and on its way. Running totals contain what is confirmed. Undefined for an order without an operation; amounts in
 * another unit than the order's are left to the ERP, which knows the conversion.
 */
export function reachedQuantity({ operations: [first] }: WorkOrder, open: readonly ProductionConfirmation[]): Quantity | undefined {
  if (first === undefined) return undefined;
  const confirmed = first.yieldConfirmed;
  const own = open.filter(({ operationId, yield: made }) => operationId === first.operationId && made.unit === confirmed.unit);
  const reported = own.filter(({ cumulative }) => !cumulative).reduce((total, { yield: made }) => add(total, made), confirmed);
  return own.filter(({ cumulative }) => cumulative).map(({ yield: total }) => total).reduce((most, total) => (compare(total, most) > 0 ? total : most), reported);
}
