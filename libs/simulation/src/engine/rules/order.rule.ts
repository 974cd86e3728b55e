import type { OperationStatus, WorkOrderStatus } from '@plantway/canonical';
import { amountText, multiply, ratio, rounded } from '../exact-amount.js';
import { BUSINESS_ID } from '../erp-state.js';
import type { ErpComponent, ErpOperation, ErpOrder, ErpState } from '../erp-state.js';
import type { ChangeOrder } from '../erp-command.js';
import type { NewOrder, PlantItem } from '../plant-data.js';
import { Refusal } from '../refusal.js';
import { NOTHING_YET } from '../running-total.js';
import { inBaseUnit } from '../unit-conversion.js';
import { requireQuantity } from './entry-form.rule.js';

/** @throws Refusal `ORDER_EXISTS`, `ITEM_UNKNOWN`, `BILL_OR_ROUTING_MISSING`, `UNIT_NOT_CONVERTIBLE`, `MALFORMED` */
export function createOrder(state: ErpState, order: NewOrder): ErpOrder {
  if (!BUSINESS_ID.test(order.workOrderId)) throw new Refusal('MALFORMED', `Order number ${order.workOrderId} has a wrong form.`, { field: 'workOrderId' });
  requireQuantity(order.quantity, 'quantity');
  requireQuantity({ value: order.overDeliveryTolerancePercent, unit: '%' }, 'overDeliveryTolerancePercent');
  if (state.orders.has(order.workOrderId)) throw new Refusal('ORDER_EXISTS', `Order ${order.workOrderId} exists.`, { workOrderId: order.workOrderId });
  const item = requireItem(state, order.itemId);
  const quantity = { value: amountText(rounded(inBaseUnit(item, order.quantity), item.baseUnitDecimals)), unit: item.baseUnit };
  const created: ErpOrder = {
    workOrderId: order.workOrderId, itemId: order.itemId, quantity, overDeliveryTolerancePercent: order.overDeliveryTolerancePercent,
    startAt: order.startAt, dueAt: order.dueAt, phase: order.released ? 'released' : 'created', held: false,
    operations: operationsOf(state, item), components: componentsOf(state, item, quantity.value), reported: {}, otherOutputs: {}, revision: 1,
  };
  state.orders.set(created.workOrderId, created);
  return created;
}

/** @throws Refusal `ITEM_UNKNOWN` */
export function requireItem(state: ErpState, itemId: string): PlantItem {
  const item = state.items.get(itemId);
  if (item === undefined) throw new Refusal('ITEM_UNKNOWN', `There is no item ${itemId}.`, { itemId });
  return item;
}

function operationsOf(state: ErpState, item: PlantItem): readonly ErpOperation[] {
  const routing = state.routings.get(item.itemId);
  if (routing === undefined) throw new Refusal('BILL_OR_ROUTING_MISSING', `Item ${item.itemId} has no routing.`, { itemId: item.itemId });
  return routing.operations.map(({ operationId, description, workCenterId }) => ({
    operationId, description, workCenterId, yield: NOTHING_YET, scrap: NOTHING_YET, rework: NOTHING_YET, confirmations: 0,
  }));
}

function componentsOf(state: ErpState, item: PlantItem, orderQuantity: string): readonly ErpComponent[] {
  const bill = state.bills.get(item.itemId);
  if (bill === undefined) throw new Refusal('BILL_OR_ROUTING_MISSING', `Item ${item.itemId} has no bill of material.`, { itemId: item.itemId });
  return bill.components.map((line, index) => {
    const component: ErpComponent = {
      position: String((index + 1) * 10).padStart(4, '0'), itemId: line.componentItemId, operationId: line.operationId, perLot: line.quantity, lotSize: bill.lotSize,
      issueMethod: line.issueMethod, required: '0', demanded: '0', withdrawn: '0',
    };
    return { ...component, required: demandFor(state, item, component, orderQuantity) };
  });
}

/** What `produced` pieces (base unit of the product) need of a component, in the component's base unit, rounded half even. */
export function demandFor(state: ErpState, product: PlantItem, component: ErpComponent, produced: string): string {
  const item = requireItem(state, component.itemId);
  const lotSize = inBaseUnit(product, component.lotSize);
  const lots = multiply(ratio(produced), { over: lotSize.under, under: lotSize.over });
  return amountText(rounded(multiply(inBaseUnit(item, component.perLot), lots), item.baseUnitDecimals));
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

/** @throws Refusal `ORDER_UNKNOWN`, `ORDER_CLOSED`, `ORDER_LOCKED`, `ORDER_NOT_CREATED` */
export function changeOrder(state: ErpState, { type, workOrderId }: Pick<ChangeOrder, 'type' | 'workOrderId'>): ErpOrder {
  const order = requireOrder(state, workOrderId);
  if (type === 'unlockOrder') return saveOrder(state, { ...order, lockedBy: undefined });
  requireChangeable(order);
  if (type === 'releaseOrder') {
    if (order.phase !== 'created') throw new Refusal('ORDER_NOT_CREATED', `Order ${workOrderId} is ${orderStatus(order)}, only a created one can be released.`, { workOrderId });
    return saveOrder(state, { ...order, phase: 'released' });
  }
  if (type === 'holdOrder' || type === 'resumeOrder') return saveOrder(state, { ...order, held: type === 'holdOrder' });
  return saveOrder(state, { ...order, phase: type === 'closeOrder' ? 'closed' : 'cancelled' });
}

export function lockOrder(state: ErpState, workOrderId: string, user: string): ErpOrder {
  const order = requireOrder(state, workOrderId);
  requireChangeable(order);
  return saveOrder(state, { ...order, lockedBy: user });
}

/** Every change of an order goes through here: the change counter grows. */
export function saveOrder(state: ErpState, order: ErpOrder): ErpOrder {
  const saved = { ...order, revision: order.revision + 1 };
  state.orders.set(saved.workOrderId, saved);
  return saved;
}

export function orderStatus(order: ErpOrder): WorkOrderStatus {
  if (order.phase !== 'released') return order.phase;
  if (order.held) return 'held';
  if (order.operations.every((operation) => operation.finalBy !== undefined)) return 'completed';
  return order.operations.some((operation) => operation.confirmations > 0) ? 'inProgress' : 'released';
}

export function operationStatus(order: ErpOrder, operation: ErpOperation): OperationStatus {
  if (operation.finalBy !== undefined) return 'completed';
  if (operation.confirmations > 0) return 'inProgress';
  return order.phase === 'created' ? 'created' : 'released';
}
