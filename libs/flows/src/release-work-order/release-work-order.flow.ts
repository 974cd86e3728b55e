import { describeError, messageError, type WorkOrderRelease } from '@plantway/canonical';
import type { BusinessRefusal, CallOptions, CausedEvent, DeliveryFlow, DeliveryMessage, DeliveryPlan, ErpPart, ErpPort, PlannedPart, PostingReceipt, RefusalDecision } from '@plantway/ports';
import type { ReleaseCheck } from './release-check.js';
import { isReleasedAlready } from './release-rules.js';
import { lockAsRefusal, lockGoneKey } from '../erp-conditions/refused-until.js';

export interface ReleaseWorkOrderOptions {
  readonly erp: ErpPort;
  readonly check: ReleaseCheck;
}

/**
 * The decision that an order may be made, on its way into the ERP.
 *
 * 1. The order is read. No such order: to a person. Released before, on an ERP screen or by an earlier attempt: finished.
 * 2. Every rule of release is looked at. What is violated goes to the planner, all of it at once; resubmit looks again.
 * 3. The ERP releases the order. Its job orders follow from the event.
 *
 * On a technical failure at any step it is tried again: an order whose ERP was away when it was accepted is validated here. A lost answer is read back; an order that
 * stands released is what was wanted, also when the ERP refuses to release it twice. Any other refusal goes to a person.
 */
export class ReleaseWorkOrderFlow implements DeliveryFlow<WorkOrderRelease, ErpPart, PostingReceipt> {
  readonly kind = 'workOrderRelease';

  constructor(private readonly options: ReleaseWorkOrderOptions) {}

  async plan({ command }: DeliveryMessage<WorkOrderRelease>, options: CallOptions): Promise<DeliveryPlan<ErpPart>> {
    const { siteId, workOrderId } = command;
    const known = await this.options.check.order(siteId, workOrderId, options);
    if (known === undefined) return { decision: 'park', error: messageError('ORDER_UNKNOWN', `The ERP has no work order ${workOrderId} at site ${siteId}.`) };
    if (isReleasedAlready(known.status)) return { decision: 'finish', state: 'posted', note: `was released before: work order ${workOrderId} is ${known.status}` };

    const findings = await this.options.check.findings(known, command, options);
    if (findings.length > 0) return { decision: 'park', error: messageError('RELEASE_NOT_POSSIBLE', findings.map(({ code, problem }) => `${code}: ${problem}`).join(' ')) };
    return { decision: 'send', parts: [{ partId: 'release', payload: { action: 'release', partId: 'release', siteId, workOrderId } }] };
  }

  send(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return lockAsRefusal(this.options.erp.post(part.payload, reference, options));
  }

  find(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.options.erp.find(part.payload, reference, options);
  }

  /** A release has no quantities: that the order stands released is all there is to say. */
  agrees({ payload }: PlannedPart<ErpPart>, { documents }: PostingReceipt): boolean {
    return payload.action === 'release' && documents.some(({ type }) => type === 'workOrder');
  }

  async onBusinessRefusal({ siteId, command }: DeliveryMessage<WorkOrderRelease>, { part, reference, code, reason }: BusinessRefusal<ErpPart>, options: CallOptions): Promise<RefusalDecision<ErpPart>> {
    const error = messageError(code, reason);
    if (code === 'ORDER_ALREADY_RELEASED' && part !== undefined && reference !== undefined) {
      const [receipt] = await this.find(part, reference, options);
      if (receipt !== undefined && this.agrees(part, receipt)) return { decision: 'stands', receipt, note: `work order ${command.workOrderId} stood released when it was sent` };
    }
    if (code === 'ORDER_LOCKED') return { decision: 'wait', condition: { key: lockGoneKey(siteId, command.workOrderId), error, isWatched: true } };
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: `release:${siteId}:${code}:${command.workOrderId}`, error } };
  }

  events({ messageId, command }: DeliveryMessage<WorkOrderRelease>, receipts: readonly PostingReceipt[]): readonly CausedEvent[] {
    const { siteId, workOrderId, releaseId } = command;
    return [{ type: 'work-order.released.v1', subject: workOrderId, data: { messageId, siteId, workOrderId, releaseId, documents: receipts.flatMap(({ documents }) => documents) } }];
  }

  fulfils({ command: { siteId, workOrderId } }: DeliveryMessage<WorkOrderRelease>): readonly string[] {
    return [lockGoneKey(siteId, workOrderId)];
  }
}
