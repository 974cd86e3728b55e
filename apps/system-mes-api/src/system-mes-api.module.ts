import { MES_SIDE, type Clock, type MesPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { systemEdgeProviders } from '@plantway/system-api';
import { Module, type DynamicModule } from '@nestjs/common';
import { CapabilitiesController } from './capabilities/capabilities.controller.js';
import { DispatchesController } from './dispatches/dispatches.controller.js';
import { OperationTotalsController } from './totals/operation-totals.controller.js';
import { MES } from './system-mes-api.tokens.js';

/** What the MES system API is bound to. */
export interface SystemMesApiBindings {
  /** One port for all sites, as `siteMes` makes it. */
  readonly mes: MesPort;
  readonly sites: SiteDirectory;
  /** The clock by which deadlines of callers are given: the database's. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Governed access to the MES of each site, in canonical words. It keeps no state and retries nothing. */
@Module({})
export class SystemMesApiModule {
  static forRoot({ mes, sites, clock }: SystemMesApiBindings): DynamicModule {
    return {
      module: SystemMesApiModule,
      controllers: [CapabilitiesController, DispatchesController, OperationTotalsController],
      providers: [{ provide: MES, useValue: mes }, ...systemEdgeProviders({ side: MES_SIDE, clock, backendOf: (siteId) => sites.get(siteId)?.mes?.backend })],
    };
  }
}
