import Big from 'big.js';
import { MOST_DECIMALS, isZero, type Quantity, type WorkOrder, type WorkOrderChange, type WorkOrderStatus } from '@plantway/canonical';

/** The order as the ERP would show it after the change. What its components need follows the quantity in proportion; the ERP may know better. */
export function changedOrder(order: WorkOrder, { verb, quantity, startAt, dueAt }: WorkOrderChange): WorkOrder {
  switch (verb) {
    case 'hold': return { ...order, status: 'held' };
    case 'resume': return { ...order, status: statusWithoutHold(order) };
    case 'cancel': return { ...order, status: 'cancelled' };
    case 'changeQuantity': return quantity === undefined ? order : withQuantity(order, quantity);
    case 'changeDate': return { ...order, startAt: startAt ?? order.startAt, dueAt: dueAt ?? order.dueAt };
  }
}

function statusWithoutHold({ operations }: WorkOrder): WorkOrderStatus {
  return operations.some(({ yieldConfirmed }) => !isZero(yieldConfirmed)) ? 'inProgress' : 'released';
}

function withQuantity(order: WorkOrder, quantity: Quantity): WorkOrder {
  const { value: before } = order.quantity;
  const scaled = ({ value, unit }: Quantity): Quantity => ({ value: new Big(value).times(quantity.value).div(before).round(MOST_DECIMALS).toFixed(), unit });
  return { ...order, quantity, components: isZero(order.quantity) ? order.components : order.components.map((component) => ({ ...component, required: scaled(component.required) })) };
}
