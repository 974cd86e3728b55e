import { add, compare, messageError, type MessageError, type ProductionConfirmation, type WorkOrder, type WorkOrderOperation } from '@plantway/canonical';
import type { WaitCondition } from '@plantway/ports';
import { operationYieldKey } from './wait-keys.js';

export type Readiness =
  | { readonly decision: 'ready' }
  | { readonly decision: 'park'; readonly error: MessageError }
  | { readonly decision: 'wait'; readonly condition: WaitCondition };

/**
 * Whether the order can take the report, as far as the order itself tells. The plant reports a fact, so a report is never refused: it waits for the operation before it, or
 * a person decides. What only the ERP knows (periods, lots, stock, tolerance) the ERP decides.
 */
export function readinessOf(order: WorkOrder, report: ProductionConfirmation): Readiness {
  const name = `Work order ${order.workOrderId}`;
  if (order.status === 'closed' || order.status === 'cancelled') return { decision: 'park', error: messageError('ORDER_CLOSED', `${name} is ${order.status}.`) };
  if (order.status === 'planned' || order.status === 'created') return { decision: 'park', error: messageError('ORDER_NOT_RELEASED', `${name} is not released; it is ${order.status}.`) };
  // A completed order still takes rework, and only the ERP knows whether its hold concerns reports.
  const place = order.operations.findIndex(({ operationId }) => operationId === report.operationId);
  const operation = order.operations[place];
  if (!operation) return { decision: 'park', error: messageError('OPERATION_UNKNOWN', `${name} has no operation ${report.operationId}.`) };
  const before = order.operations[place - 1];
  return before && outruns(report, operation, before) ? waitFor(order, report, operation, before) : { decision: 'ready' };
}

/** More yield in all than the operation before has confirmed. Amounts in another unit than the order's are left to the ERP, which knows the conversion. */
function outruns(report: ProductionConfirmation, operation: WorkOrderOperation, before: WorkOrderOperation): boolean {
  const { unit } = report.yield;
  if (operation.yieldConfirmed.unit !== unit || before.yieldConfirmed.unit !== unit) return false;
  return compare(add(operation.yieldConfirmed, report.yield), before.yieldConfirmed) > 0;
}

function waitFor(order: WorkOrder, report: ProductionConfirmation, operation: WorkOrderOperation, before: WorkOrderOperation): Readiness {
  const total = add(operation.yieldConfirmed, report.yield);
  const reason = `Operation ${before.operationId} of work order ${order.workOrderId} has confirmed ${before.yieldConfirmed.value} ${before.yieldConfirmed.unit}; operation ${operation.operationId} would come to ${total.value}.`;
  return { decision: 'wait', condition: { key: operationYieldKey(order.siteId, order.workOrderId, before.operationId), error: messageError('PREDECESSOR_OPEN', reason) } };
}
