import type { Pool } from 'pg';
import { READ_ITEMS_OF_ORDERS, READ_MAKERS_OF_ITEM } from './known-work-order.sql.js';

/** What orders make what, as the ERP last showed them to the gateway. */
export class KnownOrders {
  constructor(private readonly pool: Pool) {}

  /** Orders that make the item, without those that are closed or cancelled; 1,000 at most, the first known first. */
  async makersOf(siteId: string, itemId: string): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ work_order_id: string }>({ name: 'read-makers-of-item', text: READ_MAKERS_OF_ITEM, values: [siteId, itemId] });
    return rows.map(({ work_order_id: workOrderId }) => workOrderId);
  }

  /** The item of each of these orders; without those that are not known. */
  async itemsOf(siteId: string, workOrderIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.pool.query<{ work_order_id: string; item_id: string }>({ name: 'read-items-of-orders', text: READ_ITEMS_OF_ORDERS, values: [siteId, workOrderIds] });
    return new Map(rows.map(({ work_order_id: workOrderId, item_id: itemId }) => [workOrderId, itemId]));
  }
}
