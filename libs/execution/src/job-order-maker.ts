import type { Instant, Item, WorkOrder } from '@plantway/canonical';
import type { CallOptions, ErpPort } from '@plantway/ports';
import type { JobOrderBook } from './job-order-book.js';

/** Makes job orders of whatever released orders the ERP shows, whoever released them. */
export class JobOrderMaker {
  constructor(private readonly erp: Pick<ErpPort, 'item'>, private readonly book: JobOrderBook) {}

  /** Keeps the job orders of those orders that are released or in progress. Errors as in `ErpPort.item`; orders kept before stay kept. */
  async make(siteId: string, orders: readonly WorkOrder[], asOf: Instant, options: CallOptions): Promise<void> {
    const made = orders.filter(({ status }) => status === 'released' || status === 'inProgress');
    const tracking = new Map<string, Item['tracking']>();
    for (const order of await this.book.outdated(siteId, made, asOf)) {
      const known = tracking.get(order.itemId) ?? (await this.erp.item(siteId, order.itemId, options)).value.tracking;
      tracking.set(order.itemId, known);
      await this.book.keep(order, known, asOf, options.correlationId);
    }
  }
}
