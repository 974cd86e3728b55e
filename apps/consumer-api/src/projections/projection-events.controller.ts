import { EventContext, durable } from '@plantway/events';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern } from '@nestjs/microservices';
import { PROJECTOR } from '../consumer-api.tokens.js';
import type { Projector } from './projector.js';

/** Has every event applied to the projections. */
@Controller()
export class ProjectionEventsController {
  constructor(@Inject(PROJECTOR) private readonly projector: Projector) {}

  /** All types: the projections know their place in the log by themselves, and an event that was put aside elsewhere is no gap for them. */
  @EventPattern(['>'], durable('consumer-projections'))
  async project(@Ctx() context: EventContext): Promise<void> {
    await this.projector.catchUp(context.position);
  }
}
