import { MAINTENANCE_SIDE, type Clock, type MaintenancePort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { systemEdgeProviders } from '@plantway/system-api';
import { Module, type DynamicModule } from '@nestjs/common';
import { CapabilitiesController } from './capabilities.controller.js';
import { RequestsController } from './requests/requests.controller.js';
import { WorkController } from './work/work.controller.js';
import { MAINTENANCE } from './system-maintenance-api.tokens.js';

/** What the maintenance system API is bound to. */
export interface SystemMaintenanceApiBindings {
  /** One port for all sites, as `siteSystem` makes it. */
  readonly maintenance: MaintenancePort;
  readonly sites: SiteDirectory;
  /** The clock by which deadlines of callers are given: the database's. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Governed access to the maintenance system of each site, in canonical words. It keeps no state and retries nothing. */
@Module({})
export class SystemMaintenanceApiModule {
  static forRoot({ maintenance, sites, clock }: SystemMaintenanceApiBindings): DynamicModule {
    return {
      module: SystemMaintenanceApiModule,
      controllers: [CapabilitiesController, RequestsController, WorkController],
      providers: [{ provide: MAINTENANCE, useValue: maintenance }, ...systemEdgeProviders({ side: MAINTENANCE_SIDE, clock, backendOf: (siteId) => sites.get(siteId)?.systems.maintenance?.backend })],
    };
  }
}
