import type { PlannedOrderConversion } from '@plantway/canonical';
import { EventContext, NEVER_PUT_ASIDE, durable } from '@plantway/events';
import { plannedOrderLane } from '@plantway/flows';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { knownSite } from './known-site.js';
import type { OwnCommands } from './own-commands.js';
import { OWN_COMMANDS, SITES } from './worker.tokens.js';

interface PublishedPlannedOrder {
  readonly messageId: string;
  readonly siteId: string;
  readonly plannedOrderId: string;
}

/** Has planned orders converted where the site does not leave that to a planner. Where a second person must agree, the message waits for that. */
@Controller()
export class PlannedOrderEventsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(OWN_COMMANDS) private readonly own: OwnCommands) {}

  @EventPattern(['planned-order.published.v1'], durable('planned-order-conversion', NEVER_PUT_ASIDE))
  async convert(@Payload() { messageId, siteId, plannedOrderId }: PublishedPlannedOrder, @Ctx() context: EventContext): Promise<void> {
    const conversion = knownSite(this.sites, siteId).plannedOrders.conversion;
    if (conversion === 'manual') return;
    const command: PlannedOrderConversion = { conversionId: plannedOrderId, siteId, plannedOrderId };
    await this.own.accept({ siteId, kind: 'plannedOrderConversion', senderId: plannedOrderId, laneKey: plannedOrderLane(siteId, plannedOrderId), correlationId: context.correlationId, causationId: messageId, command });
  }
}
