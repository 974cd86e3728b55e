import type { Instant, MaterialReservation } from '@plantway/canonical';
import type { KnownPlannedOrder, PlannedOrderBook } from '@plantway/execution';
import type { CallOptions, Clock, ErpPort, Page } from '@plantway/ports';
import { answeredInTime } from '../work-orders/answered-in-time.js';

export interface PlannedOrderReadsOptions {
  readonly plannedOrders: Pick<PlannedOrderBook, 'get'>;
  readonly erp: Pick<ErpPort, 'reservations'>;
  readonly clock: Clock;
  /** How long the ERP may take to answer what it keeps for an order, in milliseconds. */
  readonly timeoutMs: number;
}

/** A planned order with what the ERP keeps for it. */
export interface PlannedOrderWithReservations {
  readonly planned: KnownPlannedOrder;
  readonly reservations: readonly MaterialReservation[];
  /** When the ERP said so. */
  readonly asOf: Instant;
}

const LARGEST_PAGE = 1_000;

/** Reads planned orders with their effect in the ERP, which only the ERP knows. */
export class PlannedOrderReads {
  constructor(private readonly options: PlannedOrderReadsOptions) {}

  /**
   * Undefined when the planned order does not stand in the ERP. Material is kept for it until it is converted, and for its work order from then on.
   * @throws TechnicalRetryableError `ERP_UNAVAILABLE`, and other errors of the ERP as they come
   */
  async read(siteId: string, plannedOrderId: string, correlationId: string): Promise<PlannedOrderWithReservations | undefined> {
    const { plannedOrders, clock, timeoutMs } = this.options;
    const planned = await plannedOrders.get(siteId, plannedOrderId);
    if (planned === undefined) return undefined;
    return { planned, ...(await answeredInTime(clock, timeoutMs, (call) => this.reservationsOf(siteId, planned, { ...call, correlationId }))) };
  }

  private async reservationsOf(siteId: string, { plannedOrderId, workOrderId }: KnownPlannedOrder, call: CallOptions): Promise<Pick<PlannedOrderWithReservations, 'reservations' | 'asOf'>> {
    const found: MaterialReservation[] = [];
    let page: Page<MaterialReservation> | undefined;
    do {
      const cursor = page?.nextCursor ?? undefined;
      page = await this.options.erp.reservations(siteId, { ...(workOrderId !== undefined && { workOrderId }), ...(cursor !== undefined && { cursor }), limit: LARGEST_PAGE }, call);
      found.push(...page.items.filter((each) => (workOrderId === undefined ? each.plannedOrderId === plannedOrderId : each.workOrderId === workOrderId)));
    } while (page.nextCursor !== null);
    return { reservations: found, asOf: page.asOf };
  }
}
