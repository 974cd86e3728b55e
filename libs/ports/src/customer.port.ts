import type { CustomerOrder, DemandForecast, PlantDate, PromiseDateUpdate } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';
import type { DeliveryReceipt } from './delivery.port.js';
import type { Page, PageRequest } from './erp.port.js';
import type { SystemPort } from './system.port.js';

/** What was promised: the day that the customer system made of the scheduled finish. */
export interface PromiseReceipt extends DeliveryReceipt {
  readonly promisedOn: PlantDate;
  /** The day before it, when there was one. */
  readonly promisedBefore?: PlantDate;
}

export interface CustomerOrderFilter extends PageRequest {
  readonly workOrderId?: string;
}

/** What Plantway needs from a customer or order management system (CRM). A receipt has document `promise`. */
export interface CustomerPort extends SystemPort<PromiseDateUpdate, PromiseReceipt> {
  customerOrders(siteId: string, filter: CustomerOrderFilter, options?: CallOptions): Promise<Page<CustomerOrder>>;
  forecasts(siteId: string, page: PageRequest, options?: CallOptions): Promise<Page<DemandForecast>>;
}
