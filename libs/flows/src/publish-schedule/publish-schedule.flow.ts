import { DefectError, messageError, type Instant, type ScheduleVersion } from '@plantway/canonical';
import { PLANNING_SIDE, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type RefusalDecision } from '@plantway/ports';
import { affectedOrders } from './affected-orders.js';

/** What the flow asks about the schedule in force. */
export interface SchedulesInForce {
  /** Undefined while the site has none. */
  finishes(siteId: string): Promise<{ readonly version: number; readonly scheduleVersionId: string; readonly finishes: ReadonlyMap<string, Instant> } | undefined>;
}

/**
 * A schedule of the planning system, on its way into force.
 *
 * 1. The one in force is as new or newer: this one is pointless, and ends as superseded.
 * 2. It takes the place of the one in force as a whole, and an event tells which work orders are finished at another time: nobody else is affected.
 *
 * It calls no foreign system, so there is nothing to send, lose or read back.
 */
export class PublishScheduleFlow implements DeliveryFlow<ScheduleVersion> {
  readonly kind = 'scheduleVersion';
  readonly otherSide = PLANNING_SIDE;

  constructor(private readonly schedules: SchedulesInForce) {}

  async plan({ messageId, siteId, command }: DeliveryMessage<ScheduleVersion>): Promise<DeliveryPlan> {
    const { scheduleVersionId, version, supersedes, frozenUntil, reason, replanRequestIds, operations } = command;
    const inForce = await this.schedules.finishes(siteId);
    if (inForce !== undefined && inForce.version >= version) return { decision: 'finish', state: 'annulled', note: `superseded by version ${inForce.version}, ${inForce.scheduleVersionId}` };

    const affected = affectedOrders(inForce?.finishes ?? new Map(), operations);
    const event: CausedEvent = {
      type: 'schedule.published.v1', subject: scheduleVersionId,
      data: { messageId, siteId, scheduleVersionId, version, ...(supersedes !== undefined && { supersedes }), frozenUntil, reason, replanRequestIds, affected },
    };
    return { decision: 'finish', state: 'posted', note: `in force; ${affected.length} work orders are finished at another time`, events: [event], effects: [{ effect: 'schedule_version', data: { ...command } }] };
  }

  send(): Promise<never> {
    return Promise.reject(nothingToSend());
  }

  find(): Promise<never> {
    return Promise.reject(nothingToSend());
  }

  agrees(): boolean {
    return false;
  }

  async onBusinessRefusal(_message: DeliveryMessage<ScheduleVersion>, { code, reason }: { readonly code: string; readonly reason: string }): Promise<RefusalDecision> {
    return { decision: 'park', error: messageError(code, reason) };
  }

  events(): readonly CausedEvent[] {
    return [];
  }

  fulfils(): readonly string[] {
    return [];
  }
}

const nothingToSend = (): DefectError => new DefectError('FLOW_DEFECT', 'A schedule has nothing to send.', { effect: 'none' });
