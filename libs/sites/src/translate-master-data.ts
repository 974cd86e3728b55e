import type { BillOfMaterial, InventoryBalance, Item, MaterialLot, MaterialReservation, PlannedOrder, PurchaseOrder, Quantity, ReferenceCode, Routing, WorkOrder } from '@plantway/canonical';
import type { Vocabulary } from './vocabulary.js';

/** Pure translations of what is read from an ERP, one per canonical object; the vocabulary decides the direction. */
export function translateQuantity({ value, unit }: Quantity, words: Vocabulary): Quantity {
  return { value, unit: words.unit(unit) };
}

export function translateItem(item: Item, words: Vocabulary): Item {
  return {
    ...item,
    itemId: words.item(item.itemId),
    baseUnit: words.unit(item.baseUnit),
    conversions: item.conversions.map(({ from, to }) => ({ from: translateQuantity(from, words), to: translateQuantity(to, words) })),
  };
}

export function translateBillOfMaterial(bill: BillOfMaterial, words: Vocabulary): BillOfMaterial {
  return {
    ...bill,
    itemId: words.item(bill.itemId),
    lotSize: translateQuantity(bill.lotSize, words),
    components: bill.components.map((component) => ({
      ...component, componentItemId: words.item(component.componentItemId), quantity: translateQuantity(component.quantity, words),
    })),
  };
}

export function translateRouting(routing: Routing, words: Vocabulary): Routing {
  return {
    ...routing,
    itemId: words.item(routing.itemId),
    operations: routing.operations.map((operation) => ({
      ...operation,
      workCenterId: words.workCenter(operation.workCenterId),
      setupTime: translateQuantity(operation.setupTime, words),
      runTimePerUnit: translateQuantity(operation.runTimePerUnit, words),
    })),
  };
}

export function translateWorkOrder(order: WorkOrder, words: Vocabulary): WorkOrder {
  return {
    ...order,
    workOrderId: words.workOrder(order.workOrderId),
    itemId: words.item(order.itemId),
    quantity: translateQuantity(order.quantity, words),
    operations: order.operations.map((operation) => ({
      ...operation,
      workCenterId: words.workCenter(operation.workCenterId),
      yieldConfirmed: translateQuantity(operation.yieldConfirmed, words),
      scrapConfirmed: translateQuantity(operation.scrapConfirmed, words),
      reworkConfirmed: translateQuantity(operation.reworkConfirmed, words),
      remaining: translateQuantity(operation.remaining, words),
    })),
    components: order.components.map((component) => translateComponent(component, words)),
  };
}

/** A component of a work order. */
export function translateComponent(component: WorkOrder['components'][number], words: Vocabulary): WorkOrder['components'][number] {
  return {
    ...component,
    componentItemId: words.item(component.componentItemId),
    required: translateQuantity(component.required, words),
    withdrawn: translateQuantity(component.withdrawn, words),
  };
}

export function translateBalance(balance: InventoryBalance, words: Vocabulary): InventoryBalance {
  return {
    ...balance,
    itemId: words.item(balance.itemId),
    ...(balance.lotId === undefined ? {} : { lotId: words.lot(balance.lotId, balance.itemId) }),
    quantity: translateQuantity(balance.quantity, words),
  };
}

export function translateLot(lot: MaterialLot, words: Vocabulary): MaterialLot {
  return {
    ...lot,
    lotId: words.lot(lot.lotId, lot.itemId),
    itemId: words.item(lot.itemId),
    parentLotIds: lot.parentLotIds.map((parent) => words.lot(parent, undefined)),
  };
}

export function translatePurchaseOrder(order: PurchaseOrder, words: Vocabulary): PurchaseOrder {
  return {
    ...order,
    lines: order.lines.map((line) => ({
      ...line, itemId: words.item(line.itemId), quantity: translateQuantity(line.quantity, words), received: translateQuantity(line.received, words),
    })),
  };
}

export function translateWorkCenter(workCenter: ReferenceCode, words: Vocabulary): ReferenceCode {
  return { ...workCenter, code: words.workCenter(workCenter.code) };
}

/** A planned order keeps its id: it is the planning system's. Only a work order that was made of it has a number of the ERP. */
export function translatePlannedOrder<Order extends PlannedOrder & { readonly workOrderId?: string }>(order: Order, words: Vocabulary): Order {
  return {
    ...order, itemId: words.item(order.itemId), quantity: translateQuantity(order.quantity, words), ...(order.workOrderId === undefined ? {} : { workOrderId: words.workOrder(order.workOrderId) }),
  };
}

export function translateReservation(reservation: MaterialReservation, words: Vocabulary): MaterialReservation {
  return {
    ...reservation,
    itemId: words.item(reservation.itemId),
    quantity: translateQuantity(reservation.quantity, words),
    ...(reservation.workOrderId === undefined ? {} : { workOrderId: words.workOrder(reservation.workOrderId) }),
  };
}
