import { randomUUID } from 'node:crypto';
import type { Instant, WorkOrder, WorkOrderStatus } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { CallOptions, ErpPort } from '@plantway/ports';
import type { Pool } from 'pg';
import { KEEP_COMPLETE_READING, KEEP_WORK_ORDERS, READ_TIME, READ_WORK_ORDER } from './known-work-order.sql.js';
import { APPEND_EVENTS } from './order-change-feed.sql.js';

/** An order as the ERP last showed it to the gateway. */
export interface KnownWorkOrder {
  readonly siteId: string;
  readonly workOrderId: string;
  readonly itemId: string;
  readonly status: WorkOrderStatus;
  readonly revision: string;
  /** When the ERP said so. */
  readonly asOf: Date;
}

/** Told of orders as the ERP showed them at one moment, after they were kept. A failure of it is a failure of the reading. */
export type OrdersShown = (siteId: string, orders: readonly WorkOrder[], asOf: Instant, options: CallOptions) => Promise<void>;

const PAGE_SIZE = 1_000;

/**
 * Copies the ERP's orders into the gateway's register; the ERP stays the truth. Run by the worker, never before a 202. An order that looks otherwise than before, or is seen for the first time, is told
 * by `work-order.observed.v1` in the same transaction.
 */
export class WorkOrderRegister {
  constructor(private readonly pool: Pool, private readonly erp: ErpPort, private readonly shown: OrdersShown = async () => undefined) {}

  /**
   * Reads every order of a site, page by page, and keeps that it did so completely. Returns how many were seen.
   * Errors as in `ErpPort.workOrders`; pages kept before stay kept, but the reading does not count as complete;
   * neither does one that leaves out an order because a code of it has no translation.
   */
  async refresh(siteId: string, options: CallOptions = {}): Promise<number> {
    const { rows: [{ now: begunAt }] } = await this.pool.query<{ now: string }>({ name: 'read-time', text: READ_TIME });
    let seen = 0;
    let leftOut = false;
    let cursor: string | null | undefined;
    do {
      const page = await this.erp.workOrders(siteId, { limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) }, options);
      await this.keep(siteId, page.items, page.asOf, options);
      seen += page.items.length;
      leftOut ||= page.findings?.some(({ part }) => part === undefined) ?? false;
      cursor = page.nextCursor;
    } while (cursor !== null);
    if (!leftOut) await this.pool.query({ name: 'keep-complete-reading', text: KEEP_COMPLETE_READING, values: [siteId, begunAt] });
    return seen;
  }

  /** Reads one order again, after something happened to it. Errors as in `ErpPort.workOrder`. */
  async refreshOne(siteId: string, workOrderId: string, options: CallOptions = {}): Promise<void> {
    const { value, asOf } = await this.erp.workOrder(siteId, workOrderId, options);
    await this.keep(siteId, [value], asOf, options);
  }

  /** The order as it is known; undefined when no ERP has shown it at this site. */
  async find(siteId: string, workOrderId: string): Promise<KnownWorkOrder | undefined> {
    const { rows } = await this.pool.query<KnownWorkOrderRow>({ name: 'read-work-order', text: READ_WORK_ORDER, values: [siteId, workOrderId] });
    const row = rows[0];
    return row && { siteId: row.site_id, workOrderId: row.work_order_id, itemId: row.item_id, status: row.status, revision: row.revision, asOf: row.as_of };
  }

  private async keep(siteId: string, orders: readonly WorkOrder[], asOf: Instant, options: CallOptions): Promise<void> {
    if (orders.length === 0) return;
    const rows = orders.map((order) => ({ site_id: siteId, work_order_id: order.workOrderId, item_id: order.itemId, status: order.status, revision: order.revision, quantity: order.quantity.value, unit: order.quantity.unit, content: order, as_of: asOf }));
    await inTransaction(this.pool, async (client) => {
      const { rows: kept } = await client.query<{ work_order_id: string; is_news: boolean }>({ name: 'keep-work-orders', text: KEEP_WORK_ORDERS, values: [JSON.stringify(rows)] });
      const news = new Set(kept.filter(({ is_news: isNews }) => isNews).map(({ work_order_id: workOrderId }) => workOrderId));
      const events = orders.filter(({ workOrderId }) => news.has(workOrderId)).map((order) => observedEvent(order, asOf, options.correlationId));
      if (events.length > 0) await client.query(APPEND_EVENTS, [JSON.stringify(events)]);
    });
    await this.shown(siteId, orders, asOf, options);
  }
}

function observedEvent(workOrder: WorkOrder, asOf: Instant, correlationId: string | undefined): object {
  const id = randomUUID();
  return { id, type: 'work-order.observed.v1', site_id: workOrder.siteId, subject: workOrder.workOrderId, correlation_id: correlationId ?? id, causation_id: null, data: { siteId: workOrder.siteId, workOrder, asOf }, occurred_at: asOf };
}

interface KnownWorkOrderRow {
  readonly site_id: string;
  readonly work_order_id: string;
  readonly item_id: string;
  readonly status: WorkOrderStatus;
  readonly revision: string;
  readonly as_of: Date;
}
