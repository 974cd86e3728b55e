import type { Instant, Quantity } from '@plantway/canonical';
import { amount, amountText, multiply, ratio, rounded } from '../exact-amount.js';
import { BUSINESS_ID } from '../erp-state.js';
import type { ErpComponent, ErpOperation, ErpOrder, ErpState } from '../erp-state.js';
import type { NewOrder, PlantItem } from '../plant-data.js';
import { Refusal } from '../refusal.js';
import { NOTHING_YET } from '../running-total.js';
import { inBaseUnit } from '../unit-conversion.js';
import { requireQuantity } from './entry-form.rule.js';
import { noteChange, requireItem } from './order.rule.js';

/**
 * Makes an order with the bill, the routing and their standards as they are now.
 * @throws Refusal `ORDER_EXISTS`, `ITEM_UNKNOWN`, `BILL_OR_ROUTING_MISSING`, `UNIT_NOT_CONVERTIBLE`, `MALFORMED`
 */
export function createOrder(state: ErpState, order: NewOrder, at: Instant, reference?: string): ErpOrder {
  if (!BUSINESS_ID.test(order.workOrderId)) throw new Refusal('MALFORMED', `Order number ${order.workOrderId} has a wrong form.`, { field: 'workOrderId' });
  requireQuantity({ value: order.overDeliveryTolerancePercent, unit: '%' }, 'overDeliveryTolerancePercent');
  const underDeliveryTolerancePercent = order.underDeliveryTolerancePercent ?? '0';
  requireQuantity({ value: underDeliveryTolerancePercent, unit: '%' }, 'underDeliveryTolerancePercent');
  if (amount(underDeliveryTolerancePercent).gt(100)) throw new Refusal('MALFORMED', 'underDeliveryTolerancePercent must be 100 at most.', { field: 'underDeliveryTolerancePercent' });
  if (state.orders.has(order.workOrderId)) throw new Refusal('ORDER_EXISTS', `Order ${order.workOrderId} exists.`, { workOrderId: order.workOrderId });
  const item = requireItem(state, order.itemId);
  const quantity = orderedQuantity(item, order.quantity);
  const operations = operationsOf(state, item);
  const created: ErpOrder = {
    workOrderId: order.workOrderId, itemId: order.itemId, quantity, overDeliveryTolerancePercent: order.overDeliveryTolerancePercent, underDeliveryTolerancePercent,
    startAt: order.startAt, dueAt: order.dueAt, phase: order.released ? 'released' : 'created', released: order.released, held: false,
    operations, components: componentsOf(state, item, quantity.value, operations), reported: {}, otherOutputs: {}, activityCost: '0.00', revision: 1,
  };
  state.orders.set(created.workOrderId, created);
  noteChange(state, created, { what: 'created', at, reference });
  if (order.released) noteChange(state, created, { what: 'released', at });
  return created;
}

/** What is entered as quantity of an order, in the item's base unit. @throws Refusal `UNIT_NOT_CONVERTIBLE`, `MALFORMED` when nothing is left of it */
export function orderedQuantity(item: PlantItem, entered: Quantity): Quantity {
  requireQuantity(entered, 'quantity');
  const quantity = { value: amountText(rounded(inBaseUnit(item, entered), item.baseUnitDecimals)), unit: item.baseUnit };
  if (quantity.value === '0') throw new Refusal('MALFORMED', 'quantity must be above zero.', { field: 'quantity' });
  return quantity;
}

function operationsOf(state: ErpState, item: PlantItem): readonly ErpOperation[] {
  const routing = state.routings.get(item.itemId);
  if (routing === undefined || routing.operations.length === 0) throw incomplete(item, 'has no routing');
  return routing.operations.map(({ operationId, description, workCenterId, setupTime, runTimePerUnit }) => ({
    operationId, description, workCenterId, setupMinutes: setupTime.value, runMinutes: runTimePerUnit.value, yield: NOTHING_YET, scrap: NOTHING_YET, rework: NOTHING_YET, confirmations: 0,
  }));
}

function componentsOf(state: ErpState, item: PlantItem, orderQuantity: string, operations: readonly ErpOperation[]): readonly ErpComponent[] {
  const bill = state.bills.get(item.itemId);
  const lost = bill?.components.find((line) => !operations.some(({ operationId }) => operationId === line.operationId));
  if (lost !== undefined) throw incomplete(item, `uses ${lost.componentItemId} at operation ${lost.operationId}, which its routing lacks`);
  return componentsFor(state, item, orderQuantity);
}

/** What the bill of material of the item asks for, for so many pieces (base unit), nothing withdrawn yet. @throws Refusal `BILL_OR_ROUTING_MISSING` without a bill */
export function componentsFor(state: ErpState, item: PlantItem, pieces: string): readonly ErpComponent[] {
  const bill = state.bills.get(item.itemId);
  if (bill === undefined) throw incomplete(item, 'has no bill of material');
  return bill.components.map((line, index) => {
    const component: ErpComponent = {
      position: String((index + 1) * 10).padStart(4, '0'), itemId: line.componentItemId, operationId: line.operationId, perLot: line.quantity, lotSize: bill.lotSize,
      issueMethod: line.issueMethod, required: '0', demanded: '0', withdrawn: '0',
    };
    return { ...component, required: demandFor(state, item, component, pieces) };
  });
}

function incomplete({ itemId }: PlantItem, what: string): Refusal {
  return new Refusal('BILL_OR_ROUTING_MISSING', `Item ${itemId} ${what}.`, { itemId });
}

/** What `produced` pieces (base unit of the product) need of a component, in the component's base unit, rounded half even. */
export function demandFor(state: ErpState, product: PlantItem, component: ErpComponent, produced: string): string {
  const item = requireItem(state, component.itemId);
  const lotSize = inBaseUnit(product, component.lotSize);
  const lots = multiply(ratio(produced), { over: lotSize.under, under: lotSize.over });
  return amountText(rounded(multiply(inBaseUnit(item, component.perLot), lots), item.baseUnitDecimals));
}
