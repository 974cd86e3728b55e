import type { CustomerOrder, DemandForecast, WorkOrder } from '@plantway/canonical';
import { listFromGateway } from '../gateway.client.js';

/** What a planning system reads of the gateway. All of it throws when it cannot be read now. */
export interface GatewayForAps {
  /** Orders that are not finished and not on hold. */
  workOrders(): Promise<readonly WorkOrder[]>;
  customerOrders(): Promise<readonly CustomerOrder[]>;
  forecasts(): Promise<readonly DemandForecast[]>;
}

export interface ApsConnection {
  readonly siteId: string;
  readonly apiKey: string;
  readonly systemErpUrl: string;
  readonly systemCustomerUrl: string;
}

const OPEN_STATUSES = ['created', 'released', 'inProgress'];

/** The gateway's system APIs as a planning system reads them. */
export function gatewayForAps({ siteId, apiKey, systemErpUrl, systemCustomerUrl }: ApsConnection): GatewayForAps {
  const customer = { baseUrl: systemCustomerUrl, apiKey };
  return {
    workOrders: async () => (await Promise.all(OPEN_STATUSES.map((status) => listFromGateway<WorkOrder>({ baseUrl: systemErpUrl, apiKey }, `/system/erp/v1/sites/${siteId}/work-orders`, { status })))).flat(),
    customerOrders: () => listFromGateway<CustomerOrder>(customer, `/system/customer/v1/sites/${siteId}/customer-orders`),
    forecasts: () => listFromGateway<DemandForecast>(customer, `/system/customer/v1/sites/${siteId}/forecasts`),
  };
}
