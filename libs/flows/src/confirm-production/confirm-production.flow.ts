import { isDeepStrictEqual } from 'node:util';
import { BusinessException, describeError, messageError, type ConfirmationPolicy, type ProductionConfirmation, type WorkOrder } from '@plantway/canonical';
import { messageSettledKey, type BusinessRefusal, type CallOptions, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type ErpPart, type ErpPort, type ExecutionEffect, type PlannedPart, type PostingReceipt, type RefusalDecision, type RelatedMessages, type WaitCondition } from '@plantway/ports';
import { heldBack, lotPostedKey, type QualityHolds } from '../quality-decision/quality-holds.js';
import { unlessCircular } from '../circular-wait/circular-wait.js';
import { turnInSequence, withNotes } from '../source-sequence/turn-in-sequence.js';
import { confirmedEvent } from './confirmed-event.js';
import { reportAgrees } from './confirmed-quantities.js';
import { lockAsRefusal, lockGoneKey, postingDateOf, refusedUntil } from '../erp-conditions/refused-until.js';
import { roomForCorrection } from './correction-room.js';
import { differenceToPost } from './difference-to-post.js';
import { earlierReversalOpen } from './earlier-reversal.js';
import { heldSubjectOf, type PlacesOf } from './held-subject.js';
import { underOpenDate } from './open-posting-date.js';
import { readinessOf } from './order-readiness.js';
import { operationYieldKey, orderYieldKey, refusalKey } from './wait-keys.js';

/** What the flow is made of. */
export interface ConfirmProductionTools {
  readonly erp: ErpPort;
  readonly related: RelatedMessages;
  readonly holds: QualityHolds;
  readonly placesOf: PlacesOf;
  /** How a site wants its confirmations posted. */
  readonly policies: (siteId: string) => ConfirmationPolicy;
}

/**
 * A production confirmation on its way into the ERP.
 *
 * 0. Its source system numbers what it reports of the operation, and it is not its turn: it waits, and a number that came before goes to a person (`turnInSequence`).
 * 1. A correction waits until the report that it replaces is taken back; of several corrections of the same report one stands, any other goes to a person.
 *    Every report waits until the earlier wishes to take reports of its operation back are finished.
 * 2. Running totals become what is still to be posted. Nothing new, or an older reading: done without a send. Totals of a final report below what stands: to a person.
 * 3. The work order is read. No such order, closed, not released, no such operation: to a person. More yield than the operation before: it waits for that operation.
 * 4. While quality holds the order, its operation, a lot that is used or made, or the place where it was done or one above it: it waits. So it does before each later send that may begin a write.
 * 5. A final report of the last operation waits until every earlier report of the order, and every earlier wish to take one back, is finished: nothing of it may come after the end.
 * 6. The ERP's backend splits it into parts, and each part is posted.
 *
 * On a technical failure at any step it is tried again; a lost answer is read back under its reference, and agrees when all quantities are exactly equal. A refusal because
 * of a closed period is sent again under the first open day where the site wants that; any other refusal waits when the error catalogue names what it waits for, and
 * otherwise goes to a person.
 */
export class ConfirmProductionFlow implements DeliveryFlow<ProductionConfirmation, ErpPart, PostingReceipt> {
  readonly kind = 'productionConfirmation';

  constructor(private readonly tools: ConfirmProductionTools) {}

  async plan(message: DeliveryMessage<ProductionConfirmation>, options: CallOptions): Promise<DeliveryPlan<ErpPart>> {
    const { related, policies } = this.tools;
    const turn = await turnInSequence(message, related, policies(message.siteId).sourceSequence);
    return turn.decision === 'go' ? withNotes(await unlessCircular(message, await this.planInTurn(message, options), related), turn.notes) : turn;
  }

  private async planInTurn(message: DeliveryMessage<ProductionConfirmation>, options: CallOptions): Promise<DeliveryPlan<ErpPart>> {
    const { erp, related, holds, placesOf, policies } = this.tools;
    const obstacle = await roomForCorrection(message, related) ?? await earlierReversalOpen(message, related, 'operation');
    if (obstacle !== undefined) return obstacle;

    const { command } = message;
    const totals = policies(message.siteId).runningTotals;
    const difference = await differenceToPost(message, related, totals);
    if (difference.decision !== 'post') return difference;
    const { report } = difference;

    const order = await this.order(report, options);
    if (!order) return { decision: 'park', error: messageError('ORDER_UNKNOWN', `The ERP has no work order ${report.workOrderId} at site ${report.siteId}.`) };
    const readiness = readinessOf(order, report);
    if (readiness.decision !== 'ready') return readiness;
    const held = await heldBack(holds, heldSubjectOf(report, order, placesOf));
    if (held !== undefined) return held;

    const end = await this.earlierThanTheEnd(message, order);
    if (end !== undefined) return end;

    const parts = await erp.planConfirmation(report, options);
    // Meanwhile an earlier report may have been taken back, and its own documents with it: then the difference is another one.
    if (command.cumulative && !isDeepStrictEqual(await differenceToPost(message, related, totals), difference)) return this.planInTurn(message, options);
    return { decision: 'send', parts: parts.map((part) => ({ partId: part.partId, payload: part })) };
  }

  /** A hold counts also for a report that was planned, or sent without effect, before it. What the ERP itself has to say it says to the send. */
  async mustWaitFor({ command }: DeliveryMessage<ProductionConfirmation>, { payload }: PlannedPart<ErpPart>, options: CallOptions): Promise<WaitCondition | undefined> {
    const { holds, placesOf } = this.tools;
    const report = payload.action === 'confirm' ? payload.confirmation : command;
    const order = await this.order(report, options);
    return order && (await heldBack(holds, heldSubjectOf(report, order, placesOf)))?.condition;
  }

  send(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return lockAsRefusal(this.tools.erp.post(part.payload, reference, options));
  }

  find(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.tools.erp.find(part.payload, reference, options);
  }

  agrees({ payload }: PlannedPart<ErpPart>, receipt: PostingReceipt): boolean {
    return payload.action === 'confirm' && reportAgrees(payload.confirmation, receipt.quantities);
  }

  async onBusinessRefusal({ command }: DeliveryMessage<ProductionConfirmation>, refusal: BusinessRefusal<ErpPart>, options: CallOptions): Promise<RefusalDecision<ErpPart>> {
    const { erp, policies } = this.tools;
    const { siteId, workOrderId, postingDate } = command;
    const { code, reason } = refusal;
    if (code === 'PERIOD_CLOSED' && policies(siteId).closedPeriod === 'redate') return underOpenDate(siteId, postingDate, refusal, erp, options);
    const later = await refusedUntil(erp, refusal, { siteId, workOrderId, postingDate: postingDateOf(refusal.part?.payload) ?? postingDate, lots: command.consumptions }, options);
    if (later !== undefined) return later;
    const error = messageError(code, reason);
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    const key = code === 'PREDECESSOR_OPEN' ? orderYieldKey(siteId, workOrderId) : refusalKey(siteId, code, workOrderId);
    return { decision: 'wait', condition: { key, error } };
  }

  events(message: DeliveryMessage<ProductionConfirmation>, receipts: readonly PostingReceipt[], parts: readonly PlannedPart<ErpPart>[]): readonly CausedEvent[] {
    return [confirmedEvent(message, receipts, parts)];
  }

  effects(message: DeliveryMessage<ProductionConfirmation>, receipts: readonly PostingReceipt[], parts: readonly PlannedPart<ErpPart>[]): readonly ExecutionEffect[] {
    return [{ effect: 'report_posted', data: confirmedEvent(message, receipts, parts).data }];
  }

  fulfils({ command }: DeliveryMessage<ProductionConfirmation>): readonly string[] {
    const { siteId, workOrderId, operationId, producedLots } = command;
    return [operationYieldKey(siteId, workOrderId, operationId), orderYieldKey(siteId, workOrderId), lockGoneKey(siteId, workOrderId), ...producedLots.map(({ lotId }) => lotPostedKey(siteId, lotId))];
  }

  /** Why the last word about the order has to wait; undefined when it has not, or when this is not the last word. */
  private async earlierThanTheEnd(message: DeliveryMessage<ProductionConfirmation>, order: WorkOrder): Promise<DeliveryPlan<never> | undefined> {
    const { messageId, command } = message;
    if (command.kind !== 'final' || order.operations.at(-1)?.operationId !== command.operationId) return undefined;
    const [earlier] = await this.tools.related.openOfOrderBefore(messageId, 1);
    if (earlier === undefined) return earlierReversalOpen(message, this.tools.related, 'order');
    const reason = `${earlier.kind === 'materialConsumption' ? 'Material consumption' : 'Confirmation'} ${earlier.senderId} of work order ${command.workOrderId} was accepted before and is ${earlier.state}; the order must not end before it.`;
    return { decision: 'wait', condition: { key: messageSettledKey(earlier.messageId), error: messageError('EARLIER_REPORT_OPEN', reason) } };
  }

  private async order({ siteId, workOrderId }: ProductionConfirmation, options: CallOptions): Promise<WorkOrder | undefined> {
    try {
      return (await this.tools.erp.workOrder(siteId, workOrderId, options)).value;
    } catch (error) {
      if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}
