import { describeError, messageError, type ReplanRequest } from '@plantway/canonical';
import { PLANNING_SIDE, type BusinessRefusal, type CallOptions, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type DeliveryReceipt, type ExecutionEffect, type PlannedPart, type PlanningPort, type RefusalDecision } from '@plantway/ports';

/**
 * The wish for a new schedule, on its way to the planning system: everything that happened on one line within one window, in one request. The new schedule comes by itself.
 *
 * On a technical failure it is tried again; a lost answer is read back. A refusal goes to the planner.
 */
export class RequestReplanFlow implements DeliveryFlow<ReplanRequest, ReplanRequest> {
  readonly kind = 'replanRequest';
  readonly otherSide = PLANNING_SIDE;

  constructor(private readonly planning: PlanningPort) {}

  async plan({ command }: DeliveryMessage<ReplanRequest>): Promise<DeliveryPlan<ReplanRequest>> {
    return { decision: 'send', parts: [{ partId: 'replan', payload: command }] };
  }

  send({ payload }: PlannedPart<ReplanRequest>, reference: string, options: CallOptions): Promise<DeliveryReceipt> {
    return this.planning.post(payload, reference, options);
  }

  find({ payload }: PlannedPart<ReplanRequest>, reference: string, options: CallOptions): Promise<readonly DeliveryReceipt[]> {
    return this.planning.find(payload, reference, options);
  }

  /** A request has no quantities: that the planning system has it is all there is to say. */
  agrees(_part: PlannedPart<ReplanRequest>, { documents }: DeliveryReceipt): boolean {
    return documents.length > 0;
  }

  async onBusinessRefusal({ siteId, command }: DeliveryMessage<ReplanRequest>, { code, reason }: BusinessRefusal<ReplanRequest>): Promise<RefusalDecision<ReplanRequest>> {
    const error = messageError(code, reason);
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: `replan:${siteId}:${code}:${command.lineId}`, error } };
  }

  events({ messageId, command }: DeliveryMessage<ReplanRequest>, receipts: readonly DeliveryReceipt[]): readonly CausedEvent[] {
    return [{ type: 'replan.requested.v1', subject: command.replanRequestId, data: { messageId, ...command, documents: receipts.flatMap(({ documents }) => documents) } }];
  }

  effects({ command: { lineId, windowStartsAt } }: DeliveryMessage<ReplanRequest>, receipts: readonly DeliveryReceipt[]): readonly ExecutionEffect[] {
    const [document] = receipts.flatMap(({ documents }) => documents);
    return [{ effect: 'replan_sent', data: { lineId, windowStartsAt, ...(document && { documentNumber: document.number }) } }];
  }

  fulfils(): readonly string[] {
    return [];
  }
}
