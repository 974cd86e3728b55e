import type { Pool } from 'pg';
import { READ_NEW_PLACES } from './known-work-order.sql.js';

/**
 * Which site each known order belongs to, in memory: intake asks it for every report, so it costs no query and no ERP call.
 * It may lag behind the register by one `catchUp`; an order it does not know yet is accepted, and the delivery finds out.
 */
export class WorkOrderPlaces {
  private readonly sitesOf = new Map<string, Set<string>>();
  private seenUntil: Date | null = null;

  constructor(private readonly pool: Pool) {}

  /** Takes over what the register has learnt since the last time. */
  async catchUp(): Promise<void> {
    const { rows } = await this.pool.query<{ site_id: string; work_order_id: string; first_seen_at: Date }>({ name: 'read-new-places', text: READ_NEW_PLACES, values: [this.seenUntil] });
    for (const row of rows) this.place(row.work_order_id, row.site_id);
    this.seenUntil = rows.at(-1)?.first_seen_at ?? this.seenUntil;
  }

  /** True when the order is known, and only at other sites; false when it is known here or nowhere. */
  isKnownElsewhere(siteId: string, workOrderId: string): boolean {
    const sites = this.sitesOf.get(workOrderId);
    return sites !== undefined && !sites.has(siteId);
  }

  private place(workOrderId: string, siteId: string): void {
    const sites = this.sitesOf.get(workOrderId);
    if (sites) sites.add(siteId);
    else this.sitesOf.set(workOrderId, new Set([siteId]));
  }
}
