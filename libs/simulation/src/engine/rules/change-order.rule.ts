import type { Instant, Quantity } from '@plantway/canonical';
import type { ChangeOrder } from '../erp-command.js';
import type { OrderEvent } from '../documents.js';
import type { ErpOrder, ErpState } from '../erp-state.js';
import { amount } from '../exact-amount.js';
import { Refusal } from '../refusal.js';
import { demandFor, orderedQuantity } from './create-order.rule.js';
import { requireReference } from './entry-form.rule.js';
import { requireChangeable, requireItem, requireOrder, requireRevision, saveOrder } from './order.rule.js';
import type { OrderHappening } from './order.rule.js';

/**
 * Gives an order another quantity or other dates. What its components need follows the quantity; what they were asked for and given so far stands. As at creation,
 * nobody checks whether the dates make sense together.
 * @throws Refusal `ORDER_UNKNOWN`, `ORDER_CLOSED`, `ORDER_LOCKED`, `REVISION_STALE`, `MALFORMED`, `UNIT_NOT_CONVERTIBLE`, `BELOW_CONFIRMED`
 */
export function changeOrder(state: ErpState, { at, workOrderId, quantity, startAt, dueAt, reference, expectedRevision, reason }: ChangeOrder): ErpOrder {
  requireReference(reference);
  const order = requireOrder(state, workOrderId);
  requireChangeable(order);
  requireRevision(order, expectedRevision);
  if (quantity === undefined && startAt === undefined && dueAt === undefined) throw new Refusal('MALFORMED', 'quantity, startAt or dueAt must be given.', { field: 'quantity' });
  requireInstant(startAt, 'startAt');
  requireInstant(dueAt, 'dueAt');
  const changed = quantity === undefined ? order : withQuantity(state, order, quantity);
  const happened = (what: OrderEvent): OrderHappening => ({ what, at, reference, reason });
  const dates = startAt !== undefined || dueAt !== undefined;
  return saveOrder(state, { ...changed, startAt: startAt ?? order.startAt, dueAt: dueAt ?? order.dueAt },
    ...(quantity === undefined ? [] : [happened('quantityChanged')]), ...(dates ? [happened('dateChanged')] : []));
}

function withQuantity(state: ErpState, order: ErpOrder, entered: Quantity): ErpOrder {
  const item = requireItem(state, order.itemId);
  const quantity = orderedQuantity(item, entered);
  requireConfirmedLeft(order, quantity);
  return { ...order, quantity, components: order.components.map((component) => ({ ...component, required: demandFor(state, item, component, quantity.value) })) };
}

/** A quantity is not lowered below the yield of any operation. @throws Refusal `BELOW_CONFIRMED` */
function requireConfirmedLeft({ workOrderId, operations, quantity: { value: before } }: ErpOrder, { value, unit }: Quantity): void {
  if (amount(value).gte(before)) return;
  const ahead = operations.find((operation) => amount(operation.yield.booked).gt(value));
  if (ahead === undefined) return;
  throw new Refusal('BELOW_CONFIRMED', `Order ${workOrderId} operation ${ahead.operationId}: ${value} ${unit} is below the ${ahead.yield.booked} that are confirmed.`, {
    workOrderId, operationId: ahead.operationId, total: ahead.yield.booked,
  });
}

function requireInstant(at: Instant | undefined, field: string): void {
  if (at !== undefined && Number.isNaN(Date.parse(at))) throw new Refusal('MALFORMED', `${field} ${at} is no instant.`, { field });
}
