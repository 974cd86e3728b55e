import type { DefectError } from '@plantway/canonical';
import { EventLogKeeper } from '@plantway/events';
import { JobOrderBook, JobOrderMaker, RepeatingTask, ReportBook, WorkOrderRegister } from '@plantway/execution';
import { DeliveryEngine, FollowUpWatch, Intake, MessageReader, MessageRelations, type MessagingSettings } from '@plantway/messaging';
import { releaseVersions } from '@plantway/observability';
import type { Clock, ErpPort, MesPort } from '@plantway/ports';
import { businessDayOf, type SiteDirectory } from '@plantway/sites';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import { deliveryFlows } from './delivery-flows.js';
import { deliveryLog } from './delivery-log.js';
import { DeliveryStart } from './delivery-start.js';
import { JobOrderDispatcher } from './job-order-dispatcher.js';
import { JobOrderEventsController } from './job-order-events.controller.js';
import { ReportEventsController } from './report-events.controller.js';
import { WorkOrderEventsController } from './work-order-events.controller.js';
import { WorkOrderFollower } from './work-order-follower.js';
import { refreshAllSites } from './work-order-refresh.js';
import { WorkerLifecycle } from './worker.lifecycle.js';
import {
  DELIVERY_ENGINE, DELIVERY_START, EVENT_LOG_KEEPER, FOLLOW_UP_WATCH, JOB_ORDER_BOOK, JOB_ORDER_DISPATCHER, MESSAGE_READER, RELATED_MESSAGES, REPORT_BOOK, WORK_ORDER_FOLLOWER, WORK_ORDER_REFRESH,
} from './worker.tokens.js';

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
  readonly mes: MesPort;
  readonly sites: SiteDirectory;
  readonly settings: WorkerSettings;
  /** Business time, by which an order is late; the clock's when left out. */
  readonly businessNow?: () => Date;
  /** Told when the settle window is too short for the ERP of a site: nothing is delivered, and the process should end. */
  readonly onUnsafe?: (error: DefectError) => void;
}

/** Delivers messages, gives events their positions, keeps the register of orders fresh, and sends out job orders. Its event handlers need `connectEvents`. */
@Module({})
export class WorkerModule {
  static forRoot({ pool, clock, erp, mes, sites, settings, businessNow = () => clock.now(), onUnsafe = () => undefined }: WorkerBindings): DynamicModule {
    const logger = new Logger('Worker');
    const versions = releaseVersions();
    const dayOf = businessDayOf(sites);
    const related = new MessageRelations({ pool, clock });
    const book = new JobOrderBook(pool, clock);
    const maker = new JobOrderMaker(erp, book, (siteId, workOrderId, error) => logger.warn(`no job orders of ${workOrderId} at ${siteId}: ${String(error)}`));
    const register = new WorkOrderRegister(pool, erp, (siteId, orders, asOf, options) => maker.make(siteId, orders, asOf, options));
    const dispatcher = new JobOrderDispatcher({
      book, related, businessNow, dayOf, intake: new Intake({ pool, clock, versions }),
      onFailure: ({ siteId, workOrderId, version }, error) => logger.error(`job orders of ${workOrderId} at ${siteId} in version ${version} have no message yet: ${String(error)}`),
    });
    const follower = new WorkOrderFollower({
      register, clock, afterwards: () => dispatcher.sweep(), report: (siteId, workOrderId, error) => logger.warn(`order ${workOrderId} of ${siteId} could not be read: ${String(error)}`),
    });
    const reader = new MessageReader(pool);
    const flows = deliveryFlows({ erp, mes, related, jobOrders: book, messages: reader, sites, businessNow, dayOf });
    const refresh = async (signal: AbortSignal): Promise<void> => {
      await refreshAllSites(sites, register, signal, (siteId, error) => logger.warn(`the orders of ${siteId} could not be read: ${String(error)}`));
      await dispatcher.sweep();
    };
    const watch = new FollowUpWatch({ pool, clock, flows, settings: settings.messaging, versions, log: deliveryLog(logger) });
    return {
      module: WorkerModule,
      controllers: [WorkOrderEventsController, JobOrderEventsController, ReportEventsController],
      providers: [
        { provide: RELATED_MESSAGES, useValue: related },
        { provide: JOB_ORDER_BOOK, useValue: book },
        { provide: JOB_ORDER_DISPATCHER, useValue: dispatcher },
        { provide: REPORT_BOOK, useFactory: () => new ReportBook(pool) },
        { provide: MESSAGE_READER, useValue: reader },
        { provide: WORK_ORDER_FOLLOWER, useValue: follower },
        { provide: WORK_ORDER_REFRESH, useFactory: () => new RepeatingTask(clock, settings.workOrderRefreshMs, refresh, (error) => logger.error(`the orders could not be read: ${String(error)}`)) },
        { provide: FOLLOW_UP_WATCH, useFactory: () => new RepeatingTask(clock, settings.messaging.followUpIntervalMs, async (signal) => void (await watch.runOnce(signal)), (error) => logger.error(`the follow-ups could not be looked at: ${String(error)}`)) },
        { provide: EVENT_LOG_KEEPER, useFactory: () => new EventLogKeeper({ pool, retentionDays: settings.events.retentionDays, idlePollMs: settings.events.idlePollMs, onProblem: (error) => logger.warn(`event log: ${String(error)}`) }) },
        { provide: DELIVERY_ENGINE, useFactory: () => new DeliveryEngine({ pool, clock, flows, settings: settings.messaging, versions, log: deliveryLog(logger) }) },
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
