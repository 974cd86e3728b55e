import type { DefectError } from '@plantway/canonical';
import { EventLogKeeper } from '@plantway/events';
import { RepeatingTask, WorkOrderRegister } from '@plantway/execution';
import { ConfirmProductionFlow } from '@plantway/flows';
import { DeliveryEngine, type MessagingSettings } from '@plantway/messaging';
import { releaseVersions } from '@plantway/observability';
import type { Clock, ErpPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import { deliveryLog } from './delivery-log.js';
import { DeliveryStart } from './delivery-start.js';
import { ProductionConfirmedController } from './production-confirmed.controller.js';
import { refreshAllSites } from './work-order-refresh.js';
import { WorkerLifecycle } from './worker.lifecycle.js';
import { DELIVERY_ENGINE, DELIVERY_START, EVENT_LOG_KEEPER, WORK_ORDER_REFRESH, WORK_ORDER_REGISTER } from './worker.tokens.js';

// Whoever binds the worker reads these settings for it, and watches its engine.
export { DELIVERY_ENGINE } from './worker.tokens.js';
export { EVENTS_SETTINGS } from '@plantway/events';
export { EXECUTION_SETTINGS } from '@plantway/execution';
export { MESSAGING_SETTINGS, requireNestedDeadlines, requireSafeSettings } from '@plantway/messaging';

export interface WorkerSettings {
  readonly messaging: MessagingSettings;
  readonly events: { readonly retentionDays: number; readonly idlePollMs: number };
  /** How long after one complete reading of the orders the next begins, in milliseconds. */
  readonly workOrderRefreshMs: number;
}

/** What the worker is bound to; whoever binds it owns the pool and ends it after the application was closed. */
export interface WorkerBindings {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly erp: ErpPort;
  readonly sites: SiteDirectory;
  readonly settings: WorkerSettings;
  /** Told when the settle window is too short for the ERP of a site: nothing is delivered, and the process should end. */
  readonly onUnsafe?: (error: DefectError) => void;
}

/** Delivers messages, gives events their positions, and keeps the register of orders fresh. Its event handlers need `connectEvents`. */
@Module({})
export class WorkerModule {
  static forRoot({ pool, clock, erp, sites, settings, onUnsafe = () => undefined }: WorkerBindings): DynamicModule {
    const logger = new Logger('Worker');
    const register = new WorkOrderRegister(pool, erp);
    const refresh = (signal: AbortSignal): Promise<void> =>
      refreshAllSites(sites, register, signal, (siteId, error) => logger.warn(`the orders of ${siteId} could not be read: ${String(error)}`));
    return {
      module: WorkerModule,
      controllers: [ProductionConfirmedController],
      providers: [
        { provide: WORK_ORDER_REGISTER, useValue: register },
        { provide: WORK_ORDER_REFRESH, useFactory: () => new RepeatingTask(clock, settings.workOrderRefreshMs, refresh, (error) => logger.error(`the orders could not be read: ${String(error)}`)) },
        { provide: EVENT_LOG_KEEPER, useFactory: () => new EventLogKeeper({ pool, retentionDays: settings.events.retentionDays, idlePollMs: settings.events.idlePollMs, onProblem: (error) => logger.warn(`event log: ${String(error)}`) }) },
        { provide: DELIVERY_ENGINE, useFactory: () => new DeliveryEngine({ pool, clock, flows: [new ConfirmProductionFlow(erp)], settings: settings.messaging, versions: releaseVersions(), log: deliveryLog(logger) }) },
        {
          provide: DELIVERY_START,
          useFactory: (engine: DeliveryEngine) => new DeliveryStart({ engine, erp, sites, clock, settings: settings.messaging, log: logger, onUnsafe }),
          inject: [DELIVERY_ENGINE],
        },
        WorkerLifecycle,
      ],
    };
  }
}
