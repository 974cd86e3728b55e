import { EXECUTION_SETTINGS, ExecutionReader, JobOrderBook, RepeatingTask, WorkOrderPlaces } from '@plantway/execution';
import { ReleaseCheck } from '@plantway/flows';
import { Intake, MessageDesk, MessageReader } from '@plantway/messaging';
import { releaseVersions } from '@plantway/observability';
import type { Clock, ErpPort } from '@plantway/ports';
import { businessDayOf, type SiteDirectory } from '@plantway/sites';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import { ConfirmationBatch } from './confirmations/confirmation-batch.js';
import { ConfirmationIntake } from './confirmations/confirmation-intake.js';
import { ConfirmationReversalsController } from './confirmations/confirmation-reversals.controller.js';
import { ConfirmationStatusController } from './confirmations/confirmation-status.controller.js';
import { ProductionConfirmationsController } from './confirmations/production-confirmations.controller.js';
import { ReversalIntake } from './confirmations/reversal-intake.js';
import { ExecutionController } from './execution/execution.controller.js';
import { AcknowledgementIntake } from './job-orders/acknowledgement-intake.js';
import { JobOrdersController } from './job-orders/job-orders.controller.js';
import { MessageDeskController } from './messages/message-desk.controller.js';
import { MessagesController } from './messages/messages.controller.js';
import { RELEASE_SETTINGS } from './process-api.config.js';
import {
  ACKNOWLEDGEMENT_INTAKE, CLOCK, CONFIRMATION_BATCH, CONFIRMATION_INTAKE, EXECUTION_READER, INTAKE, MESSAGE_DESK, MESSAGE_READER, PLACES_CATCH_UP, RELEASE_INTAKE, REVERSAL_INTAKE, SITES, WORK_ORDER_PLACES,
} from './process-api.tokens.js';
import { SiteController } from './site/site.controller.js';
import { WorkOrderPlacesLifecycle } from './work-order-places.lifecycle.js';
import { ReleaseIntake } from './work-orders/release-intake.js';
import { WorkOrdersController } from './work-orders/work-orders.controller.js';

// Whoever binds the process API reads this setting for it.
export { RELEASE_SETTINGS } from './process-api.config.js';

/** What the process API is bound to; whoever binds it owns the pool and ends it after the application was closed. The ERP is asked before a release only, and may be away. */
export interface ProcessApiBindings {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly sites: SiteDirectory;
  /** The ERP of every site, asked whether an order can be released. */
  readonly erp: ErpPort;
  /** Business time; the clock's when left out. */
  readonly businessNow?: () => Date;
  /** How often the intake takes over which orders became known, in milliseconds. */
  readonly workOrderPlacesMs?: number;
  /** How long after one reading of a site's orders the worker begins the next, in milliseconds: how long a reading is believed follows from it. */
  readonly workOrderRefreshMs?: number;
  /** How long the ERP may take to answer all that a release is checked by, in milliseconds; after that the release is accepted and checked at delivery. */
  readonly releaseCheckTimeoutMs?: number;
}

/** Takes the plant's commands in and shows what became of them. */
@Module({})
export class ProcessApiModule {
  static forRoot({
    pool, clock, sites, erp, businessNow = () => clock.now(),
    workOrderPlacesMs = EXECUTION_SETTINGS.workOrderPlacesMs.default, workOrderRefreshMs = EXECUTION_SETTINGS.workOrderRefreshMs.default,
    releaseCheckTimeoutMs: checkTimeoutMs = RELEASE_SETTINGS.releaseCheckTimeoutMs.default,
  }: ProcessApiBindings): DynamicModule {
    const check = new ReleaseCheck({ erp, now: businessNow, dayOf: businessDayOf(sites) });
    return {
      module: ProcessApiModule,
      controllers: [ProductionConfirmationsController, ConfirmationStatusController, ConfirmationReversalsController, WorkOrdersController, JobOrdersController, ExecutionController, MessagesController, MessageDeskController, SiteController],
      providers: [
        { provide: SITES, useValue: sites },
        { provide: CLOCK, useValue: clock },
        { provide: INTAKE, useFactory: () => new Intake({ pool, clock, versions: releaseVersions() }) },
        { provide: EXECUTION_READER, useFactory: () => new ExecutionReader(pool) },
        { provide: MESSAGE_READER, useFactory: () => new MessageReader(pool) },
        { provide: MESSAGE_DESK, inject: [MESSAGE_READER], useFactory: (reader: MessageReader) => new MessageDesk(pool, clock, reader) },
        { provide: WORK_ORDER_PLACES, useFactory: () => new WorkOrderPlaces(pool, { refreshMs: workOrderRefreshMs }) },
        { provide: CONFIRMATION_INTAKE, inject: [INTAKE, MESSAGE_READER, WORK_ORDER_PLACES], useFactory: (intake: Intake, reader: MessageReader, places: WorkOrderPlaces) => new ConfirmationIntake(intake, reader, places, businessNow) },
        { provide: REVERSAL_INTAKE, inject: [INTAKE, MESSAGE_READER], useFactory: (intake: Intake, reader: MessageReader) => new ReversalIntake(intake, reader, businessNow) },
        { provide: RELEASE_INTAKE, inject: [INTAKE, MESSAGE_READER], useFactory: (intake: Intake, reader: MessageReader) => new ReleaseIntake({ intake, reader, check, clock, businessNow, checkTimeoutMs }) },
        { provide: ACKNOWLEDGEMENT_INTAKE, inject: [INTAKE, MESSAGE_READER], useFactory: (intake: Intake, reader: MessageReader) => new AcknowledgementIntake({ intake, reader, jobOrders: new JobOrderBook(pool, clock), businessNow }) },
        { provide: CONFIRMATION_BATCH, inject: [CONFIRMATION_INTAKE], useFactory: (intake: ConfirmationIntake) => new ConfirmationBatch(intake) },
        { provide: PLACES_CATCH_UP, inject: [WORK_ORDER_PLACES], useFactory: (places: WorkOrderPlaces) => catchUpRepeatedly(places, clock, workOrderPlacesMs) },
        WorkOrderPlacesLifecycle,
      ],
    };
  }
}

function catchUpRepeatedly(places: WorkOrderPlaces, clock: Clock, everyMs: number): RepeatingTask {
  const logger = new Logger('WorkOrderPlaces');
  return new RepeatingTask(clock, everyMs, () => places.catchUp(), (error) => logger.warn(`the places of orders could not be read: ${String(error)}`));
}
