import type { DefectError } from '@plantway/canonical';
import { ConservationCheck, ReconciliationBook, ReconciliationRun } from '@plantway/conservation';
import { EventLogKeeper } from '@plantway/events';
import { DowntimeBook, EQUIPMENT_SETTINGS, EXECUTION_SETTINGS, EquipmentReader, HoldBook, JobOrderBook, JobOrderMaker, KnownOrders, OrderChangeFeed, OrderNegotiation, PlannedOrderBook, PromiseBook, RepeatingTask, ReplanCoalescer, ScheduleBook, WorkOrderRegister } from '@plantway/execution';
import { jobOrderAnsweredKey } from '@plantway/flows';
import { ConditionBell, DeliveryEngine, FollowUpWatch, GuaranteeBook, InstanceClaims, Intake, LateLook, MessageDesk, MessageReader, MessageRelations, WaitingConditions, WatchTurn, type MessagingSettings } from '@plantway/messaging';
import { releaseVersions } from '@plantway/observability';
import type { Clock, ErpPort, MesPort, SystemPorts } from '@plantway/ports';
import { auditHead } from '@plantway/security';
import { businessDayOf, type SiteDirectory } from '@plantway/sites';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import { BookKeeping } from './book-keeping.js';
import { ConditionWatch } from './condition-watch/condition-watch.js';
import { conditionWatchers } from './condition-watch/condition-watchers.js';
import { deliveryFlows } from './delivery-flows.js';
import { deliveryLog } from './delivery-log.js';
import { DeliveryStart } from './delivery-start.js';
import { DowntimeWatch } from './downtime-watch.js';
import { GuaranteeDeclarations } from './guarantee-declarations.js';
import { FinishedChanges } from './finished-changes.js';
import { JobOrderDispatcher } from './job-order-dispatcher.js';
import { JobOrderEventsController } from './job-order-events.controller.js';
import { WorkOrderChanges } from './work-order-changes.js';
import { WorkOrderChangesLifecycle } from './work-order-changes.lifecycle.js';
import { MaintenanceEventsController } from './maintenance-events.controller.js';
import { OwnCommands } from './own-commands.js';
import { paceRules } from './pace-rules.js';
import { PlannedOrderEventsController } from './planned-order-events.controller.js';
import { PromiseDateEventsController } from './promise-date-events.controller.js';
import { ReplanEventsController } from './replan-events.controller.js';
import { ReplanSweep } from './replan-sweep.js';
import { SuppliedStockEventsController, type SuppliedStock } from './supplied-stock-events.controller.js';
import { WorkOrderEventsController } from './work-order-events.controller.js';
import { WorkOrderFollower } from './work-order-follower.js';
import { askedMes } from './work-order-negotiation.js';
import { refreshAllSites } from './work-order-refresh.js';
import { WorkerLifecycle } from './worker.lifecycle.js';
import {
  DELIVERY_ENGINE, DELIVERY_START, EVENT_LOG_KEEPER, INSTANCE_CLAIMS, JOB_ORDER_BOOK, JOB_ORDER_DISPATCHER, MESSAGE_READER, ORDER_NEGOTIATION, OWN_COMMANDS, PROMISE_BOOK, RELATED_MESSAGES,
  REPEATING_TASKS, REPLAN_COALESCER, SCHEDULE_BOOK, SITES, SUPPLIED_STOCK, WORK_ORDER_CHANGES, WORK_ORDER_FOLLOWER,
} from './worker.tokens.js';

// Whoever binds the worker reads these settings for it, and watches its engine.
export { DELIVERY_ENGINE, INSTANCE_CLAIMS } from './worker.tokens.js';
export { watchPace } from './pace-metrics.js';
export { EVENTS_SETTINGS } from '@plantway/events';
export { EQUIPMENT_SETTINGS, EXECUTION_SETTINGS } from '@plantway/execution';
export { ClaimBook, MESSAGING_SETTINGS, requireNestedDeadlines, requireSafeSettings } from '@plantway/messaging';

const GUARANTEES_ASKED_EVERY_MS = 60_000;
/** So long a look for conditions may take before another worker believes that this one is gone; together with two intervals less than a minute by default. */
const WATCH_HELD_LONGER_MS = 15_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface WorkerSettings {
  readonly messaging: MessagingSettings;
  readonly events: { readonly retentionDays: number; readonly idlePollMs: number };
  /** How long after one complete reading of the orders the next begins, in milliseconds. */
  readonly workOrderRefreshMs: number;
  /** How long after one look at what changed in the orders the next begins, in milliseconds. */
  readonly workOrderChangesMs?: number;
  /** How long after one look whether what messages wait for is fulfilled in the ERPs the next begins, in milliseconds; the setting's default when left out. */
  readonly conditionWatchMs?: number;
  /** How long after one look for windows of replanning that are over the next begins, in milliseconds of technical time; the setting's default when left out. */
  readonly replanSweepMs?: number;
  /** How long after one look for downtimes that last too long the next begins, in milliseconds of technical time; the setting's default when left out. */
  readonly downtimeSweepMs?: number;
  /** How long after one look whether the books agree the next begins, in milliseconds; the setting's default when left out. */
  readonly conservationIntervalMs?: number;
  /** How long after one look for reconciliations that are wanted or due the next begins, in milliseconds; the setting's default when left out. */
  readonly reconciliationPollMs?: number;
  /** How long a downtime must be known before it may alarm, in milliseconds of technical time; the setting's default when left out. */
  readonly downtimeSettleMs?: number;
  /** How many days events of machines are kept; the setting's default when left out. */
  readonly equipmentEventRetentionDays?: number;
}

/** What the worker is bound to; whoever binds it owns the pool and ends it after the application was closed. */
export interface WorkerBindings {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly erp: ErpPort;
  readonly mes: MesPort;
  /** Planning, maintenance, customer and quality system. */
  readonly systems: SystemPorts;
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
  static forRoot({ pool, clock, erp, mes, systems, sites, settings, businessNow = () => clock.now(), onUnsafe = () => undefined }: WorkerBindings): DynamicModule {
    const logger = new Logger('Worker');
    const versions = releaseVersions();
    const dayOf = businessDayOf(sites);
    const related = new MessageRelations({ pool, clock });
    const conditions = new ConditionBell({ pool, clock });
    const wake = (keys: readonly string[]): Promise<void> => conditions.ring(keys).catch((error: unknown) => logger.warn(`messages that could go on are looked at later: ${String(error)}`));
    const book = new JobOrderBook(pool, clock, ({ siteId, version, jobOrderIds }) => wake(jobOrderIds.map((jobOrderId) => jobOrderAnsweredKey(siteId, jobOrderId, version))));
    const maker = new JobOrderMaker(erp, book, (siteId, workOrderId, error) => logger.warn(`no job orders of ${workOrderId} at ${siteId}: ${String(error)}`));
    const register = new WorkOrderRegister(pool, erp, (siteId, orders, asOf, options) => maker.make(siteId, orders, asOf, options));
    const intake = new Intake({ pool, clock, versions });
    const dispatcher = new JobOrderDispatcher({
      book, related, businessNow, dayOf, intake,
      onFailure: ({ siteId, workOrderId, version }, error) => logger.error(`job orders of ${workOrderId} at ${siteId} in version ${version} have no message yet: ${String(error)}`),
    });
    const follower = new WorkOrderFollower({
      register, clock, afterwards: () => dispatcher.sweep(), report: (siteId, workOrderId, error) => logger.warn(`order ${workOrderId} of ${siteId} could not be read: ${String(error)}`),
    });
    const reader = new MessageReader(pool);
    const own = new OwnCommands({ intake, businessNow, dayOf, acceptedByOf: async (siteId, messageId) => (await reader.get(siteId, messageId))?.acceptedBy });
    const coalescer = new ReplanCoalescer(pool, clock, businessNow);
    const replans = new ReplanSweep({ coalescer, own, onFailure: ({ siteId, replanRequestId }, error) => logger.error(`replan request ${replanRequestId} of ${siteId} has no message yet: ${String(error)}`) });
    const promises = new PromiseBook(pool);
    const schedules = new ScheduleBook(pool);
    const negotiation = new OrderNegotiation(pool, clock);
    const knownOrders = new KnownOrders(pool);
    const flows = deliveryFlows({ erp, mes, systems, related, jobOrders: book, askedMes: askedMes(negotiation, maker), holds: new HoldBook(pool), makersOf: (siteId, itemId) => knownOrders.makersOf(siteId, itemId), plannedOrders: new PlannedOrderBook(pool), schedules, promises, messages: reader, sites, businessNow, dayOf });
    const refresh = async (signal: AbortSignal): Promise<void> => {
      await refreshAllSites(sites, register, signal, (siteId, error) => logger.warn(`the orders of ${siteId} could not be read: ${String(error)}`));
      await dispatcher.sweep();
    };
    const changes = new WorkOrderChanges({
      erp, register, sites, wake, feed: new OrderChangeFeed(pool),
      leftOut: (siteId, workOrderId, reason) => logger.warn(`a change of ${workOrderId ?? 'some order'} of ${siteId} could not be read: ${reason}`),
      begunAnew: (siteId, reason) => logger.warn(`the ERP of ${siteId} does not know where its list of changes was followed to; all orders were read, and it is followed from its end on: ${reason}`),
      away: (siteId, error) => logger.warn(`what changed in the orders of ${siteId} cannot be read now: ${String(error)}`),
    });
    const follow = async (signal: AbortSignal): Promise<void> => {
      await changes.follow(signal);
      await dispatcher.sweep(); // what was asked of the MES, or taken back, goes out within a moment
    };
    const finished = new FinishedChanges({
      negotiation, register, messages: reader, onFailure: ({ siteId, workOrderId }, error) => logger.warn(`what the MES is asked about ${workOrderId} at ${siteId} by a change that is over is taken back later: ${String(error)}`),
    });
    const takeBack = async (signal: AbortSignal): Promise<void> => {
      if ((await finished.sweep(signal)) > 0) await dispatcher.sweep();
    };
    const downtimes = new DowntimeWatch({
      book: new DowntimeBook(pool, clock), sites, clock, businessNow, settleMs: settings.downtimeSettleMs ?? EQUIPMENT_SETTINGS.downtimeSettleMs.default,
      onFailure: (siteId, error) => logger.error(`the downtimes of ${siteId} could not be looked at: ${String(error)}`),
    });
    const reconciliations = new ReconciliationBook(pool);
    const books = new BookKeeping({
      keepAnchor: async () => {
        const { entries, lastHash } = await auditHead(pool);
        logger.log(`the audit ends after ${entries} entries with hash ${lastHash}: npm run admin -- verify-audit --anchor ${lastHash} shows later whether it still does`);
      },
      sites, clock, businessNow, book: reconciliations, settleMs: settings.conservationIntervalMs ?? EXECUTION_SETTINGS.conservationIntervalMs.default,
      check: new ConservationCheck({ pool, erp, mes, clock, onMesAway: (siteId, error) => logger.warn(`the MES of ${siteId} could not be asked for its totals: ${String(error)}`), onFailure: (siteId, workOrderId, error) => logger.warn(`whether the books of ${workOrderId} at ${siteId} agree could not be looked at: ${String(error)}`) }),
      run: new ReconciliationRun({ pool, erp, clock, book: reconciliations, onFailure: (siteId, error) => logger.warn(`the books of ${siteId} could not be compared with its ERP: ${String(error)}`) }),
      onFailure: (siteId, error) => logger.error(`whether the books of ${siteId} agree could not be looked at: ${String(error)}`),
    });
    const conditionWatchMs = settings.conditionWatchMs ?? EXECUTION_SETTINGS.conditionWatchMs.default;
    const conditionWatch = new ConditionWatch({
      turn: new WatchTurn({ pool, clock, watch: 'conditions', heldForMs: conditionWatchMs + WATCH_HELD_LONGER_MS }),
      sites, watchers: conditionWatchers({ erp, waiting: new WaitingConditions({ pool, clock }), desk: new MessageDesk(pool, clock, reader), wake }),
      onFailure: (siteId, what, error) => logger.warn(`whether messages of ${siteId} that wait for ${what} can go on could not be looked at: ${String(error)}`),
    });
    const machines = new EquipmentReader(pool);
    const keptMs = (settings.equipmentEventRetentionDays ?? EQUIPMENT_SETTINGS.equipmentEventRetentionDays.default) * DAY_MS;
    const guarantees = new GuaranteeBook(pool, clock);
    const declarations = new GuaranteeDeclarations({ book: guarantees, erp, mes, systems, sites, clock, onFailure: (siteId, error) => logger.warn(`what a system of ${siteId} promises against double posting is not known: ${String(error)}`) });
    const claims = new InstanceClaims({
      pool, clock, settings: settings.messaging, wake, log: deliveryLog(logger), claim: (siteId, claim) => erp.claimInstance(siteId, claim),
      backendOf: (siteId) => sites.get(siteId)?.erp.backend, isSupported: async (siteId) => (await erp.capabilities(siteId)).instanceClaim === 'supported',
    });
    const lateLook = new LateLook({ pool, clock, flows, settings: settings.messaging, guarantees, log: deliveryLog(logger) });
    const watch = new FollowUpWatch({ pool, clock, flows, settings: settings.messaging, versions, log: deliveryLog(logger) });
    return {
      module: WorkerModule,
      controllers: [WorkOrderEventsController, JobOrderEventsController, PlannedOrderEventsController, PromiseDateEventsController, ReplanEventsController, MaintenanceEventsController, SuppliedStockEventsController],
      providers: [
        { provide: RELATED_MESSAGES, useValue: related },
        { provide: JOB_ORDER_BOOK, useValue: book },
        { provide: JOB_ORDER_DISPATCHER, useValue: dispatcher },
        { provide: MESSAGE_READER, useValue: reader },
        { provide: SITES, useValue: sites },
        { provide: OWN_COMMANDS, useValue: own },
        { provide: PROMISE_BOOK, useValue: promises },
        { provide: SCHEDULE_BOOK, useValue: schedules },
        { provide: REPLAN_COALESCER, useValue: coalescer },
        { provide: WORK_ORDER_FOLLOWER, useValue: follower },
        { provide: ORDER_NEGOTIATION, useValue: negotiation },
        { provide: SUPPLIED_STOCK, useValue: { itemOf: async (siteId, workOrderId) => (await knownOrders.itemsOf(siteId, [workOrderId])).get(workOrderId), wake } satisfies SuppliedStock },
        { provide: WORK_ORDER_CHANGES, useFactory: () => new RepeatingTask(clock, settings.workOrderChangesMs ?? EXECUTION_SETTINGS.workOrderChangesMs.default, follow, (error) => logger.error(`what changed in the orders could not be followed: ${String(error)}`)) },
        {
          provide: REPEATING_TASKS,
          useFactory: (): readonly RepeatingTask[] => [
            new RepeatingTask(clock, settings.workOrderRefreshMs, refresh, (error) => logger.error(`the orders could not be read: ${String(error)}`)),
            new RepeatingTask(clock, settings.workOrderChangesMs ?? EXECUTION_SETTINGS.workOrderChangesMs.default, takeBack, (error) => logger.error(`what the MES is asked by changes that are over could not be looked at: ${String(error)}`)),
            new RepeatingTask(clock, settings.messaging.instanceClaimMs / 3, () => claims.renew(sites.all().map(({ siteId }) => siteId)), (error) => logger.error(`claims could not be renewed: ${String(error)}`)),
            new RepeatingTask(clock, GUARANTEES_ASKED_EVERY_MS, () => declarations.refresh(), (error) => logger.error(`what systems promise could not be asked: ${String(error)}`)),
            new RepeatingTask(clock, conditionWatchMs, (signal) => conditionWatch.look(signal), (error) => logger.error(`what messages wait for could not be looked at: ${String(error)}`)),
            new RepeatingTask(clock, settings.messaging.followUpIntervalMs, async (signal) => void (await watch.runOnce(signal)), (error) => logger.error(`the follow-ups could not be looked at: ${String(error)}`)),
            new RepeatingTask(clock, settings.messaging.followUpIntervalMs, async (signal) => void (await lateLook.runOnce(signal)), (error) => logger.error(`late sends could not be looked for: ${String(error)}`)),
            new RepeatingTask(clock, settings.replanSweepMs ?? EXECUTION_SETTINGS.replanSweepMs.default, () => replans.run(), (error) => logger.error(`replan requests could not be made: ${String(error)}`)),
            new RepeatingTask(clock, settings.downtimeSweepMs ?? EQUIPMENT_SETTINGS.downtimeSweepMs.default, () => downtimes.sweep(), (error) => logger.error(`downtimes could not be looked at: ${String(error)}`)),
            new RepeatingTask(clock, settings.conservationIntervalMs ?? EXECUTION_SETTINGS.conservationIntervalMs.default, (signal) => books.look(signal), (error) => logger.error(`whether the books agree could not be looked at: ${String(error)}`)),
            new RepeatingTask(clock, settings.reconciliationPollMs ?? EXECUTION_SETTINGS.reconciliationPollMs.default, (signal) => books.reconcile(signal), (error) => logger.error(`the books could not be compared with the ERP: ${String(error)}`)),
            new RepeatingTask(clock, HOUR_MS, async () => void (await machines.removeEventsBefore(new Date(clock.now().getTime() - keptMs))), (error) => logger.error(`old events of machines could not be removed: ${String(error)}`)),
          ],
        },
        { provide: EVENT_LOG_KEEPER, useFactory: () => new EventLogKeeper({ pool, retentionDays: settings.events.retentionDays, idlePollMs: settings.events.idlePollMs, onProblem: (error) => logger.warn(`event log: ${String(error)}`) }) },
        { provide: DELIVERY_ENGINE, useFactory: () => new DeliveryEngine({ pool, clock, flows, settings: settings.messaging, versions, log: deliveryLog(logger), guarantees, gate: claims, pace: paceRules(sites) }) },
        { provide: INSTANCE_CLAIMS, useValue: claims },
        {
          provide: DELIVERY_START,
          useFactory: (engine: DeliveryEngine) => new DeliveryStart({ engine, erp, sites, clock, settings: settings.messaging, log: logger, onUnsafe, beforehand: () => declarations.refresh() }),
          inject: [DELIVERY_ENGINE],
        },
        WorkerLifecycle,
        WorkOrderChangesLifecycle,
      ],
    };
  }
}
