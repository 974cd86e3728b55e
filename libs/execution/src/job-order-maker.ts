import { BusinessException, DefectError, MappingError, type Instant, type Item, type WorkOrder } from '@plantway/canonical';
import type { CallOptions, ErpPort } from '@plantway/ports';
import type { JobOrderBook } from './job-order-book.js';
import { standsStill } from './job-order-content.js';

/** Told of an order of which no job orders can be made, with what stands in the way. */
export type OrderLeftOut = (siteId: string, workOrderId: string, error: Error) => void;

/** Makes job orders of whatever released orders the ERP shows, whoever released them. */
export class JobOrderMaker {
  constructor(private readonly erp: Pick<ErpPort, 'item'>, private readonly book: JobOrderBook, private readonly leftOut: OrderLeftOut = () => undefined) {}

  /**
   * Keeps the job orders of those orders that are released, in progress, or held or called off meanwhile. An order whose item the ERP does not show, or not in a way that is understood, is left out and told of;
   * it is tried again with the next reading. Technical errors as in `ErpPort.item`; orders kept before stay kept.
   */
  async make(siteId: string, orders: readonly WorkOrder[], asOf: Instant, options: CallOptions): Promise<void> {
    const made = orders.filter((order) => order.status === 'released' || order.status === 'inProgress' || standsStill(order));
    const items = new Map<string, Promise<Item['tracking']>>();
    for (const order of await this.book.outdated(siteId, made, asOf)) {
      const { itemId, workOrderId } = order;
      const tracking = items.get(itemId) ?? this.trackingOf(siteId, itemId, options);
      items.set(itemId, tracking);
      try {
        await this.book.keep(order, await tracking, asOf, options.correlationId);
      } catch (error) {
        if (!isOfThisOrder(error)) throw error;
        this.leftOut(siteId, workOrderId, error);
      }
    }
  }

  private async trackingOf(siteId: string, itemId: string, options: CallOptions): Promise<Item['tracking']> {
    return (await this.erp.item(siteId, itemId, options)).value.tracking;
  }
}

/** Another order may do better: it is not the ERP as a whole that is away. */
function isOfThisOrder(error: unknown): error is Error {
  return error instanceof BusinessException || error instanceof MappingError || error instanceof DefectError;
}
