import { createHash } from 'node:crypto';
import { normalQuantity, toUtc, type Item, type JobOrder, type JobOrderState, type OperationStatus, type WorkOrder } from '@plantway/canonical';

const LONGEST_ID = 64;

/** Id of the job order of one operation: "{workOrderId}-{operationId}", shortened by a hash where it would be longer than an id may be. */
export function jobOrderIdOf(workOrderId: string, operationId: string): string {
  const id = `${workOrderId}-${operationId}`;
  return id.length <= LONGEST_ID ? id : `${id.slice(0, LONGEST_ID - 17)}-${sha256(id).slice(0, 16)}`;
}

/** The ERP closed or cancelled the order before every operation of it was done: nobody is to go on. */
export function isCalledOff({ status, operations }: WorkOrder): boolean {
  return (status === 'closed' || status === 'cancelled') && operations.some((operation) => operation.status !== 'completed');
}

/** Nobody is to begin anything of the order now: it is called off, or held. */
export function standsStill(order: WorkOrder): boolean {
  return order.status === 'held' || isCalledOff(order);
}

/**
 * What the job orders of a work order say, as one text: another quantity, date, operation or component is another text, and so is a hold; what was confirmed is not. Of an order that is called off
 * they say nothing but that.
 */
export function contentHashOf(order: WorkOrder): string {
  if (isCalledOff(order)) return sha256('called off');
  const { itemId, quantity, startAt, dueAt, operations, components, status } = order;
  const materials = components.map(({ operationId, componentItemId, required, issueMethod }) => JSON.stringify([operationId, componentItemId, normalQuantity(required), issueMethod])).sort();
  return sha256(JSON.stringify([itemId, normalQuantity(quantity), toUtc(startAt), toUtc(dueAt), operations.map(({ operationId, workCenterId }) => [operationId, workCenterId]), materials, ...(status === 'held' ? ['held'] : [])]));
}

/** One job order per operation, in the order in which they are made. Of an order that is called off they are ended, as far as the ERP has done with them, or aborted; of a held one, interrupted. */
export function jobOrdersOf(order: WorkOrder, tracking: Item['tracking'], version: number): readonly JobOrder[] {
  const { workOrderId, itemId, quantity, startAt, dueAt, operations, components } = order;
  return operations.map(({ operationId, workCenterId, status }, index) => ({
    jobOrderId: jobOrderIdOf(workOrderId, operationId),
    version, workOrderId, operationId, itemId, workCenterId,
    quantity: normalQuantity(quantity),
    state: stateOf(order, status),
    startAt: toUtc(startAt),
    dueAt: toUtc(dueAt),
    ...(index > 0 && { predecessorOperationId: operations[index - 1].operationId }),
    tracking,
    components: components.filter((component) => component.operationId === operationId).map(({ componentItemId, required, issueMethod }) => ({ itemId: componentItemId, required: normalQuantity(required), issueMethod })),
  }));
}

function stateOf(order: WorkOrder, operation: OperationStatus): JobOrderState {
  if (isCalledOff(order)) return operation === 'completed' ? 'Ended' : 'Aborted';
  return order.status === 'held' ? 'Interrupted' : 'AllowedToStart';
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
