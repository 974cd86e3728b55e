import type { Clock, ErpPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Module, type DynamicModule } from '@nestjs/common';
import { BackendHeaderInterceptor } from './backend-header.interceptor.js';
import { CallOptionsPipe } from './call-options.pipe.js';
import { ConfirmationsController } from './postings/confirmations.controller.js';
import { ReleasesController } from './postings/releases.controller.js';
import { ReversalsController } from './postings/reversals.controller.js';
import { CapabilitiesController } from './reads/capabilities.controller.js';
import { InventoryController } from './reads/inventory.controller.js';
import { MasterDataController } from './reads/master-data.controller.js';
import { WorkOrdersController } from './reads/work-orders.controller.js';
import { CLOCK, ERP, SITES } from './system-erp-api.tokens.js';

/** What the ERP system API is bound to. */
export interface SystemErpApiBindings {
  /** One port for all sites, as `siteErp` makes it. */
  readonly erp: ErpPort;
  readonly sites: SiteDirectory;
  /** The clock by which deadlines of callers are given: the database's. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Governed access to the ERP of each site, in canonical words. It keeps no state and retries nothing. */
@Module({})
export class SystemErpApiModule {
  static forRoot({ erp, sites, clock }: SystemErpApiBindings): DynamicModule {
    return {
      module: SystemErpApiModule,
      controllers: [CapabilitiesController, MasterDataController, WorkOrdersController, InventoryController, ConfirmationsController, ReversalsController, ReleasesController],
      providers: [{ provide: ERP, useValue: erp }, { provide: SITES, useValue: sites }, { provide: CLOCK, useValue: clock }, CallOptionsPipe, BackendHeaderInterceptor],
    };
  }
}
