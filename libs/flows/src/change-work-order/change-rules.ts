import { compare, compareInstants, messageError, type MessageError, type Quantity, type WorkOrder, type WorkOrderChange, type WorkOrderStatus } from '@plantway/canonical';

/** What the state of an order says to a change of it. */
export type ChangeJudgement =
  | { readonly verdict: 'possible' }
  /** The order is like that already; the note says how. */
  | { readonly verdict: 'asWanted'; readonly note: string }
  | { readonly verdict: 'impossible'; readonly error: MessageError };

/** States in which an order takes each change; a held order takes all but another hold. */
const TAKES: Readonly<Record<WorkOrderChange['verb'], readonly WorkOrderStatus[]>> = {
  hold: ['created', 'released', 'inProgress'],
  resume: ['held'],
  cancel: ['created', 'released', 'inProgress', 'held'],
  changeQuantity: ['created', 'released', 'inProgress', 'held'],
  changeDate: ['created', 'released', 'inProgress', 'held'],
};
/** States that an order has when it was never held, or is not any more. */
const NOT_HELD: readonly WorkOrderStatus[] = ['created', 'released', 'inProgress'];

/**
 * Whether the order can be changed like this.
 * @param reached good output of its first operation that is confirmed, or reported and on its way: no quantity may be below it
 */
export function judgeChange(order: WorkOrder, change: WorkOrderChange, reached: Quantity | undefined): ChangeJudgement {
  const asWanted = noteIfAsWanted(order, change);
  if (asWanted !== undefined) return { verdict: 'asWanted', note: asWanted };
  if (!TAKES[change.verb].includes(order.status)) return impossible(`Work order ${order.workOrderId} is ${order.status}; ${change.verb} needs one that is ${TAKES[change.verb].join(', ')}.`);
  if (change.verb === 'changeQuantity') return judgeQuantity(order, change, reached);
  return change.verb === 'changeDate' ? judgeDates(order, change) : { verdict: 'possible' };
}

function noteIfAsWanted(order: WorkOrder, { verb, quantity, startAt, dueAt }: WorkOrderChange): string | undefined {
  const name = `work order ${order.workOrderId}`;
  switch (verb) {
    case 'hold': return order.status === 'held' ? `${name} was held already` : undefined;
    case 'resume': return NOT_HELD.includes(order.status) ? `${name} is not held; it is ${order.status}` : undefined;
    case 'cancel': return order.status === 'cancelled' ? `${name} was cancelled already` : undefined;
    case 'changeQuantity': return quantity !== undefined && isSame(quantity, order.quantity) ? `${name} was over ${quantity.value} ${quantity.unit} already` : undefined;
    case 'changeDate': return sameInstant(startAt ?? order.startAt, order.startAt) && sameInstant(dueAt ?? order.dueAt, order.dueAt) ? `${name} had these dates already` : undefined;
  }
}

function judgeQuantity({ workOrderId, quantity: { unit } }: WorkOrder, { quantity }: WorkOrderChange, reached: Quantity | undefined): ChangeJudgement {
  if (quantity === undefined) return impossible(`The change of work order ${workOrderId} names no quantity.`);
  if (quantity.unit !== unit) return impossible(`Work order ${workOrderId} is over ${unit}; a quantity in ${quantity.unit} cannot replace that.`);
  if (reached === undefined || reached.unit !== unit || compare(quantity, reached) >= 0) return { verdict: 'possible' };
  return { verdict: 'impossible', error: messageError('BELOW_CONFIRMED', `${quantity.value} ${unit} for work order ${workOrderId} is below the ${reached.value} ${unit} that are confirmed, or reported and on their way.`) };
}

function judgeDates({ workOrderId, startAt, dueAt }: WorkOrder, change: WorkOrderChange): ChangeJudgement {
  const [start, due] = [change.startAt ?? startAt, change.dueAt ?? dueAt];
  return compareInstants(due, start) < 0 ? impossible(`Work order ${workOrderId} would be due at ${due}, before its start at ${start}.`) : { verdict: 'possible' };
}

const impossible = (reason: string): ChangeJudgement => ({ verdict: 'impossible', error: messageError('CHANGE_NOT_POSSIBLE', reason) });
const isSame = (one: Quantity, other: Quantity): boolean => one.unit === other.unit && compare(one, other) === 0;
const sameInstant = (one: string, other: string): boolean => compareInstants(one, other) === 0;
