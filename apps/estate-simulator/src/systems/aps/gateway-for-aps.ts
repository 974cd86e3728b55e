import type { CustomerOrder, DemandForecast, WorkOrder } from '@plantway/canonical';
import { listFromGateway, readFromGateway } from '../gateway.client.js';
import type { SiteCalendar } from './work-times.js';

/** What a planning system reads of the gateway. All of it throws when it cannot be read now. */
export interface GatewayForAps {
  /** Orders that are not finished and not on hold. */
  workOrders(): Promise<readonly WorkOrder[]>;
  customerOrders(): Promise<readonly CustomerOrder[]>;
  forecasts(): Promise<readonly DemandForecast[]>;
  /** When the plant works. */
  calendar(): Promise<SiteCalendar>;
}

export interface ApsConnection {
  readonly siteId: string;
  readonly apiKey: string;
  /** Address of the process API. */
  readonly baseUrl: string;
  readonly systemErpUrl: string;
  readonly systemCustomerUrl: string;
}

const OPEN_STATUSES = ['created', 'released', 'inProgress'];

/** The gateway's APIs as a planning system reads them. */
export function gatewayForAps({ siteId, apiKey, baseUrl, systemErpUrl, systemCustomerUrl }: ApsConnection): GatewayForAps {
  const customer = { baseUrl: systemCustomerUrl, apiKey };
  return {
    workOrders: async () => (await Promise.all(OPEN_STATUSES.map((status) => listFromGateway<WorkOrder>({ baseUrl: systemErpUrl, apiKey }, `/system/erp/v1/sites/${siteId}/work-orders`, { status })))).flat(),
    customerOrders: () => listFromGateway<CustomerOrder>(customer, `/system/customer/v1/sites/${siteId}/customer-orders`),
    forecasts: () => listFromGateway<DemandForecast>(customer, `/system/customer/v1/sites/${siteId}/forecasts`),
    calendar: async () => {
      const site = await readFromGateway<SiteCalendar>({ baseUrl, apiKey }, `/process/v1/sites/${siteId}`);
      if (site === undefined) throw new Error(`The gateway has no site ${siteId}`);
      return site;
    },
  };
}
