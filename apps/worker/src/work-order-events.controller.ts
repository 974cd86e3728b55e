import { BusinessException } from '@plantway/canonical';
import { EventContext, durable } from '@plantway/events';
import type { WorkOrderRegister } from '@plantway/execution';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern } from '@nestjs/microservices';
import type { JobOrderDispatcher } from './job-order-dispatcher.js';
import { JOB_ORDER_DISPATCHER, WORK_ORDER_REGISTER } from './worker.tokens.js';

/**
 * Reads an order again once it was released or a confirmation of it was posted or taken back, so that its status, revision and job orders are the ERP's newest; new job orders go out.
 */
@Controller()
export class WorkOrderEventsController {
  constructor(@Inject(WORK_ORDER_REGISTER) private readonly register: WorkOrderRegister, @Inject(JOB_ORDER_DISPATCHER) private readonly dispatcher: JobOrderDispatcher) {}

  /** A failing ERP throws, and the event comes again; an order that is gone is nothing to wait for. */
  @EventPattern(['work-order.released.v1', 'production.confirmed.v1', 'production.confirmation-reversed.v1'], durable('work-order-register'))
  async refreshOrder(@Ctx() context: EventContext): Promise<void> {
    const { siteid, subject, correlationid } = context.event;
    try {
      await this.register.refreshOne(siteid, subject, { correlationId: correlationid });
    } catch (error) {
      if (!(error instanceof BusinessException)) throw error;
    }
    await this.dispatcher.sweep();
  }
}
