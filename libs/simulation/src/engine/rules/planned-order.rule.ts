import type { Instant } from '@plantway/canonical';
import { BUSINESS_ID } from '../erp-state.js';
import type { CancelPlannedOrder, ConvertPlannedOrder, CreatePlannedOrder } from '../erp-command.js';
import type { ErpPlannedOrder, ErpState } from '../erp-state.js';
import { Refusal } from '../refusal.js';
import { createOrder, orderedQuantity } from './create-order.rule.js';
import { requireReference } from './entry-form.rule.js';
import { requireItem } from './order.rule.js';

/** Tolerance of an order that is made of a planned one: nobody says another. */
const OVER_DELIVERY_PERCENT = '5';
/** Orders that are made of planned ones have a number range of their own, "WP-7000001" and up: a clerk numbers on in his. */
const FIRST_NUMBER = 7_000_001;
const orderNumber = (number: number): string => `WP-${number}`;

/**
 * Takes a planned order in under the number that its planner gave it. It must be makeable: its item has a bill of material and a routing.
 * @throws Refusal `MALFORMED`, `PLANNED_ORDER_EXISTS`, `ITEM_UNKNOWN`, `BILL_OR_ROUTING_MISSING`, `UNIT_NOT_CONVERTIBLE`
 */
export function createPlannedOrder(state: ErpState, { at, reference, plannedOrder }: CreatePlannedOrder): ErpPlannedOrder {
  requireReference(reference);
  const { plannedOrderId, itemId, startAt, dueAt, customerOrderId, customerOrderLineId } = plannedOrder;
  if (!BUSINESS_ID.test(plannedOrderId)) throw new Refusal('MALFORMED', `Planned order number ${plannedOrderId} has a wrong form.`, { field: 'plannedOrderId' });
  requireDates(startAt, dueAt);
  if (state.plannedOrders.has(plannedOrderId)) throw new Refusal('PLANNED_ORDER_EXISTS', `Planned order ${plannedOrderId} exists.`, { plannedOrderId });
  const item = requireItem(state, itemId);
  if (!state.bills.has(itemId) || !state.routings.has(itemId)) throw new Refusal('BILL_OR_ROUTING_MISSING', `Item ${itemId} has no bill of material or no routing.`, { itemId });
  return save(state, {
    plannedOrderId, itemId, quantity: orderedQuantity(item, plannedOrder.quantity), startAt, dueAt, ...(customerOrderId === undefined ? {} : { customerOrderId }),
    ...(customerOrderLineId === undefined ? {} : { customerOrderLineId }), status: 'planned', reference, enteredAt: at,
  });
}

/**
 * Makes a work order of it, created and numbered by the ERP.
 * @throws Refusal `MALFORMED`, `PLANNED_ORDER_UNKNOWN`, `PLANNED_ORDER_CONVERTED`, `PLANNED_ORDER_CANCELLED`, `BILL_OR_ROUTING_MISSING`
 */
export function convertPlannedOrder(state: ErpState, { at, reference, plannedOrderId }: ConvertPlannedOrder): ErpPlannedOrder {
  requireReference(reference);
  const planned = requirePlanned(state, plannedOrderId);
  const { itemId, quantity, startAt, dueAt } = planned;
  const workOrderId = nextNumber(state);
  createOrder(state, { workOrderId, itemId, quantity, startAt, dueAt, overDeliveryTolerancePercent: OVER_DELIVERY_PERCENT, released: false }, at, reference);
  return save(state, { ...planned, status: 'converted', conversion: { reference, workOrderId, enteredAt: at } });
}

/** @throws Refusal `PLANNED_ORDER_UNKNOWN`, `PLANNED_ORDER_CONVERTED`, `PLANNED_ORDER_CANCELLED` */
export function cancelPlannedOrder(state: ErpState, { plannedOrderId }: CancelPlannedOrder): ErpPlannedOrder {
  return save(state, { ...requirePlanned(state, plannedOrderId), status: 'cancelled' });
}

function requirePlanned(state: ErpState, plannedOrderId: string): ErpPlannedOrder {
  const planned = state.plannedOrders.get(plannedOrderId);
  if (planned === undefined) throw new Refusal('PLANNED_ORDER_UNKNOWN', `There is no planned order ${plannedOrderId}.`, { plannedOrderId });
  if (planned.status === 'converted') {
    throw new Refusal('PLANNED_ORDER_CONVERTED', `Planned order ${plannedOrderId} was converted into ${planned.conversion!.workOrderId}.`, { plannedOrderId, workOrderId: planned.conversion!.workOrderId });
  }
  if (planned.status === 'cancelled') throw new Refusal('PLANNED_ORDER_CANCELLED', `Planned order ${plannedOrderId} is cancelled.`, { plannedOrderId });
  return planned;
}

/** The next number that no clerk has used. */
function nextNumber(state: ErpState): string {
  let next = FIRST_NUMBER + [...state.plannedOrders.values()].filter(({ status }) => status === 'converted').length;
  while (state.orders.has(orderNumber(next))) next += 1;
  return orderNumber(next);
}

function requireDates(startAt: Instant, dueAt: Instant): void {
  const wrong = Object.entries({ startAt, dueAt }).find(([, at]) => Number.isNaN(Date.parse(at)));
  if (wrong !== undefined) throw new Refusal('MALFORMED', `${wrong[0]} ${wrong[1]} is no instant.`, { field: wrong[0] });
}

function save(state: ErpState, planned: ErpPlannedOrder): ErpPlannedOrder {
  state.plannedOrders.set(planned.plannedOrderId, planned);
  return planned;
}
