import { BaseRpcContext } from '@nestjs/microservices';
import type { PlantwayEvent } from '@plantway/canonical';

/** What a handler gets beside the data: `@Ctx() context: EventContext`. */
export class EventContext extends BaseRpcContext<[event: PlantwayEvent, position: number, subscription: string, attempt: number]> {
  /** The whole envelope. */
  get event(): PlantwayEvent {
    return this.args[0];
  }

  /** Id of the event: the key by which a handler recognises a repetition. */
  get eventId(): string {
    return this.args[0].id;
  }

  /** Place in the log, growing within a subscription. */
  get position(): number {
    return this.args[1];
  }

  get correlationId(): string {
    return this.args[0].correlationid;
  }

  /** Durable name under which it is delivered. */
  get subscription(): string {
    return this.args[2];
  }

  /** 1 at the first delivery, one more after each failure of this event. */
  get attempt(): number {
    return this.args[3];
  }
}
