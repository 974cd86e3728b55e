import type { Quantity } from './quantity-types.js';
import type { Instant, PlantDate } from './site.js';

/** A line of what a customer ordered. */
export interface CustomerOrderLine {
  readonly lineId: string;
  readonly itemId: string;
  readonly quantity: Quantity;
  /** Day on which the customer wants it, in his own calendar. */
  readonly requestedOn: PlantDate;
  /** Day that was promised to him; absent until somebody did. */
  readonly promisedOn?: PlantDate;
  /** Work order that makes it; absent while it is only planned, or comes from stock. */
  readonly workOrderId?: string;
}

/** Source: ISA-95 part 1 calls it an order of the enterprise; OAGIS SalesOrder. */
export interface CustomerOrder {
  readonly customerOrderId: string;
  readonly siteId: string;
  readonly customerId: string;
  readonly status: 'open' | 'delivered' | 'cancelled';
  readonly lines: readonly CustomerOrderLine[];
}

/** When a line will be ready at the plant; the customer system makes the promised day of it: lead time, in working days of the customer. */
export interface PromiseDateUpdate {
  /** "{customerOrderId}/{lineId}@{schedule version}". */
  readonly promiseUpdateId: string;
  readonly siteId: string;
  readonly customerOrderId: string;
  readonly lineId: string;
  readonly workOrderId: string;
  readonly scheduledFinishAt: Instant;
  /** Version of the schedule that says so: a line never goes back to an older one. */
  readonly scheduleVersion: number;
}

/** What customers are expected to want. */
export interface DemandForecast {
  readonly forecastId: string;
  readonly siteId: string;
  readonly itemId: string;
  /** First day and last day of the bucket. */
  readonly startsOn: PlantDate;
  readonly endsOn: PlantDate;
  readonly quantity: Quantity;
}
