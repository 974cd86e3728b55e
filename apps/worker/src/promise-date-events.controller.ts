import type { PromiseDateUpdate } from '@plantway/canonical';
import { EventContext, NEVER_PUT_ASIDE, durable } from '@plantway/events';
import { fittingKey, type FinishOfLine, type PromiseBook } from '@plantway/execution';
import { promiseDateLane, type AffectedOrder } from '@plantway/flows';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { knownSite } from './known-site.js';
import type { OwnCommands } from './own-commands.js';
import { OWN_COMMANDS, PROMISE_BOOK, SITES } from './worker.tokens.js';

interface PublishedSchedule {
  readonly messageId: string;
  readonly siteId: string;
  readonly affected: readonly AffectedOrder[];
}
interface ConvertedPlannedOrder {
  readonly messageId: string;
  readonly siteId: string;
  readonly workOrderId: string;
}

/** Has the customer system told when an order line will be ready, only for orders that a schedule moves or that become work orders. */
@Controller()
export class PromiseDateEventsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(PROMISE_BOOK) private readonly promises: PromiseBook, @Inject(OWN_COMMANDS) private readonly own: OwnCommands) {}

  @EventPattern(['schedule.published.v1'], durable('promise-dates', NEVER_PUT_ASIDE))
  async tellMoved(@Payload() { messageId, siteId, affected }: PublishedSchedule, @Ctx() context: EventContext): Promise<void> {
    await this.tell(siteId, affected.map(({ workOrderId }) => workOrderId), messageId, context.correlationId);
  }

  @EventPattern(['planned-order.converted.v1'], durable('promise-dates', NEVER_PUT_ASIDE))
  async tellConverted(@Payload() { messageId, siteId, workOrderId }: ConvertedPlannedOrder, @Ctx() context: EventContext): Promise<void> {
    await this.tell(siteId, [workOrderId], messageId, context.correlationId);
  }

  private async tell(siteId: string, workOrderIds: readonly string[], causationId: string, correlationId: string): Promise<void> {
    if (workOrderIds.length === 0 || knownSite(this.sites, siteId).systems.customer === undefined) return;
    for (const finish of await this.promises.finishesOfLines(siteId, workOrderIds)) {
      const update = updateOf(siteId, finish);
      const { outcome } = await this.accept(update, causationId, correlationId);
      // The same schedule said something else of the line, before this work order was known to be made for it.
      if (outcome === 'conflict') await this.accept({ ...update, promiseUpdateId: fittingKey(`${update.promiseUpdateId}+${update.workOrderId}`) }, causationId, correlationId);
    }
  }

  private accept(update: PromiseDateUpdate, causationId: string, correlationId: string): ReturnType<OwnCommands['accept']> {
    const { siteId, promiseUpdateId, customerOrderId, lineId, workOrderId, scheduleVersion } = update;
    return this.own.accept({
      siteId, kind: 'promiseDate', senderId: promiseUpdateId, laneKey: promiseDateLane(siteId, customerOrderId, lineId), correlationId, causationId, command: update, workOrderId,
      effects: [{ effect: 'promise_wanted', data: { customerOrderId, lineId, scheduleVersion } }],
    });
  }
}

function updateOf(siteId: string, { customerOrderId, lineId, workOrderId, finishAt, scheduleVersion }: FinishOfLine): PromiseDateUpdate {
  return { promiseUpdateId: fittingKey(`${customerOrderId}/${lineId}@${scheduleVersion}`), siteId, customerOrderId, lineId, workOrderId, scheduledFinishAt: finishAt, scheduleVersion };
}
