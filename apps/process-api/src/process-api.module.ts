import { ConservationReader, ReconciliationBook } from '@plantway/conservation';
import { DowntimeBook, EXECUTION_SETTINGS, EquipmentBook, EquipmentReader, ExecutionReader, GenealogyReader, HoldBook, JobOrderBook, KnownOrders, PlannedOrderBook, PromiseBook, RepeatingTask, ScheduleBook, WorkOrderPlaces, latestOfMachines } from '@plantway/execution';
import { ReleaseCheck } from '@plantway/flows';
import { BulkDesk, Intake, MessageBacklog, MessageDesk, MessageReader, PastCommands, MessageRepost } from '@plantway/messaging';
import { releaseVersions } from '@plantway/observability';
import type { Clock, ErpPort, MappingPreviews, MaintenancePort } from '@plantway/ports';
import { isSamePerson } from '@plantway/security';
import { businessDayOf, type SiteDirectory } from '@plantway/sites';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import { ConfirmationBatch } from './confirmations/confirmation-batch.js';
import { ConfirmationIntake } from './confirmations/confirmation-intake.js';
import { ConfirmationReversalsController } from './confirmations/confirmation-reversals.controller.js';
import { ConfirmationStatusController } from './confirmations/confirmation-status.controller.js';
import { ProductionConfirmationsController } from './confirmations/production-confirmations.controller.js';
import { ReversalIntake } from './confirmations/reversal-intake.js';
import { ConsumptionIntake } from './consumptions/consumption-intake.js';
import { MaterialConsumptionsController } from './consumptions/material-consumptions.controller.js';
import { DowntimeDesk } from './equipment/downtime-desk.js';
import { DowntimeReads, type DowntimeReadsOptions } from './equipment/downtime-reads.js';
import { DowntimesController } from './equipment/downtimes.controller.js';
import { EquipmentEventsController } from './equipment/equipment-events.controller.js';
import { EquipmentIntake } from './equipment/equipment-intake.js';
import { EquipmentController } from './equipment/equipment.controller.js';
import { ExecutionController } from './execution/execution.controller.js';
import { GenealogyController } from './genealogy/genealogy.controller.js';
import { AcknowledgementIntake } from './job-orders/acknowledgement-intake.js';
import { JobOrdersController } from './job-orders/job-orders.controller.js';
import { BulkDeskController } from './messages/bulk-desk.controller.js';
import { MessageAmendments } from './messages/message-amendments.js';
import { MessageDeskController } from './messages/message-desk.controller.js';
import { MessagesController } from './messages/messages.controller.js';
import { PlannedOrderIntake } from './planning/planned-order-intake.js';
import { PlannedOrderReads } from './planning/planned-order-reads.js';
import { PlannedOrdersController } from './planning/planned-orders.controller.js';
import { PromiseDatesController } from './planning/promise-dates.controller.js';
import { ScheduleIntake } from './planning/schedule-intake.js';
import { SchedulesController } from './planning/schedules.controller.js';
import { RELEASE_SETTINGS } from './process-api.config.js';
import { ConservationController } from './reconciliation/conservation.controller.js';
import { ReconciliationDesk } from './reconciliation/reconciliation-desk.js';
import { ReconciliationsController } from './reconciliation/reconciliations.controller.js';
import {
  ACKNOWLEDGEMENT_INTAKE, BULK_DESK, CHANGE_INTAKE, CLOCK, CONFIRMATION_BATCH, CONFIRMATION_INTAKE, CONSERVATION_READER, CONSUMPTION_INTAKE, DOWNTIME_BOOK, DOWNTIME_DESK, EQUIPMENT_INTAKE, EQUIPMENT_READER, EXECUTION_READER, GENEALOGY_READER, HOLD_BOOK, INTAKE, MESSAGE_AMENDMENTS, MESSAGE_BACKLOG, MESSAGE_DESK, MAPPING_REPLAY, MESSAGE_READER, PLACES_CATCH_UP, QUALITY_INTAKE, RECONCILIATION_BOOK, RECONCILIATION_DESK, PLANNED_ORDERS, PLANNED_ORDER_INTAKE, PLANNED_ORDER_READS, PROMISES, RELEASE_INTAKE, REVERSAL_INTAKE, SCHEDULES, SCHEDULE_INTAKE, SITES, WORK_ORDER_PLACES, DOWNTIME_READS,
} from './process-api.tokens.js';
import { BacklogController } from './reads/backlog.controller.js';
import { QualityEventsController } from './quality/quality-events.controller.js';
import { QualityHoldsController } from './quality/quality-holds.controller.js';
import { QualityIntake } from './quality/quality-intake.js';
import { MappingReplay } from './replay/mapping-replay.js';
import { ReplayController } from './replay/replay.controller.js';
import { SiteController } from './site/site.controller.js';
import { WorkOrderPlacesLifecycle } from './work-order-places.lifecycle.js';
import { ChangeIntake } from './work-orders/change-intake.js';
import { ReleaseIntake } from './work-orders/release-intake.js';
import { WorkOrdersController } from './work-orders/work-orders.controller.js';

// Whoever binds the consumer tier in the same process gives it these reads.
export { equipmentEventSink } from './equipment/equipment-event-sink.js';
export { processReads } from './reads/message-process-reads.js';
// Whoever binds the process API reads this setting for it.
export { RELEASE_SETTINGS } from './process-api.config.js';

/** What the process API is bound to; whoever binds it owns the pool and ends it after the application was closed. ERP and maintenance system are asked about single orders and failures only, and may be away. */
export interface ProcessApiBindings {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly sites: SiteDirectory;
  /** The ERP of every site, asked whether an order can be released. */
  readonly erp: ErpPort;
  /** Tries mappings upon past messages, in the system tier. */
  readonly previews: MappingPreviews;
  /** The maintenance system of every site, asked how far a request is. */
  readonly maintenance: Pick<MaintenancePort, 'requests'>;
  /** Business time; the clock's when left out. */
  readonly businessNow?: () => Date;
  /** How many times as fast as the technical clock it runs; 1 when left out. */
  readonly businessSpeed?: number;
  /** How often the intake takes over which orders became known, in milliseconds. */
  readonly workOrderPlacesMs?: number;
  /** How long after one reading of a site's orders the worker begins the next, in milliseconds: how long a reading is believed follows from it. */
  readonly workOrderRefreshMs?: number;
  /** How long the ERP may take to answer all that a release is checked by, in milliseconds; after that the release is accepted and checked at delivery. As long may the maintenance system take. */
  readonly releaseCheckTimeoutMs?: number;
}

/** Takes the plant's commands in and shows what became of them. */
@Module({})
export class ProcessApiModule {
  static forRoot({
    pool, clock, sites, erp, previews, maintenance, businessNow = () => clock.now(), businessSpeed = 1,
    workOrderPlacesMs = EXECUTION_SETTINGS.workOrderPlacesMs.default, workOrderRefreshMs = EXECUTION_SETTINGS.workOrderRefreshMs.default,
    releaseCheckTimeoutMs: checkTimeoutMs = RELEASE_SETTINGS.releaseCheckTimeoutMs.default,
  }: ProcessApiBindings): DynamicModule {
    const check = new ReleaseCheck({ erp, now: businessNow, dayOf: businessDayOf(sites) });
    return {
      module: ProcessApiModule,
      controllers: [ProductionConfirmationsController, ConfirmationStatusController, ConfirmationReversalsController, WorkOrdersController, MaterialConsumptionsController, PlannedOrdersController, SchedulesController, PromiseDatesController, JobOrdersController, ExecutionController, GenealogyController, MessagesController, MessageDeskController, BulkDeskController, BacklogController, QualityEventsController, QualityHoldsController, EquipmentEventsController, DowntimesController, EquipmentController, ReplayController, SiteController, ConservationController, ReconciliationsController],
      providers: [
        { provide: SITES, useValue: sites },
        { provide: CLOCK, useValue: clock },
        { provide: INTAKE, useFactory: () => new Intake({ pool, clock, versions: releaseVersions() }) },
        { provide: EXECUTION_READER, useFactory: () => new ExecutionReader(pool) },
        { provide: MESSAGE_READER, useFactory: () => new MessageReader(pool) },
        { provide: MESSAGE_BACKLOG, useFactory: () => new MessageBacklog(pool) },
        { provide: MESSAGE_DESK, inject: [MESSAGE_READER], useFactory: (reader: MessageReader) => new MessageDesk(pool, clock, reader, (credentialId, otherId) => isSamePerson(pool, credentialId, otherId), releaseVersions()) },
        { provide: BULK_DESK, inject: [MESSAGE_DESK], useFactory: (desk: MessageDesk) => new BulkDesk(pool, clock, desk) },
        {
          provide: MESSAGE_AMENDMENTS, inject: [MESSAGE_DESK, MESSAGE_READER, WORK_ORDER_PLACES, PLANNED_ORDERS, SCHEDULES, HOLD_BOOK],
          useFactory: (desk: MessageDesk, reader: MessageReader, places: WorkOrderPlaces, plannedOrders: PlannedOrderBook, schedules: ScheduleBook, holds: HoldBook) =>
            new MessageAmendments({ pool, clock, desk, reader, places, plannedOrders, schedules, holds, jobOrders: new JobOrderBook(pool, clock), check, businessNow, checkTimeoutMs }),
        },
        { provide: WORK_ORDER_PLACES, useFactory: () => new WorkOrderPlaces(pool, { refreshMs: workOrderRefreshMs }) },
        { provide: CONFIRMATION_INTAKE, inject: [INTAKE, MESSAGE_READER, WORK_ORDER_PLACES], useFactory: (intake: Intake, reader: MessageReader, places: WorkOrderPlaces) => new ConfirmationIntake(intake, reader, places, businessNow) },
        { provide: REVERSAL_INTAKE, inject: [INTAKE, MESSAGE_READER], useFactory: (intake: Intake, reader: MessageReader) => new ReversalIntake(intake, reader, businessNow) },
        { provide: RELEASE_INTAKE, inject: [INTAKE, MESSAGE_READER], useFactory: (intake: Intake, reader: MessageReader) => new ReleaseIntake({ intake, reader, check, clock, businessNow, checkTimeoutMs }) },
        { provide: CHANGE_INTAKE, inject: [INTAKE, MESSAGE_READER], useFactory: (intake: Intake, reader: MessageReader) => new ChangeIntake({ intake, reader, orders: check, clock, businessNow, checkTimeoutMs }) },
        { provide: CONSUMPTION_INTAKE, inject: [INTAKE, MESSAGE_READER, WORK_ORDER_PLACES], useFactory: (intake: Intake, reader: MessageReader, places: WorkOrderPlaces) => new ConsumptionIntake(intake, reader, places) },
        { provide: PLANNED_ORDERS, useFactory: () => new PlannedOrderBook(pool) },
        { provide: PLANNED_ORDER_INTAKE, inject: [INTAKE, MESSAGE_READER, PLANNED_ORDERS], useFactory: (intake: Intake, reader: MessageReader, plannedOrders: PlannedOrderBook) => new PlannedOrderIntake({ intake, reader, plannedOrders, businessNow }) },
        { provide: PLANNED_ORDER_READS, inject: [PLANNED_ORDERS], useFactory: (plannedOrders: PlannedOrderBook) => new PlannedOrderReads({ plannedOrders, erp, clock, timeoutMs: checkTimeoutMs }) },
        { provide: SCHEDULES, useFactory: () => new ScheduleBook(pool) },
        { provide: SCHEDULE_INTAKE, inject: [INTAKE, MESSAGE_READER, SCHEDULES], useFactory: (intake: Intake, reader: MessageReader, schedules: ScheduleBook) => new ScheduleIntake({ intake, reader, schedules, businessNow }) },
        { provide: PROMISES, useFactory: () => new PromiseBook(pool) },
        { provide: ACKNOWLEDGEMENT_INTAKE, inject: [INTAKE, MESSAGE_READER], useFactory: (intake: Intake, reader: MessageReader) => new AcknowledgementIntake({ intake, reader, jobOrders: new JobOrderBook(pool, clock), businessNow }) },
        { provide: GENEALOGY_READER, useFactory: () => new GenealogyReader(pool) },
        { provide: HOLD_BOOK, useFactory: () => new HoldBook(pool) },
        { provide: QUALITY_INTAKE, inject: [INTAKE, MESSAGE_READER, HOLD_BOOK], useFactory: (intake: Intake, reader: MessageReader, holds: HoldBook) => new QualityIntake({ intake, reader, holds }) },
        { provide: EQUIPMENT_INTAKE, useFactory: () => equipmentIntake(new EquipmentBook(pool, clock, (siteId) => sites.get(siteId), latestOfMachines(businessNow, businessSpeed))) },
        { provide: EQUIPMENT_READER, useFactory: () => new EquipmentReader(pool) },
        { provide: DOWNTIME_BOOK, useFactory: () => new DowntimeBook(pool, clock) },
        { provide: DOWNTIME_READS, inject: [DOWNTIME_BOOK, MESSAGE_READER], useFactory: (downtimes: DowntimeBook, messages: MessageReader) => downtimeReads({ downtimes, messages, maintenance, clock, timeoutMs: checkTimeoutMs }) },
        { provide: DOWNTIME_DESK, inject: [DOWNTIME_BOOK], useFactory: (book: DowntimeBook) => new DowntimeDesk(book, clock) },
        { provide: CONSERVATION_READER, useFactory: () => new ConservationReader(pool) },
        { provide: RECONCILIATION_BOOK, useFactory: () => new ReconciliationBook(pool) },
        {
          provide: RECONCILIATION_DESK, inject: [RECONCILIATION_BOOK, INTAKE, MESSAGE_READER],
          useFactory: (book: ReconciliationBook, intake: Intake, reader: MessageReader) => new ReconciliationDesk({
            book, intake, reposts: new MessageRepost(pool, clock, reader), clock, businessNow, isSamePerson: (credentialId, otherId) => isSamePerson(pool, credentialId, otherId),
          }),
        },
        { provide: MAPPING_REPLAY, inject: [MESSAGE_READER], useFactory: (reader: MessageReader) => new MappingReplay({ reader, commands: new PastCommands(pool), orders: new KnownOrders(pool), previews }) },
        { provide: CONFIRMATION_BATCH, inject: [CONFIRMATION_INTAKE], useFactory: (intake: ConfirmationIntake) => new ConfirmationBatch(intake) },
        { provide: PLACES_CATCH_UP, inject: [WORK_ORDER_PLACES], useFactory: (places: WorkOrderPlaces) => catchUpRepeatedly(places, clock, workOrderPlacesMs) },
        WorkOrderPlacesLifecycle,
      ],
    };
  }
}

function downtimeReads(options: Omit<DowntimeReadsOptions, 'report'>): DowntimeReads {
  const logger = new Logger('DowntimeReads');
  return new DowntimeReads({ ...options, report: (problem) => logger.warn(problem) });
}

function equipmentIntake(book: EquipmentBook): EquipmentIntake {
  const logger = new Logger('EquipmentIntake');
  return new EquipmentIntake(book, (problem) => logger.warn(problem));
}

function catchUpRepeatedly(places: WorkOrderPlaces, clock: Clock, everyMs: number): RepeatingTask {
  const logger = new Logger('WorkOrderPlaces');
  return new RepeatingTask(clock, everyMs, () => places.catchUp(), (error) => logger.warn(`the places of orders could not be read: ${String(error)}`));
}
