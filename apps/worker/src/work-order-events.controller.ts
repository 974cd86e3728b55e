import { EventContext, durable } from '@plantway/events';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern } from '@nestjs/microservices';
import type { WorkOrderFollower } from './work-order-follower.js';
import { WORK_ORDER_FOLLOWER } from './worker.tokens.js';

/**
 * Has an order read again once it was released or a confirmation of it was posted or taken back, so that its status, revision and job orders are the ERP's newest; new job orders go out.
 */
@Controller()
export class WorkOrderEventsController {
  constructor(@Inject(WORK_ORDER_FOLLOWER) private readonly follower: WorkOrderFollower) {}

  /** Waits for no ERP: the events of the other sites are behind this one. */
  @EventPattern(['work-order.released.v1', 'production.confirmed.v1', 'production.confirmation-reversed.v1'], durable('work-order-register'))
  followOrder(@Ctx() context: EventContext): void {
    const { siteid, subject, correlationid } = context.event;
    this.follower.follow(siteid, subject, correlationid);
  }
}
