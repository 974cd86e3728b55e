import type { CustomerOrder, DemandForecast, PromiseDateUpdate } from '@plantway/canonical';
import type { CallOptions, Clock, CustomerOrderFilter, CustomerPort, Page, PageRequest, PromiseReceipt, SystemCapabilities } from '@plantway/ports';
import { WireClient, type WireSettings } from '@plantway/wire';
import { customerOrderOf, forecastOf, promiseBody, promiseReceipt } from './crm-simulated.mapper.js';

export const CRM_SIMULATED = 'crm-simulated';
/** From the wire's document: the system has decided by then. */
const LONGEST_WRITE_MS = 20_000;

/** The customer system of the estate, behind the customer port. It opens connections when it is asked and keeps no state. */
export function crmSimulated(settings: WireSettings, clock: Pick<Clock, 'now'>): CustomerPort {
  return new CrmSimulatedBackend(new WireClient({ root: 'crm', family: 'CUSTOMER', name: 'customer system' }, settings, clock));
}

class CrmSimulatedBackend implements CustomerPort {
  constructor(private readonly client: WireClient) {}

  async capabilities(): Promise<SystemCapabilities> {
    return { backend: CRM_SIMULATED, guaranteeClass: 'K', longestWriteMs: LONGEST_WRITE_MS };
  }

  async post(update: PromiseDateUpdate, reference: string, options?: CallOptions): Promise<PromiseReceipt> {
    const target = { path: [update.siteId, 'promises'], about: `promise date of ${update.promiseUpdateId}`, options } as const;
    return this.client.write(target, promiseBody(update, reference), (row, saidAt) => promiseReceipt(row, saidAt, reference, CRM_SIMULATED));
  }

  async find({ siteId, promiseUpdateId }: PromiseDateUpdate, reference: string, options?: CallOptions): Promise<readonly PromiseReceipt[]> {
    return this.client.find({ path: [siteId, 'promises', reference], about: `read-back of the promise date of ${promiseUpdateId}`, options }, (row, saidAt) => promiseReceipt(row, saidAt, reference, CRM_SIMULATED));
  }

  async customerOrders(siteId: string, { workOrderId, ...page }: CustomerOrderFilter, options?: CallOptions): Promise<Page<CustomerOrder>> {
    return this.client.list({ path: [siteId, 'orders'], about: `customer orders of ${siteId}`, options }, page, { workOrderId }, (row) => customerOrderOf(row, siteId));
  }

  async forecasts(siteId: string, page: PageRequest, options?: CallOptions): Promise<Page<DemandForecast>> {
    return this.client.list({ path: [siteId, 'forecasts'], about: `forecasts of ${siteId}`, options }, page, {}, (row) => forecastOf(row, siteId));
  }
}
