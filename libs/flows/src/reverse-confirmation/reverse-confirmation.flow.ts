import { compare, describeError, messageError, type ConfirmationPolicy, type ConfirmationReversal, type ProductionConfirmation, type Quantity } from '@plantway/canonical';
import { messageSettledKey, type BusinessRefusal, type CallOptions, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type DeliveryReceipt, type ErpPart, type ErpPort, type ExecutionEffect, type PlannedPart, type PostingReceipt, type RefusalDecision, type RelatedMessage, type RelatedMessages } from '@plantway/ports';
import { leftUnder, reversedReferences } from '../confirm-production/left-documents.js';
import { isFinished, isStanding } from '../confirm-production/message-states.js';
import { underOpenDate } from '../confirm-production/open-posting-date.js';
import { orderTakenBackKey, refusalKey } from '../confirm-production/wait-keys.js';
import { unlessCircular } from '../circular-wait/circular-wait.js';
import { turnInSequence, withNotes } from '../source-sequence/turn-in-sequence.js';
import { laterTotalOf } from './later-total.js';
import { lockAsRefusal, lockGoneKey, postingDateOf, refusedUntil } from '../erp-conditions/refused-until.js';
import { messageArrivedKey } from './reversal-wait-keys.js';

/** What the flow is made of. */
export interface ReverseConfirmationTools {
  readonly erp: ErpPort;
  readonly related: RelatedMessages;
  /** How a site wants its confirmations posted; the date of a reversal follows the same policy. */
  readonly policies: (siteId: string) => ConfirmationPolicy;
}

type Plan = DeliveryPlan<ErpPart>;
type Original = RelatedMessage<ProductionConfirmation>;

/**
 * A confirmation on its way back out of the ERP.
 *
 * 0. A number of its source system that is missing before its own is waited for (`turnInSequence`).
 * 1. A reversal that makes room for a corrected report waits until that report is stored; when the report that came does not correct this one, the wish is annulled.
 * 2. A confirmation that nobody reported goes to a person. One that another wish has taken back needs no second reversal: this wish is annulled.
 * 3. Not posted yet and not on its way: the confirmation is annulled, and nothing of it is ever sent. What of it stands already, some of its parts, is reversed.
 * 4. On its way or in doubt: the wish waits until it is known what stands.
 * 5. A running total that a later one contains: nothing of it is reversed, for the later one was posted as what it adds. While that one is on its way the wish waits.
 * 6. Posted, or annulled with something standing: the ERP's backend plans the reversal of its documents, last first, and each part is posted like any other.
 *
 * Errors as in confirming: technical ones are tried again, a lost answer is read back, a closed period follows the site's policy, what a later operation stands against waits until that
 * is taken back, any other refusal goes to a person.
 * A surplus document of the ERP is reversed by itself: the report under whose reference it stands stays as it is, and nothing is told or kept of that. Of a report that counts the last document is left.
 * "Reversed already" is done when the reversal stands under our own reference.
 */
export class ReverseConfirmationFlow implements DeliveryFlow<ConfirmationReversal, ErpPart, PostingReceipt> {
  readonly kind = 'confirmationReversal';

  constructor(private readonly tools: ReverseConfirmationTools) {}

  async plan(message: DeliveryMessage<ConfirmationReversal>, options: CallOptions): Promise<Plan> {
    const { related, policies } = this.tools;
    const turn = await turnInSequence(message, related, policies(message.siteId).sourceSequence);
    return turn.decision === 'go' ? withNotes(await unlessCircular(message, await this.planInTurn(message, options), related), turn.notes) : turn;
  }

  private async planInTurn(message: DeliveryMessage<ConfirmationReversal>, options: CallOptions): Promise<Plan> {
    const { siteId, sourceSystem, command } = message;
    const { related } = this.tools;
    if (command.surplus !== undefined) return this.takeSurplusBack(message, command.surplus, options);
    const pointless = await this.replacementMissing(message);
    if (pointless !== undefined) return pointless;

    const original = await related.find(siteId, sourceSystem, 'productionConfirmation', command.confirmationId);
    if (original === undefined) return { decision: 'park', error: messageError('CONFIRMATION_UNKNOWN', `${sourceSystem} has not reported a confirmation ${command.confirmationId} at site ${siteId}.`) };
    const others = (await related.reversalsOf(siteId, sourceSystem, command.confirmationId)).filter(({ messageId }) => messageId !== message.messageId);
    const done = others.find(({ state }) => isStanding(state));
    if (done !== undefined) return annulled(`already reversed by ${done.senderId}`);

    return this.takeBack(message, withoutReversed(original as Original, others), options);
  }

  send(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return lockAsRefusal(this.tools.erp.post(part.payload, reference, options));
  }

  find(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.tools.erp.find(part.payload, reference, options);
  }

  /** A document that takes the original back, with its amounts as far as both are told in one unit. */
  agrees({ payload }: PlannedPart<ErpPart>, receipt: PostingReceipt): boolean {
    if (payload.action !== 'reverse' || !receipt.documents.some(({ type }) => type === 'reversal')) return false;
    const [taken, back] = [payload.receipt.quantities, receipt.quantities];
    return taken === undefined || back === undefined || (['yield', 'scrap', 'rework'] as const).every((amount) => sameAsFarAsTold(taken[amount], back[amount]));
  }

  async onBusinessRefusal({ command }: DeliveryMessage<ConfirmationReversal>, refusal: BusinessRefusal<ErpPart>, options: CallOptions): Promise<RefusalDecision<ErpPart>> {
    const { erp, policies } = this.tools;
    const { siteId, workOrderId, postingDate } = command;
    const { code, reason } = refusal;
    const ours = code === 'ALREADY_REVERSED' ? await this.standingReversal(refusal, options) : undefined;
    if (ours !== undefined) return { decision: 'stands', receipt: ours, note: 'found in the ERP after it was refused as done already' };
    if (code === 'PERIOD_CLOSED' && policies(siteId).closedPeriod === 'redate') return underOpenDate(siteId, postingDate, refusal, erp, options);
    const later = await refusedUntil(erp, refusal, { siteId, workOrderId, postingDate: postingDateOf(refusal.part?.payload) ?? postingDate }, options);
    if (later !== undefined) return later;
    const error = messageError(code, reason);
    if (code === 'SUCCESSOR_CONFIRMED') return { decision: 'wait', condition: { key: orderTakenBackKey(siteId, workOrderId), error } };
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: refusalKey(siteId, code, workOrderId), error } };
  }

  events({ messageId, sourceSystem, command }: DeliveryMessage<ConfirmationReversal>, receipts: readonly PostingReceipt[]): readonly CausedEvent[] {
    if (command.surplus !== undefined) return [];
    const { siteId, workOrderId, operationId, confirmationId, reversalId, replacedBy, reason, reversedAt, postingDate, productionDay } = command;
    return [{
      type: 'production.confirmation-reversed.v1',
      subject: workOrderId,
      data: {
        messageId, siteId, sourceSystem, workOrderId, operationId, confirmationId, reversalId, ...(replacedBy === undefined ? {} : { replacedBy }), ...(reason === undefined ? {} : { reason }),
        reversedAt, postingDate: receipts[0]?.postingDate ?? postingDate, productionDay, documents: receipts.flatMap(({ documents }) => documents),
      },
    }];
  }

  effects({ sourceSystem, command: { confirmationId, surplus } }: DeliveryMessage<ConfirmationReversal>): readonly ExecutionEffect[] {
    return surplus !== undefined ? [] : [{ effect: 'report_reversed', data: { sourceSystem, confirmationId } }];
  }

  /** Less yield makes room for the reversal of an earlier operation; who waits for this very reversal waits under its own name. */
  fulfils({ command: { siteId, workOrderId } }: DeliveryMessage<ConfirmationReversal>): readonly string[] {
    return [orderTakenBackKey(siteId, workOrderId), lockGoneKey(siteId, workOrderId)];
  }

  /** Undefined when the reversal makes room for nothing, or for a report that is stored and corrects this one. */
  private async replacementMissing({ siteId, sourceSystem, command: { confirmationId, replacedBy } }: DeliveryMessage<ConfirmationReversal>): Promise<Plan | undefined> {
    if (replacedBy === undefined) return undefined;
    const replacement = await this.tools.related.find(siteId, sourceSystem, 'productionConfirmation', replacedBy) as RelatedMessage<ProductionConfirmation> | undefined;
    if (replacement === undefined) {
      return { decision: 'wait', condition: { key: messageArrivedKey(siteId, sourceSystem, replacedBy), error: messageError('REPLACEMENT_NOT_STORED', `Confirmation ${replacedBy}, which replaces ${confirmationId}, is not stored yet.`) } };
    }
    return replacement.command.replaces === confirmationId ? undefined : annulled(`${replacedBy} does not replace ${confirmationId}`);
  }

  /** A surplus document is asked of the ERP, because the gateway has no receipt of it; one that is reversed meanwhile needs nothing, nor does the last one that stands of a report that counts. */
  private async takeSurplusBack(message: DeliveryMessage<ConfirmationReversal>, { reference, documentNumber, isGivenUp }: NonNullable<ConfirmationReversal['surplus']>, options: CallOptions): Promise<Plan> {
    const found = await this.tools.erp.find({ action: 'any', siteId: message.siteId }, reference, options);
    const surplus = found.find(({ documents }) => documents.some(({ type, number }) => type === 'confirmation' && number === documentNumber));
    if (surplus === undefined) return { decision: 'park', error: messageError('CONFIRMATION_UNKNOWN', `The ERP has no confirmation ${documentNumber} under reference ${reference}.`) };
    if (surplus.reversedBy !== undefined) return { decision: 'finish', state: 'posted', note: `${documentNumber} was reversed by ${surplus.reversedBy} before` };
    const isLast = found.every((receipt) => receipt === surplus || receipt.reversedBy !== undefined);
    if (isLast && isGivenUp !== true) return { decision: 'finish', state: 'posted', note: `${documentNumber} is the only document left under its reference: it is no surplus any more` };
    return this.reversalOf(message, [surplus], '', options);
  }

  private async takeBack(message: DeliveryMessage<ConfirmationReversal>, original: Original, options: CallOptions): Promise<Plan> {
    const { confirmationId } = message.command;
    if (isStanding(original.state)) {
      if (original.command.cumulative) return this.takeTotalBack(message, original, options);
      return this.reversalOf(message, original.receipts, `nothing of ${confirmationId} stood`, options);
    }
    if (original.state === 'annulled' && original.receipts.length > 0) return this.reversalOf(message, original.receipts, '', options);
    const annulment = await this.tools.related.annul(original.messageId, { messageId: message.messageId, note: `annulled by ${message.senderId}` });
    if (annulment.outcome === 'annulled') return this.reversalOf(message, annulment.receipts, `annulled ${confirmationId}`, options);
    if (annulment.state !== 'posted' && isFinished(annulment.state)) return annulled(`${confirmationId} was ${annulment.state} before`);
    const reason = `Confirmation ${confirmationId} is ${annulment.state}; it is taken back when it is known what of it stands in the ERP.`;
    return { decision: 'wait', condition: { key: messageSettledKey(original.messageId), error: messageError('CONFIRMATION_UNDER_WAY', reason) } };
  }

  /** An earlier send of the same part that became known late. A document that somebody else reversed is found under no reference of ours. */
  private async standingReversal({ part, reference }: BusinessRefusal<ErpPart>, options: CallOptions): Promise<PostingReceipt | undefined> {
    if (part === undefined || reference === undefined) return undefined;
    const found = (await this.tools.erp.find(part.payload, reference, options)).filter(({ reversedBy }) => reversedBy === undefined);
    return found.length === 1 && this.agrees(part, found[0]) ? found[0] : undefined;
  }

  /** A running total that a later one contains stays as it is; what was left of earlier ones, because this one contains it, goes with it. */
  private async takeTotalBack(message: DeliveryMessage<ConfirmationReversal>, original: Original, options: CallOptions): Promise<Plan> {
    const { related, policies } = this.tools;
    const later = await laterTotalOf(original, message, related, policies(message.siteId).runningTotals);
    switch (later.outcome) {
      case 'none': return this.reversalOf(message, [...(await leftUnder(original, related)), ...original.receipts], `nothing of ${original.senderId} stood`, options);
      case 'open': return { decision: 'wait', condition: later.condition };
      case 'contains': return { decision: 'finish', state: 'posted', note: `the later total of ${later.senderId} stands: nothing to take back` };
    }
  }

  /** What stands is reversed; when nothing does, the wish is fulfilled already. */
  private async reversalOf({ siteId, command }: DeliveryMessage<ConfirmationReversal>, receipts: readonly DeliveryReceipt[], fulfilled: string, options: CallOptions): Promise<Plan> {
    if (receipts.length === 0) return { decision: 'finish', state: 'posted', note: fulfilled };
    const parts = await this.tools.erp.planReversal(siteId, receipts as readonly PostingReceipt[], command.postingDate, options);
    return { decision: 'send', parts: parts.map((part) => ({ partId: part.partId, payload: part })) };
  }
}

/** What of the confirmation a wish that was given up half-way has reversed does not stand any more. */
function withoutReversed(original: Original, wishes: readonly RelatedMessage[]): Original {
  const reversed = reversedReferences(wishes);
  return { ...original, receipts: original.receipts.filter(({ reference }) => !reversed.has(reference)) };
}

function annulled(note: string): Plan {
  return { decision: 'finish', state: 'annulled', note };
}

/** An ERP may tell an amount as it was entered once, and in its own unit another time: those are not compared. */
function sameAsFarAsTold(one: Quantity, other: Quantity): boolean {
  return one.unit !== other.unit || compare(one, other) === 0;
}
