import type { Downtime, MaintenanceRequest } from '@plantway/canonical';
import { EventContext, NEVER_PUT_ASIDE, durable } from '@plantway/events';
import { maintenanceLane } from '@plantway/flows';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { knownSite } from './known-site.js';
import type { OwnCommands } from './own-commands.js';
import { OWN_COMMANDS, SITES } from './worker.tokens.js';

/** Asks maintenance to look at equipment that failed: once for each failure, under its id. */
@Controller()
export class MaintenanceEventsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(OWN_COMMANDS) private readonly own: OwnCommands) {}

  /** What was planned needs nobody to repair it. */
  @EventPattern(['equipment.downtime-alerted.v1'], durable('maintenance-request', NEVER_PUT_ASIDE))
  async request(@Payload() downtime: Downtime, @Ctx() context: EventContext): Promise<void> {
    const { siteId, equipmentId, workOrderId } = downtime;
    if (downtime.kind !== 'down' || knownSite(this.sites, siteId).systems.maintenance === undefined) return;
    const request = requestOf(downtime);
    await this.own.accept({
      siteId, kind: 'maintenanceRequest', senderId: request.maintenanceRequestId, laneKey: maintenanceLane(siteId, equipmentId), correlationId: context.correlationId, command: request,
      ...(workOrderId !== undefined && { workOrderId }),
    });
  }
}

function requestOf({ downtimeId, siteId, equipmentId, workCenterId, startedAt, reasonCode, workOrderId }: Downtime): MaintenanceRequest {
  return {
    maintenanceRequestId: downtimeId, siteId, equipmentId, ...(workCenterId !== undefined && { workCenterId }), failedAt: startedAt, ...(reasonCode !== undefined && { reasonCode }),
    ...(workOrderId !== undefined && { workOrderId }), priority: workOrderId === undefined ? 'normal' : 'high',
    text: `${equipmentId} is down since ${startedAt}${reasonCode === undefined ? '' : `: ${reasonCode}`}${workOrderId === undefined ? '' : `. It stops ${workOrderId}`}.`,
  };
}
