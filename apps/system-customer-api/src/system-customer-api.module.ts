import { CUSTOMER_SIDE, type Clock, type CustomerPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { systemEdgeProviders } from '@plantway/system-api';
import { Module, type DynamicModule } from '@nestjs/common';
import { CapabilitiesController } from './capabilities.controller.js';
import { PromiseDatesController } from './promise-dates/promise-dates.controller.js';
import { DemandController } from './demand/demand.controller.js';
import { CUSTOMER } from './system-customer-api.tokens.js';

/** What the customer system API is bound to. */
export interface SystemCustomerApiBindings {
  /** One port for all sites, as `siteSystem` makes it. */
  readonly customer: CustomerPort;
  readonly sites: SiteDirectory;
  /** The clock by which deadlines of callers are given: the database's. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Governed access to the customer system of each site, in canonical words. It keeps no state and retries nothing. */
@Module({})
export class SystemCustomerApiModule {
  static forRoot({ customer, sites, clock }: SystemCustomerApiBindings): DynamicModule {
    return {
      module: SystemCustomerApiModule,
      controllers: [CapabilitiesController, PromiseDatesController, DemandController],
      providers: [{ provide: CUSTOMER, useValue: customer }, ...systemEdgeProviders({ side: CUSTOMER_SIDE, clock, backendOf: (siteId) => sites.get(siteId)?.systems.customer?.backend })],
    };
  }
}
