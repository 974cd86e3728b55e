import { PLANNING_SIDE, type Clock, type PlanningPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { systemEdgeProviders } from '@plantway/system-api';
import { Module, type DynamicModule } from '@nestjs/common';
import { CapabilitiesController } from './capabilities.controller.js';
import { ReplanRequestsController } from './replan-requests/replan-requests.controller.js';
import { ScheduleController } from './schedule/schedule.controller.js';
import { PLANNING } from './system-planning-api.tokens.js';

/** What the planning system API is bound to. */
export interface SystemPlanningApiBindings {
  /** One port for all sites, as `siteSystem` makes it. */
  readonly planning: PlanningPort;
  readonly sites: SiteDirectory;
  /** The clock by which deadlines of callers are given: the database's. */
  readonly clock: Pick<Clock, 'now'>;
}

/** Governed access to the planning system of each site, in canonical words. It keeps no state and retries nothing. */
@Module({})
export class SystemPlanningApiModule {
  static forRoot({ planning, sites, clock }: SystemPlanningApiBindings): DynamicModule {
    return {
      module: SystemPlanningApiModule,
      controllers: [CapabilitiesController, ReplanRequestsController, ScheduleController],
      providers: [{ provide: PLANNING, useValue: planning }, ...systemEdgeProviders({ side: PLANNING_SIDE, clock, backendOf: (siteId) => sites.get(siteId)?.systems.planning?.backend })],
    };
  }
}
