import { randomUUID } from 'node:crypto';
import { WORK_ORDER_HAPPENINGS } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { WorkOrderChanged } from '@plantway/ports';
import type { Pool } from 'pg';
import { ADVANCE_CURSOR, APPEND_EVENTS, BEGIN_AT_CURSOR, KEEP_RESUMED, READ_CURSOR } from './order-change-feed.sql.js';

/** How far the list of changes of each site's ERP was followed. Each change is told once, in the transaction in which the place is kept. */
export class OrderChangeFeed {
  constructor(private readonly pool: Pool) {}

  /** Where to read on; undefined before the first time. */
  async cursor(siteId: string): Promise<string | undefined> {
    const { rows: [row] } = await this.pool.query<{ cursor: string }>({ name: 'read-change-cursor', text: READ_CURSOR, values: [siteId] });
    return row?.cursor;
  }

  /** Begins to follow at a place; one that began before stays where it is. */
  async begin(siteId: string, cursor: string): Promise<void> {
    await this.pool.query({ name: 'begin-at-cursor', text: BEGIN_AT_CURSOR, values: [siteId, cursor] });
  }

  /** Goes on from one place to the next and tells what changed in between by `work-order.changed.v1`; nothing when somebody else has gone on from there already. */
  async advance(siteId: string, from: string, to: string, changes: readonly WorkOrderChanged[]): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query(ADVANCE_CURSOR, [siteId, from, to]);
      if (rowCount !== 1) return;
      const events = changes.filter(({ what }) => WORK_ORDER_HAPPENINGS[what].told === 'change').map((change) => eventOf(siteId, change));
      const resumed = changes.filter(({ what }) => what === 'resumed');
      if (resumed.length > 0) await client.query(KEEP_RESUMED, [siteId, resumed.map(({ workOrderId }) => workOrderId), resumed.map(({ changedAt }) => changedAt)]);
      if (events.length > 0) await client.query(APPEND_EVENTS, [JSON.stringify(events)]);
    });
  }
}

function eventOf(siteId: string, { workOrderId, what, changedAt, revision, reference }: WorkOrderChanged): object {
  const id = randomUUID();
  const data = { siteId, workOrderId, what, changedAt, revision, ...(reference !== undefined && { reference }) };
  return { id, type: 'work-order.changed.v1', site_id: siteId, subject: workOrderId, correlation_id: id, causation_id: null, data, occurred_at: changedAt };
}
