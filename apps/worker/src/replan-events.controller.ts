import { EventContext, NEVER_PUT_ASIDE, durable } from '@plantway/events';
import { placeOf, type ReplanCoalescer, type ScheduleBook } from '@plantway/execution';
import type { SiteConfiguration, SiteDirectory } from '@plantway/sites';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { knownSite } from './known-site.js';
import { causeOfAlert, causeOfChange, causeOfEnd, causeOfHold, type ToldChange, type ToldDowntime, type ToldHold, type WrongSchedule } from './replan-causes.js';
import { REPLAN_COALESCER, SCHEDULE_BOOK, SITES } from './worker.tokens.js';

/** Gathers what makes the running schedules wrong. What happens on one line within one window makes one replan request together. */
@Controller()
export class ReplanEventsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(SCHEDULE_BOOK) private readonly schedules: ScheduleBook, @Inject(REPLAN_COALESCER) private readonly coalescer: ReplanCoalescer) {}

  @EventPattern(['equipment.downtime-alerted.v1'], durable('replan', NEVER_PUT_ASIDE))
  async equipmentDown(@Payload() downtime: ToldDowntime, @Ctx() context: EventContext): Promise<void> {
    await this.gather(causeOfAlert(downtime), context);
  }

  @EventPattern(['equipment.downtime-ended.v1'], durable('replan', NEVER_PUT_ASIDE))
  async equipmentUp(@Payload() downtime: ToldDowntime, @Ctx() context: EventContext): Promise<void> {
    await this.gather(causeOfEnd(downtime), context);
  }

  @EventPattern(['quality.hold-placed.v1'], durable('replan', NEVER_PUT_ASIDE))
  async held(@Payload() hold: ToldHold, @Ctx() context: EventContext): Promise<void> {
    await this.gather(causeOfHold(hold), context);
  }

  @EventPattern(['work-order.changed.v1'], durable('replan', NEVER_PUT_ASIDE))
  async changed(@Payload() change: ToldChange, @Ctx() context: EventContext): Promise<void> {
    await this.gather(causeOfChange(change), context);
  }

  private async gather(wrong: WrongSchedule | undefined, { event, eventId, correlationId }: EventContext): Promise<void> {
    if (wrong === undefined) return;
    const site = knownSite(this.sites, event.siteid);
    if (site.systems.planning === undefined) return;
    const lineId = wrong.lineId ?? (await this.lineOf(site, wrong.cause));
    if (lineId === undefined) return; // an order that is not scheduled makes no schedule wrong
    await this.coalescer.trigger({ siteId: site.siteId, lineId, causeId: eventId, cause: wrong.cause, windowSeconds: site.equipmentPolicy.replanWindowSeconds, correlationId });
  }

  /** Area above the equipment, or its work center where it has none; for an order, of where it is to be worked on next. */
  private async lineOf({ siteId, equipment }: SiteConfiguration, { equipmentId, workCenterId, workOrderId, occurredAt }: WrongSchedule['cause']): Promise<string | undefined> {
    const at = equipmentId ?? workCenterId ?? (workOrderId === undefined ? undefined : await this.schedules.workCenterOf(siteId, workOrderId, occurredAt));
    if (at === undefined) return undefined;
    const place = placeOf(equipment, at);
    return place.lineId ?? place.workCenterId ?? workCenterId ?? at;
  }
}
