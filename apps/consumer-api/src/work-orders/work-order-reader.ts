import type { WorkOrder, WorkOrderStatus } from '@plantway/canonical';
import type { Pool } from 'pg';
import { inOneSnapshot } from '../one-snapshot.js';
import type { ProjectionStanding } from '../projections/projector.js';
import type { TimeKey } from '../time-key.js';
import { IS_KNOWN, LIST_HOLDS, LIST_PROMISES, LIST_STEPS, LIST_WORK_ORDERS, READ_WORK_ORDER } from './work-orders.sql.js';

/** A row of `LIST_WORK_ORDERS`. */
export interface WorkOrderRow {
  readonly work_order_id: string;
  readonly body: WorkOrder;
  readonly due_key: string;
  readonly is_late: boolean;
  readonly observed_at: Date;
  readonly scheduled_finish_at: Date | null;
  readonly planned_order_id: string | null;
  readonly customer_order_id: string | null;
  readonly customer_order_line_id: string | null;
  readonly reports_posted: number;
  readonly last_reported_at: Date | null;
  readonly open_holds: number;
  readonly open_downtimes: number;
}
export interface PromiseRow {
  readonly customer_order_id: string;
  readonly line_id: string;
  readonly promised_on: string;
  readonly promised_before: string | null;
  readonly changed_at: Date;
}
export interface HoldRow {
  readonly hold_id: string;
  readonly scope: { readonly type: string; readonly lotId?: string };
  readonly reason: string;
  readonly placed_at: Date;
}
export interface StepRow {
  readonly position: string;
  readonly at: Date;
  readonly type: string;
  readonly operation_id: string | null;
  readonly correlation_id: string;
  readonly details: Record<string, unknown>;
}

export interface WorkOrderQuestion {
  readonly siteId: string;
  /** Business time by which an order is late. */
  readonly now: Date;
  readonly status?: WorkOrderStatus;
  readonly itemId?: string;
  readonly isLate?: boolean;
  readonly after?: TimeKey;
  readonly limit: number;
}

/** Which steps of an order. */
export interface StepQuestion {
  /** Place in the log behind which to begin. */
  readonly after: string;
  readonly limit: number;
  /** Also what became of messages about it. */
  readonly withMessages: boolean;
}

/** Reads work orders out of the projections. */
export class WorkOrderReader {
  constructor(private readonly pool: Pool) {}

  /** One row more than `limit` when the list goes on. */
  async list({ siteId, now, status, itemId, isLate, after, limit }: WorkOrderQuestion): Promise<{ readonly standing: ProjectionStanding; readonly result: readonly WorkOrderRow[] }> {
    const values = [siteId, now, status ?? null, itemId ?? null, isLate ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1];
    return inOneSnapshot(this.pool, async (client) => (await client.query<WorkOrderRow>({ name: 'consumer.list-work-orders', text: LIST_WORK_ORDERS, values })).rows);
  }

  /** The order with its promises and open holds; undefined when no ERP has shown it. */
  async read(siteId: string, workOrderId: string, now: Date): Promise<{ readonly standing: ProjectionStanding; readonly result: { readonly order: WorkOrderRow; readonly promises: readonly PromiseRow[]; readonly holds: readonly HoldRow[] } | undefined }> {
    return inOneSnapshot(this.pool, async (client) => {
      const { rows: [order] } = await client.query<WorkOrderRow>({ name: 'consumer.read-work-order', text: READ_WORK_ORDER, values: [siteId, now, workOrderId] });
      if (order === undefined) return undefined;
      const { rows: promises } = await client.query<PromiseRow>({ name: 'consumer.list-promises', text: LIST_PROMISES, values: [siteId, workOrderId] });
      const { rows: holds } = await client.query<HoldRow>({ name: 'consumer.list-holds', text: LIST_HOLDS, values: [siteId, workOrderId] });
      return { order, promises, holds };
    });
  }

  /** Steps behind a place in the log, one more than `limit` when there are more; undefined when nothing is known of the order. */
  async steps(siteId: string, workOrderId: string, { after, limit, withMessages }: StepQuestion): Promise<{ readonly standing: ProjectionStanding; readonly result: readonly StepRow[] | undefined }> {
    return inOneSnapshot(this.pool, async (client) => {
      const { rows } = await client.query<StepRow>({ name: 'consumer.list-steps', text: LIST_STEPS, values: [siteId, workOrderId, after, limit + 1, withMessages] });
      if (rows.length > 0) return rows;
      const { rows: [{ known }] } = await client.query<{ known: boolean }>({ name: 'consumer.is-known', text: IS_KNOWN, values: [siteId, workOrderId] });
      return known ? rows : undefined;
    });
  }
}
