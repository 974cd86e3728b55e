import type { Instant, OperationStatus, WorkOrderStatus } from '@plantway/canonical';
import type { OrderEvent } from '../documents.js';
import { amount } from '../exact-amount.js';
import type { ErpOperation, ErpOrder, ErpState } from '../erp-state.js';
import type { SetOrderState } from '../erp-command.js';
import type { PlantItem } from '../plant-data.js';
import { Refusal } from '../refusal.js';
import { accountBalance } from './cost-journal.js';
import { requireReference } from './entry-form.rule.js';
import { plantDay, requireOpenPeriod } from './posting-period.rule.js';
import { settle } from './settle.rule.js';

/** @throws Refusal `ITEM_UNKNOWN` */
export function requireItem(state: ErpState, itemId: string): PlantItem {
  const item = state.items.get(itemId);
  if (item === undefined) throw new Refusal('ITEM_UNKNOWN', `There is no item ${itemId}.`, { itemId });
  return item;
}

/** @throws Refusal `ORDER_UNKNOWN` */
export function requireOrder(state: ErpState, workOrderId: string): ErpOrder {
  const order = state.orders.get(workOrderId);
  if (order === undefined) throw new Refusal('ORDER_UNKNOWN', `There is no order ${workOrderId}.`, { workOrderId });
  return order;
}

/** @throws Refusal `ORDER_CLOSED`, `ORDER_LOCKED` */
export function requireChangeable(order: ErpOrder): void {
  const facts = { workOrderId: order.workOrderId };
  if (order.phase === 'closed' || order.phase === 'cancelled') throw new Refusal('ORDER_CLOSED', `Order ${order.workOrderId} is ${order.phase}.`, facts);
  if (order.lockedBy !== undefined) throw new Refusal('ORDER_LOCKED', `Order ${order.workOrderId} is locked by ${order.lockedBy}.`, { ...facts, user: order.lockedBy });
}

/** @throws Refusal `REVISION_STALE` when the sender saw another revision than the order has */
export function requireRevision({ workOrderId, revision }: ErpOrder, expected: string | undefined): void {
  if (expected === undefined || expected === String(revision)) return;
  throw new Refusal('REVISION_STALE', `Order ${workOrderId} has revision ${revision} and not ${expected}.`, { workOrderId, revision: String(revision) });
}

/** @throws Refusal `ORDER_ON_HOLD` */
export function requireNotHeld({ workOrderId, held }: ErpOrder): void {
  if (held) throw new Refusal('ORDER_ON_HOLD', `Order ${workOrderId} is on hold.`, { workOrderId });
}

/**
 * Closing or cancelling an order settles what is left in WIP, on that day at the plant; only then does the period matter.
 * @throws Refusal `ORDER_UNKNOWN`, `ORDER_CLOSED`, `ORDER_LOCKED`, `REVISION_STALE`, `ORDER_NOT_CREATED`, `ORDER_ON_HOLD`, `PERIOD_...`
 */
export function setOrderState(state: ErpState, { type, workOrderId, at, reference, expectedRevision, reason }: SetOrderState): ErpOrder {
  requireReference(reference);
  const order = requireOrder(state, workOrderId);
  if (type === 'unlockOrder') return saveOrder(state, { ...order, lockedBy: undefined });
  requireChangeable(order);
  requireRevision(order, expectedRevision);
  const happened = (what: OrderEvent): OrderHappening => ({ what, at, reference, reason });
  if (type === 'releaseOrder') {
    if (order.phase !== 'created') throw new Refusal('ORDER_NOT_CREATED', `Order ${workOrderId} is ${order.phase}, only a created one can be released.`, { workOrderId });
    requireNotHeld(order);
    return saveOrder(state, { ...order, phase: 'released', released: true }, happened('released'));
  }
  if (type === 'holdOrder' || type === 'resumeOrder') return saveOrder(state, { ...order, held: type === 'holdOrder' }, happened(type === 'holdOrder' ? 'held' : 'resumed'));
  const postingDate = plantDay(state, at);
  if (!accountBalance(state, 'wip', workOrderId).eq(0)) requireOpenPeriod(state, postingDate);
  const phase = type === 'closeOrder' ? 'closed' : 'cancelled';
  const ended = saveOrder(state, { ...order, phase }, happened(phase));
  settle(state, ended, { postingDate, enteredAt: at, sourceDocument: workOrderId });
  return ended;
}

export function lockOrder(state: ErpState, workOrderId: string, user: string): ErpOrder {
  const order = requireOrder(state, workOrderId);
  requireChangeable(order);
  return saveOrder(state, { ...order, lockedBy: user });
}

/** What happened to an order, for the log of changes. */
export interface OrderHappening {
  readonly what: OrderEvent;
  readonly at: Instant;
  readonly reference?: string | undefined;
  readonly reason?: string | undefined;
}

/** Every change of an order goes through here: the change counter grows, and what happened is written down. A lock is no change that anybody reads about. */
export function saveOrder(state: ErpState, order: ErpOrder, ...happenings: readonly OrderHappening[]): ErpOrder {
  const saved = { ...order, revision: order.revision + 1 };
  state.orders.set(saved.workOrderId, saved);
  for (const happening of happenings) noteChange(state, saved, happening);
  return saved;
}

/** Adds a line to the log of changes. */
export function noteChange(state: ErpState, { workOrderId, revision }: ErpOrder, { what, at, reference, reason }: OrderHappening): void {
  state.orderChanges.push({
    number: String(8_000_000_001 + state.orderChanges.length), workOrderId, what, enteredAt: at, revision,
    ...(reference === undefined ? {} : { reference }), ...(reason === undefined ? {} : { reason }),
  });
}

/** An order on hold shows the hold, whether it was released or not; one that is closed or cancelled shows its end. */
export function orderStatus(order: ErpOrder): WorkOrderStatus {
  if (order.phase === 'closed' || order.phase === 'cancelled') return order.phase;
  if (order.held) return 'held';
  if (order.phase === 'created') return 'created';
  if (order.operations.every((operation) => operation.finalBy !== undefined)) return 'completed';
  return order.operations.some((operation) => operation.confirmations > 0) ? 'inProgress' : 'released';
}

/** True when the last operation is final and the order yielded less than its quantity minus the tolerance: a mark for people, never a refusal. */
export function isUnderDelivered({ operations, quantity, underDeliveryTolerancePercent }: ErpOrder): boolean {
  const last = operations.at(-1)!;
  const least = amount(quantity.value).times(amount('100').minus(underDeliveryTolerancePercent));
  return last.finalBy !== undefined && amount(last.yield.booked).times(100).lt(least);
}

export function operationStatus(order: ErpOrder, operation: ErpOperation): OperationStatus {
  if (operation.finalBy !== undefined) return 'completed';
  if (operation.confirmations > 0) return 'inProgress';
  return order.phase === 'created' ? 'created' : 'released';
}
