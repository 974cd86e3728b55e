import { BusinessException } from '@plantway/canonical';
import { EventContext, durable } from '@plantway/events';
import type { WorkOrderRegister } from '@plantway/execution';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern } from '@nestjs/microservices';
import { WORK_ORDER_REGISTER } from './worker.tokens.js';

/** Reads an order again once a confirmation of it was posted, so that its status and revision are the ERP's newest. */
@Controller()
export class ProductionConfirmedController {
  constructor(@Inject(WORK_ORDER_REGISTER) private readonly register: WorkOrderRegister) {}

  /** A failing ERP throws, and the event comes again; an order that is gone is nothing to wait for. */
  @EventPattern('production.confirmed.v1', durable('work-order-register'))
  async refreshOrder(@Ctx() context: EventContext): Promise<void> {
    const { siteid, subject, correlationid } = context.event;
    try {
      await this.register.refreshOne(siteid, subject, { correlationId: correlationid });
    } catch (error) {
      if (!(error instanceof BusinessException)) throw error;
    }
  }
}
