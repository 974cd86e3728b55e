import type { CustomerOrder, DemandForecast, PromiseDateUpdate } from '@plantway/canonical';
import type { CallOptions, CustomerOrderFilter, CustomerPort, Page, PageRequest, PromiseReceipt } from '@plantway/ports';
import { createClient } from './generated/system-customer/client/index.js';
import { SystemCustomerApi } from './generated/system-customer/index.js';
import type { PromiseDateWriteDto } from './generated/system-customer/index.js';
import { systemClientConfig, type SystemConnection } from './system-calls.js';
import { SystemClient } from './system-client.js';

/** The customer port over the customer system API, for a process tier that runs in a process of its own. It retries nothing. */
export class SystemCustomerClient extends SystemClient<PromiseDateUpdate, PromiseReceipt, PromiseDateWriteDto> implements CustomerPort {
  private readonly api: SystemCustomerApi;

  constructor(connection: SystemConnection) {
    const api = new SystemCustomerApi({ client: createClient(systemClientConfig(connection)) });
    super('CUSTOMER', connection, { capabilities: (call) => api.readCapabilities(call), post: (call) => api.postPromiseDate(call), find: (call) => api.findPromiseDate(call) });
    this.api = api;
  }

  async customerOrders(siteId: string, { workOrderId, cursor, limit }: CustomerOrderFilter, options?: CallOptions): Promise<Page<CustomerOrder>> {
    return this.read((call) => this.api.listCustomerOrders({ ...call, path: { siteId }, query: { workOrderId, cursor, limit } }), options);
  }

  async forecasts(siteId: string, { cursor, limit }: PageRequest, options?: CallOptions): Promise<Page<DemandForecast>> {
    return this.read((call) => this.api.listForecasts({ ...call, path: { siteId }, query: { cursor, limit } }), options);
  }
}
