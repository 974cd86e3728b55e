import { normalQuantity, type Instant, type PlannedOrder } from '@plantway/canonical';
import type { Pool } from 'pg';
import { LIST_PLANNED_ORDERS, READ_PLANNED_ORDER } from './planned-order.sql.js';

/** A planned order that stands in the ERP through the gateway, and the work order that was made of it. */
export interface KnownPlannedOrder extends PlannedOrder {
  readonly status: 'planned' | 'converted';
  readonly workOrderId?: string;
  readonly publishedAt: Instant;
  /** Message that published it. */
  readonly messageId: string;
}

/** Which planned orders are listed: by their ids, behind `after`. */
export interface PlannedOrderQuestion {
  readonly status?: KnownPlannedOrder['status'];
  readonly after?: string;
  readonly limit: number;
}

/** Planned orders as they were published; their messages write them. */
export class PlannedOrderBook {
  constructor(private readonly pool: Pool) {}

  /** Undefined as long as it does not stand in the ERP. */
  async get(siteId: string, plannedOrderId: string): Promise<KnownPlannedOrder | undefined> {
    const { rows: [row] } = await this.pool.query<PlannedOrderRow>({ name: 'read-planned-order', text: READ_PLANNED_ORDER, values: [siteId, plannedOrderId] });
    return row && plannedOrderOf(siteId, row);
  }

  /** At most `limit` of them, by their ids. */
  async list(siteId: string, { status, after = '', limit }: PlannedOrderQuestion): Promise<readonly KnownPlannedOrder[]> {
    const { rows } = await this.pool.query<PlannedOrderRow>({ name: 'list-planned-orders', text: LIST_PLANNED_ORDERS, values: [siteId, status ?? null, after, limit] });
    return rows.map((row) => plannedOrderOf(siteId, row));
  }
}

function plannedOrderOf(siteId: string, row: PlannedOrderRow): KnownPlannedOrder {
  return {
    plannedOrderId: row.planned_order_id, siteId, itemId: row.item_id, quantity: normalQuantity({ value: row.quantity, unit: row.unit }),
    startAt: row.start_at.toISOString(), dueAt: row.due_at.toISOString(),
    ...(row.customer_order_id !== null && row.customer_order_line_id !== null && { customerOrderId: row.customer_order_id, customerOrderLineId: row.customer_order_line_id }),
    status: row.status,
    ...(row.work_order_id !== null && { workOrderId: row.work_order_id }),
    publishedAt: row.published_at.toISOString(), messageId: row.message_id,
  };
}

interface PlannedOrderRow {
  readonly planned_order_id: string;
  readonly item_id: string;
  readonly quantity: string;
  readonly unit: string;
  readonly start_at: Date;
  readonly due_at: Date;
  readonly customer_order_id: string | null;
  readonly customer_order_line_id: string | null;
  readonly status: KnownPlannedOrder['status'];
  readonly work_order_id: string | null;
  readonly published_at: Date;
  readonly message_id: string;
}
