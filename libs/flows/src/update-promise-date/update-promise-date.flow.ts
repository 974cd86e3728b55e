import { compareInstants, describeError, messageError, type Instant, type PromiseDateUpdate } from '@plantway/canonical';
import { CUSTOMER_SIDE, type BusinessRefusal, type CallOptions, type CausedEvent, type CustomerPort, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type ExecutionEffect, type PlannedPart, type PromiseReceipt, type RefusalDecision } from '@plantway/ports';

/** What the flow asks about promises that the gateway keeps. */
export interface PromisesOfLines {
  /** Undefined when no update of the line was ever stored. */
  standing(siteId: string, customerOrderId: string, lineId: string): Promise<{
    /** Newest schedule version for which an update is stored. */
    readonly wantedVersion: number;
    /** What the customer system knows. */
    readonly promise?: { readonly workOrderId: string; readonly scheduleVersion: number; readonly scheduledFinishAt: Instant };
  } | undefined>;
}

export interface UpdatePromiseDateOptions {
  readonly customer: CustomerPort;
  readonly promises: PromisesOfLines;
}

/**
 * When a customer order line will be ready at the plant, on its way to the customer system, which makes the promised day of it.
 *
 * 1. A newer schedule says something else already: this update is pointless and never sent. A line never goes back to an older schedule.
 * 2. The customer system knows this very finish already: nothing is left to say.
 * 3. The customer system is told. Only when the day differs from the one before, an event says that the promise moved.
 *
 * On a technical failure it is tried again; a lost answer is read back. A refusal goes to the planner.
 */
export class UpdatePromiseDateFlow implements DeliveryFlow<PromiseDateUpdate, PromiseDateUpdate, PromiseReceipt> {
  readonly kind = 'promiseDate';
  readonly otherSide = CUSTOMER_SIDE;

  constructor(private readonly options: UpdatePromiseDateOptions) {}

  async plan({ command }: DeliveryMessage<PromiseDateUpdate>): Promise<DeliveryPlan<PromiseDateUpdate>> {
    const { siteId, customerOrderId, lineId, workOrderId, scheduleVersion, scheduledFinishAt } = command;
    const standing = await this.options.promises.standing(siteId, customerOrderId, lineId);
    const newest = Math.max(standing?.wantedVersion ?? 0, standing?.promise?.scheduleVersion ?? 0);
    if (newest > scheduleVersion) return { decision: 'finish', state: 'annulled', note: `superseded by schedule version ${newest}` };
    if (standing?.promise?.workOrderId === workOrderId && compareInstants(standing.promise.scheduledFinishAt, scheduledFinishAt) === 0) {
      return { decision: 'finish', state: 'annulled', note: `the customer system knows this finish already, by schedule version ${standing.promise.scheduleVersion}` };
    }
    return { decision: 'send', parts: [{ partId: 'promise', payload: command }] };
  }

  send({ payload }: PlannedPart<PromiseDateUpdate>, reference: string, options: CallOptions): Promise<PromiseReceipt> {
    return this.options.customer.post(payload, reference, options);
  }

  find({ payload }: PlannedPart<PromiseDateUpdate>, reference: string, options: CallOptions): Promise<readonly PromiseReceipt[]> {
    return this.options.customer.find(payload, reference, options);
  }

  agrees(_part: PlannedPart<PromiseDateUpdate>, { documents }: PromiseReceipt): boolean {
    return documents.some(({ type }) => type === 'promise');
  }

  async onBusinessRefusal({ siteId, command }: DeliveryMessage<PromiseDateUpdate>, { code, reason }: BusinessRefusal<PromiseDateUpdate>): Promise<RefusalDecision<PromiseDateUpdate>> {
    const error = messageError(code, reason);
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: `promise-date:${siteId}:${code}:${command.customerOrderId}/${command.lineId}`, error } };
  }

  events({ messageId, command }: DeliveryMessage<PromiseDateUpdate>, [{ promisedOn, promisedBefore, documents }]: readonly PromiseReceipt[]): readonly CausedEvent[] {
    if (promisedOn === promisedBefore) return [];
    return [{ type: 'promise-date.changed.v1', subject: `${command.customerOrderId}/${command.lineId}`, data: { messageId, ...command, promisedOn, ...(promisedBefore !== undefined && { promisedBefore }), documents } }];
  }

  effects({ command: { customerOrderId, lineId, workOrderId, scheduleVersion, scheduledFinishAt } }: DeliveryMessage<PromiseDateUpdate>, [{ promisedOn, promisedBefore }]: readonly PromiseReceipt[]): readonly ExecutionEffect[] {
    return [{ effect: 'promise_date', data: { customerOrderId, lineId, workOrderId, scheduleVersion, scheduledFinishAt, promisedOn, ...(promisedBefore !== undefined && { promisedBefore }) } }];
  }

  fulfils(): readonly string[] {
    return [];
  }
}
