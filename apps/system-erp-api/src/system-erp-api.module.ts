import { ERP_SIDE, type Clock, type ErpPort, type MappingPreviews } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { systemEdgeProviders } from '@plantway/system-api';
import { Module, type DynamicModule } from '@nestjs/common';
import { InstanceClaimsController } from './claims/instance-claims.controller.js';
import { MappingPreviewsController } from './mappings/mapping-previews.controller.js';
import { ConfirmationsController } from './postings/confirmations.controller.js';
import { DispositionsController } from './postings/dispositions.controller.js';
import { GoodsMovementsController } from './postings/goods-movements.controller.js';
import { OrderChangesController } from './postings/order-changes.controller.js';
import { PlannedOrdersController } from './postings/planned-orders.controller.js';
import { ReleasesController } from './postings/releases.controller.js';
import { ReversalsController } from './postings/reversals.controller.js';
import { CapabilitiesController } from './reads/capabilities.controller.js';
import { InventoryController } from './reads/inventory.controller.js';
import { MasterDataController } from './reads/master-data.controller.js';
import { WorkOrdersController } from './reads/work-orders.controller.js';
import { ERP, MAPPING_PREVIEWS } from './system-erp-api.tokens.js';

/** What the ERP system API is bound to. */
export interface SystemErpApiBindings {
  /** One port for all sites, as `siteErp` makes it. */
  readonly erp: ErpPort;
  /** Tries mappings, as `siteMappingPreviews` makes it. */
  readonly previews: MappingPreviews;
  readonly sites: SiteDirectory;
  /** The clock by which deadlines of callers are given: the database's. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Governed access to the ERP of each site, in canonical words. It keeps no state and retries nothing. */
@Module({})
export class SystemErpApiModule {
  static forRoot({ erp, previews, sites, clock }: SystemErpApiBindings): DynamicModule {
    return {
      module: SystemErpApiModule,
      controllers: [
        CapabilitiesController, MasterDataController, WorkOrdersController, InventoryController, ConfirmationsController, ReversalsController, ReleasesController, OrderChangesController,
        GoodsMovementsController, DispositionsController, PlannedOrdersController, MappingPreviewsController, InstanceClaimsController,
      ],
      providers: [{ provide: ERP, useValue: erp }, { provide: MAPPING_PREVIEWS, useValue: previews }, ...systemEdgeProviders({ side: ERP_SIDE, clock, backendOf: (siteId) => sites.get(siteId)?.erp.backend })],
    };
  }
}
