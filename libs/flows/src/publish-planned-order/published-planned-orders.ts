import type { PlannedOrder } from '@plantway/canonical';

/** A planned order that stands in the ERP. */
export interface PublishedPlannedOrder extends PlannedOrder {
  /** Work order that was made of it. */
  readonly workOrderId?: string;
}

/** What flows ask about planned orders that the gateway keeps. */
export interface PublishedPlannedOrders {
  /** Undefined as long as it does not stand in the ERP. */
  get(siteId: string, plannedOrderId: string): Promise<PublishedPlannedOrder | undefined>;
}
