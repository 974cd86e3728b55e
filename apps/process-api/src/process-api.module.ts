import { EXECUTION_SETTINGS, RepeatingTask, WorkOrderPlaces } from '@plantway/execution';
import { Intake, MessageDesk, MessageReader } from '@plantway/messaging';
import { releaseVersions } from '@plantway/observability';
import type { Clock } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import { ConfirmationBatch } from './confirmations/confirmation-batch.js';
import { ConfirmationIntake } from './confirmations/confirmation-intake.js';
import { ConfirmationStatusController } from './confirmations/confirmation-status.controller.js';
import { ProductionConfirmationsController } from './confirmations/production-confirmations.controller.js';
import { MessageDeskController } from './messages/message-desk.controller.js';
import { MessagesController } from './messages/messages.controller.js';
import { CLOCK, CONFIRMATION_BATCH, CONFIRMATION_INTAKE, MESSAGE_DESK, MESSAGE_READER, PLACES_CATCH_UP, SITES, WORK_ORDER_PLACES } from './process-api.tokens.js';
import { SiteController } from './site/site.controller.js';
import { WorkOrderPlacesLifecycle } from './work-order-places.lifecycle.js';

/** What the process API is bound to; whoever binds it owns the pool and ends it after the application was closed. It needs no ERP. */
export interface ProcessApiBindings {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly sites: SiteDirectory;
  /** How often the intake takes over which orders became known, in milliseconds. */
  readonly workOrderPlacesMs?: number;
  /** How long after one reading of a site's orders the worker begins the next, in milliseconds: how long a reading is believed follows from it. */
  readonly workOrderRefreshMs?: number;
}

/** Takes the plant's commands in and shows what became of them. */
@Module({})
export class ProcessApiModule {
  static forRoot({ pool, clock, sites, workOrderPlacesMs = EXECUTION_SETTINGS.workOrderPlacesMs.default, workOrderRefreshMs = EXECUTION_SETTINGS.workOrderRefreshMs.default }: ProcessApiBindings): DynamicModule {
    return {
      module: ProcessApiModule,
      controllers: [ProductionConfirmationsController, ConfirmationStatusController, MessagesController, MessageDeskController, SiteController],
      providers: [
        { provide: SITES, useValue: sites },
        { provide: CLOCK, useValue: clock },
        { provide: MESSAGE_READER, useFactory: () => new MessageReader(pool) },
        { provide: MESSAGE_DESK, inject: [MESSAGE_READER], useFactory: (reader: MessageReader) => new MessageDesk(pool, clock, reader) },
        { provide: WORK_ORDER_PLACES, useFactory: () => new WorkOrderPlaces(pool, { refreshMs: workOrderRefreshMs }) },
        { provide: CONFIRMATION_INTAKE, inject: [MESSAGE_READER, WORK_ORDER_PLACES], useFactory: (reader: MessageReader, places: WorkOrderPlaces) => new ConfirmationIntake(new Intake({ pool, clock, versions: releaseVersions() }), reader, places) },
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
