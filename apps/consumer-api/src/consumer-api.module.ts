import type { ProcessReadPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import { AlertsController } from './alerts/alerts.controller.js';
import { CONSUMER_SETTINGS } from './consumer-api.config.js';
import { BUSINESS_NOW, EVENT_FEED, EVENT_STREAMS, OVERVIEW_READER, POOL, PROCESS, PROJECTOR, SITES, WORK_ORDER_READER } from './consumer-api.tokens.js';
import { DeskController } from './desk/desk.controller.js';
import { DowntimeController } from './downtime/downtime.controller.js';
import { EventFeed } from './events/event-feed.js';
import { EventsController } from './events/events.controller.js';
import { OverviewReader } from './overview/overview-reader.js';
import { OverviewController } from './overview/overview.controller.js';
import { ProjectionEventsController } from './projections/projection-events.controller.js';
import { Projector } from './projections/projector.js';
import { SitesController } from './sites/sites.controller.js';
import { WorkOrderReader } from './work-orders/work-order-reader.js';
import { WorkOrdersController } from './work-orders/work-orders.controller.js';

// Whoever binds the consumer API reads its settings, and rebuilds its projections by command.
export { CONSUMER_SETTINGS } from './consumer-api.config.js';
export { rebuildProjections, type RebuildOptions, type RebuildProgress } from './projections/rebuild-projections.js';

/** What the consumer API is bound to; whoever binds it owns the pool and ends it after the application was closed. */
export interface ConsumerApiBindings {
  readonly pool: Pool;
  readonly sites: SiteDirectory;
  /** Asked for what no event tells: backlog and exceptions. It may be away. */
  readonly process: ProcessReadPort;
  /** Business time, by which an order is late. */
  readonly businessNow: () => Date;
  /** Longest silence of a feed of events, in milliseconds. */
  readonly heartbeatMs?: number;
  /** How long one connection of a feed lasts, in milliseconds. */
  readonly streamMs?: number;
}

/** What people and dashboards read, made of events. Its event handler needs `connectEvents`. */
@Module({})
export class ConsumerApiModule {
  static forRoot({ pool, sites, process, businessNow, heartbeatMs = CONSUMER_SETTINGS.heartbeatMs.default, streamMs = CONSUMER_SETTINGS.streamMs.default }: ConsumerApiBindings): DynamicModule {
    const logger = new Logger('ConsumerApi');
    return {
      module: ConsumerApiModule,
      controllers: [SitesController, OverviewController, WorkOrdersController, DowntimeController, AlertsController, DeskController, EventsController, ProjectionEventsController],
      providers: [
        { provide: POOL, useValue: pool },
        { provide: SITES, useValue: sites },
        { provide: PROCESS, useValue: process },
        { provide: BUSINESS_NOW, useValue: businessNow },
        { provide: EVENT_STREAMS, useValue: { heartbeatMs, streamMs } },
        { provide: PROJECTOR, useFactory: () => new Projector(pool) },
        { provide: WORK_ORDER_READER, useFactory: () => new WorkOrderReader(pool) },
        { provide: OVERVIEW_READER, useFactory: () => new OverviewReader(pool, process, (error) => logger.warn(`the backlog could not be read: ${String(error)}`)) },
        { provide: EVENT_FEED, inject: [PROJECTOR], useFactory: (projector: Projector) => new EventFeed({ pool, projector, onProblem: (error) => logger.warn(`the feed of events: ${String(error)}`) }) },
      ],
    };
  }
}
