import { isZero, type JobOrder, type JobOrderVerb, type WorkOrder } from '@plantway/canonical';
import { isCalledOff } from './job-order-content.js';

/** What the MES is to do so that its job orders, which are as `before`, become those of the order. Source: methods of the job order receiver, OPC 10031-4. */
export function verbFor(order: WorkOrder, before: readonly JobOrder[]): JobOrderVerb {
  if (isCalledOff(order)) return isBegun(order) ? 'Stop' : 'Cancel';
  if (before.length === 0) return 'Store';
  if (order.status === 'held') return 'Pause';
  return isPaused(before) ? 'Resume' : 'Update';
}

/** What the MES is to do so that job orders which are as `asked` become those of `before` again. */
export function verbBack(asked: readonly JobOrder[], before: readonly JobOrder[]): JobOrderVerb {
  if (isPaused(before)) return 'Pause';
  return isPaused(asked) ? 'Resume' : 'Update';
}

/** Something was made of the order, or is in work as far as the ERP knows. */
function isBegun({ operations }: WorkOrder): boolean {
  return operations.some(({ status, yieldConfirmed, scrapConfirmed, reworkConfirmed }) =>
    status === 'inProgress' || status === 'completed' || [yieldConfirmed, scrapConfirmed, reworkConfirmed].some((amount) => !isZero(amount)));
}

/** Those whose operation is gone stay aborted, and say nothing about the others. */
function isPaused(jobOrders: readonly JobOrder[]): boolean {
  const live = jobOrders.filter(({ state }) => state !== 'Aborted' && state !== 'Ended');
  return live.length > 0 && live.every(({ state }) => state === 'Interrupted');
}
