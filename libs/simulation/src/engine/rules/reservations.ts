import type { Quantity } from '@plantway/canonical';
import { amount, amountText } from '../exact-amount.js';
import type { Amount } from '../exact-amount.js';
import type { ErpComponent, ErpOrder, ErpPlannedOrder, ErpState } from '../erp-state.js';
import { componentsFor } from './create-order.rule.js';

/** Material that an order has claim to. */
export interface Reservation {
  /** One of the two. */
  readonly workOrderId?: string;
  readonly plannedOrderId?: string;
  readonly position: string;
  readonly itemId: string;
  readonly operationId: string;
  /** In the item's base unit, above zero. */
  readonly quantity: Quantity;
}

/** Every claim of the plant, sorted by item, then by order and position: computed from the orders, so that it can never differ from them. */
export function reservations(state: ErpState): readonly Reservation[] {
  const claims = [
    ...[...state.orders.values()].flatMap((order) => claimsOfOrder(state, order)),
    ...[...state.plannedOrders.values()].filter(({ status }) => status === 'planned').flatMap((planned) => claimsOfPlan(state, planned)),
  ];
  const key = ({ itemId, workOrderId, plannedOrderId, position }: Reservation): string => [itemId, workOrderId ?? '', plannedOrderId ?? '', position].join('|');
  return claims.sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** What an order needs and was not withdrawn. Of an operation that is final only what is short still counts. */
function claimsOfOrder(state: ErpState, { workOrderId, phase, operations, components }: ErpOrder): readonly Reservation[] {
  if (phase === 'closed' || phase === 'cancelled') return [];
  const isFinal = ({ operationId }: ErpComponent): boolean => operations.find((operation) => operation.operationId === operationId)!.finalBy !== undefined;
  return components.flatMap((component) => {
    const wanted = isFinal(component) ? component.demanded : component.required;
    return claim(state, component, amount(wanted).minus(component.withdrawn), { workOrderId });
  });
}

/** What the bill of material of now asks for. */
function claimsOfPlan(state: ErpState, { plannedOrderId, itemId, quantity }: ErpPlannedOrder): readonly Reservation[] {
  return componentsFor(state, state.items.get(itemId)!, quantity.value).flatMap((component) => claim(state, component, amount(component.required), { plannedOrderId }));
}

function claim(state: ErpState, { position, itemId, operationId }: ErpComponent, open: Amount, owner: Pick<Reservation, 'workOrderId' | 'plannedOrderId'>): readonly Reservation[] {
  if (open.lte(0)) return [];
  return [{ ...owner, position, itemId, operationId, quantity: { value: amountText(open), unit: state.items.get(itemId)!.baseUnit } }];
}
