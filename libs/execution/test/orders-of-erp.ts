import { BusinessException, type WorkOrder } from '@plantway/canonical';
import type { ErpPort, Page, Snapshot, WorkOrderFilter } from '@plantway/ports';

/** The order side of an ERP: what it holds is set by the test, and it answers in pages of two. */
export class OrdersOfErp implements Pick<ErpPort, 'workOrders' | 'workOrder'> {
  private readonly orders = new Map<string, WorkOrder>();
  asOf = '2026-11-22T08:00:00.000Z';

  holds(...orders: WorkOrder[]): void {
    for (const order of orders) this.orders.set(order.workOrderId, order);
  }

  async workOrders(_siteId: string, { cursor }: WorkOrderFilter): Promise<Page<WorkOrder>> {
    const from = Number(cursor ?? 0);
    const all = [...this.orders.values()];
    return { items: all.slice(from, from + 2), nextCursor: from + 2 < all.length ? String(from + 2) : null, asOf: this.asOf };
  }

  async workOrder(_siteId: string, workOrderId: string): Promise<Snapshot<WorkOrder>> {
    const value = this.orders.get(workOrderId);
    if (value === undefined) throw new BusinessException('NOT_FOUND', `work order ${workOrderId} is not in the ERP: check the number`);
    return { value, asOf: this.asOf };
  }
}

/** A released order of 100 pieces. */
export function order(workOrderId: string, change: Partial<WorkOrder> = {}): WorkOrder {
  return {
    workOrderId, siteId: 'BER1', itemId: 'FG-100', quantity: { value: '100', unit: 'H87' }, overDeliveryTolerancePercent: '5', status: 'released',
    startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-24T05:00:00.000Z', operations: [], components: [], revision: '1', ...change,
  };
}
