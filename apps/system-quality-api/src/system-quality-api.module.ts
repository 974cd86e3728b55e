import { QUALITY_SIDE, type Clock, type QualityPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { systemEdgeProviders } from '@plantway/system-api';
import { Module, type DynamicModule } from '@nestjs/common';
import { CapabilitiesController } from './capabilities.controller.js';
import { NonconformitiesController } from './nonconformities/nonconformities.controller.js';
import { InspectionsController } from './inspections/inspections.controller.js';
import { QUALITY } from './system-quality-api.tokens.js';

/** What the quality system API is bound to. */
export interface SystemQualityApiBindings {
  /** One port for all sites, as `siteSystem` makes it. */
  readonly quality: QualityPort;
  readonly sites: SiteDirectory;
  /** The clock by which deadlines of callers are given: the database's. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Governed access to the quality system of each site, in canonical words. It keeps no state and retries nothing. */
@Module({})
export class SystemQualityApiModule {
  static forRoot({ quality, sites, clock }: SystemQualityApiBindings): DynamicModule {
    return {
      module: SystemQualityApiModule,
      controllers: [CapabilitiesController, NonconformitiesController, InspectionsController],
      providers: [{ provide: QUALITY, useValue: quality }, ...systemEdgeProviders({ side: QUALITY_SIDE, clock, backendOf: (siteId) => sites.get(siteId)?.systems.quality?.backend })],
    };
  }
}
