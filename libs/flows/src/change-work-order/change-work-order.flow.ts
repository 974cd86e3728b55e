import { BusinessException, TechnicalRetryableError, describeError, messageError, type MessageError, type WorkOrder, type WorkOrderChange } from '@plantway/canonical';
import { messageSettledKey, type BusinessRefusal, type CallOptions, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type ErpPart, type ErpPort, type OpenReport, type PlannedPart, type PostingReceipt, type RefusalDecision, type RelatedMessages, type Snapshot, type WaitCondition } from '@plantway/ports';
import { jobOrderAnsweredKey } from '../acknowledge-job-order/job-order-answered-key.js';
import { orderOnHoldKey } from '../confirm-production/wait-keys.js';
import { laterWord } from '../superseded/later-word.js';
import { heldBack, type QualityHolds } from '../quality-decision/quality-holds.js';
import type { AskedMes, MesAnswer, OpenReports } from './asked-mes.js';
import { judgeChange, type ChangeJudgement } from './change-rules.js';
import { reachedQuantity } from './reached-quantity.js';
import { lockAsRefusal, lockGoneKey } from '../erp-conditions/refused-until.js';

/** What the flow is made of. */
export interface ChangeWorkOrderTools {
  readonly erp: ErpPort;
  readonly mes: AskedMes;
  readonly reports: OpenReports;
  readonly holds: QualityHolds;
  readonly related: Pick<RelatedMessages, 'overtakenBy'>;
}

type Message = DeliveryMessage<WorkOrderChange>;
type Plan = DeliveryPlan<ErpPart>;

/** How often an order that keeps moving is read again at one look. */
const MOST_READINGS = 3;

/**
 * The wish that a work order be different, on its way into the ERP.
 *
 * 1. The order is read. No such order: to a person. As wanted already: done. Impossible in its state, or below what is confirmed and reported: to a person.
 *    A later wish of the same sort that was carried out while this one stood beside its lane, or another revision than the sender saw, before anybody was asked: to a person. What quality holds is not resumed: the wish waits for the release.
 * 2. Its job orders are with the MES: the MES is asked first. While one of them has no answer the change waits. Refused: the MES gets them back as they were, and a person decides.
 *    Taken in part: the quantity that the MES takes is judged, and goes on in place of the wish.
 * 3. What the MES has made and used until then comes first: an order is cancelled after the reports about it that are on their way. One that waits, or is with a person, could not be posted any more:
 *    then a person decides about the change too.
 * 4. The ERP changes the order. What the MES was asked for counts when the ERP shows it.
 *
 * Everything is judged anew at each look, so that whatever happened on an ERP screen or in the plant meanwhile counts. When the ERP refuses, the MES gets its job orders back as they were.
 * On a technical failure it is tried again; a lost answer is read back.
 */
export class ChangeWorkOrderFlow implements DeliveryFlow<WorkOrderChange, ErpPart, PostingReceipt> {
  readonly kind = 'workOrderChange';

  constructor(private readonly tools: ChangeWorkOrderTools) {}

  async plan(message: Message, options: CallOptions): Promise<Plan> {
    for (let reading = 1; reading <= MOST_READINGS; reading += 1) {
      const plan = await this.planOnce(message, options);
      if (plan !== 'readAgain') return plan;
    }
    throw new TechnicalRetryableError('ERP_UNAVAILABLE', `work order ${message.command.workOrderId} moves on faster than it can be judged`);
  }

  /** A hold counts also for an order that was about to be resumed before it. */
  async mustWaitFor(message: Message): Promise<WaitCondition | undefined> {
    return (await this.heldByQuality(message))?.condition;
  }

  send(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return lockAsRefusal(this.tools.erp.post(part.payload, reference, options));
  }

  find(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.tools.erp.find(part.payload, reference, options);
  }

  /** The ERP's log of changes knows our reference: that it was done is all there is to say. */
  agrees({ payload }: PlannedPart<ErpPart>, { documents }: PostingReceipt): boolean {
    return payload.action === 'change' && documents.some(({ type }) => type === 'workOrder');
  }

  async onBusinessRefusal({ siteId, messageId, command }: Message, { code, reason }: BusinessRefusal<ErpPart>): Promise<RefusalDecision<ErpPart>> {
    const { workOrderId } = command;
    const error = messageError(code, reason);
    if (code === 'ORDER_LOCKED') return { decision: 'wait', condition: { key: lockGoneKey(siteId, workOrderId), error, isWatched: true } };
    if (describeError(code)?.unblockCondition !== undefined) return { decision: 'wait', condition: { key: `change:${siteId}:${code}:${workOrderId}`, error } };
    await this.tools.mes.withdraw(siteId, workOrderId, messageId);
    return { decision: 'park', error };
  }

  /** The ERP's own list of changes tells of it, whoever did it. */
  events(): readonly CausedEvent[] {
    return [];
  }

  /** Reports that the ERP refused because of the hold go on: into the order that is resumed, or to a person when it is cancelled. */
  fulfils({ command: { siteId, workOrderId, verb } }: Message): readonly string[] {
    return [lockGoneKey(siteId, workOrderId), ...(verb === 'resume' || verb === 'cancel' ? [orderOnHoldKey(siteId, workOrderId)] : [])];
  }

  private async planOnce(message: Message, options: CallOptions): Promise<Plan | 'readAgain'> {
    const { messageId, correlationId, command } = message;
    const { siteId, workOrderId } = command;
    const shown = await this.order(command, options);
    if (shown === undefined) return this.giveUp(message, { decision: 'park', error: messageError('ORDER_UNKNOWN', `The ERP has no work order ${workOrderId} at site ${siteId}.`) });
    const judgement = await this.judge(shown.value, command);
    if (judgement.verdict === 'asWanted') return { decision: 'finish', state: 'posted', note: judgement.note }; // and what was asked of the MES counts as soon as the order is read again
    if (judgement.verdict === 'impossible') return this.giveUp(message, { decision: 'park', error: judgement.error });
    const later = await laterWord<WorkOrderChange>(message, this.tools.related, ({ verb }) => sortOf(verb) === sortOf(command.verb));
    if (later !== undefined) return this.giveUp(message, { decision: 'park', error: messageError('REVISION_STALE', `Change ${later.senderId} of work order ${workOrderId}, which came later, was carried out before.`) });
    if (isStale(shown.value, command) && !(await this.tools.mes.isAsked(siteId, workOrderId, messageId))) return { decision: 'park', error: stale(shown.value, command) };

    const held = await this.heldByQuality(message);
    if (held !== undefined) return held;

    const answer = await this.tools.mes.ask({ messageId, correlationId, change: command, order: shown.value, asOf: shown.asOf }, options);
    return answer.outcome === 'readAgain' ? 'readAgain' : this.afterAnswer(message, shown.value, answer);
  }

  /** Only quality lets an order go on that it holds: its own release resumes it, and this wish finds that done. */
  private async heldByQuality(message: Message): ReturnType<typeof heldBack> {
    const { siteId, workOrderId, verb } = message.command;
    const held = verb === 'resume' ? await heldBack(this.tools.holds, { siteId, workOrderId, lots: [], equipmentIds: [] }) : undefined;
    return held && this.giveUp(message, held);
  }

  private async judge(order: WorkOrder, change: WorkOrderChange): Promise<ChangeJudgement> {
    const reports = change.verb === 'changeQuantity' ? await this.tools.reports.openReports(change.siteId, change.workOrderId) : [];
    return judgeChange(order, change, reachedQuantity(order, reports.flatMap((report) => (report.kind === 'productionConfirmation' ? [report.command] : []))));
  }

  private async afterAnswer(message: Message, order: WorkOrder, answer: Exclude<MesAnswer, { outcome: 'readAgain' }>): Promise<Plan> {
    const { command } = message;
    const { siteId, workOrderId, verb } = command;
    switch (answer.outcome) {
      case 'nothingToAsk':
      case 'accepted':
        return this.sendOf(message, command);
      case 'open': {
        const reason = `The MES has not answered job order ${answer.jobOrderId} in version ${answer.version} yet, by which it is asked for ${verb} of work order ${workOrderId}.`;
        return { decision: 'wait', condition: { key: jobOrderAnsweredKey(siteId, answer.jobOrderId, answer.version), error: messageError('CHANGE_UNDER_NEGOTIATION', reason) } };
      }
      case 'partly': {
        const change = { ...command, quantity: answer.quantity };
        const judgement = await this.judge(order, change);
        if (judgement.verdict === 'possible') return this.sendOf(message, change);
        return this.giveUp(message, judgement.verdict === 'asWanted' ? { decision: 'finish', state: 'posted', note: `the MES takes no other quantity: ${judgement.note}` } : { decision: 'park', error: judgement.error });
      }
      case 'refused':
        return this.giveUp(message, { decision: 'park', error: messageError('CHANGE_REFUSED_BY_MES', `The MES does not follow ${verb} of work order ${workOrderId}. ${answer.reason}.`) });
    }
  }

  /** The revision that the sender saw was compared before anybody was asked; what was made since has changed it. */
  private async sendOf(message: Message, wish: WorkOrderChange): Promise<Plan> {
    const { siteId, workOrderId, verb } = wish;
    const open = verb === 'cancel' ? await this.tools.reports.openReports(siteId, workOrderId) : [];
    // Within an operation reports follow each other: what is behind one that does not go on does not either.
    const firstOnes = open.filter(({ command }, index) => open.findIndex((other) => other.command.operationId === command.operationId) === index);
    const onItsWay = firstOnes.find(({ state }) => state !== 'waiting' && state !== 'parked');
    if (onItsWay !== undefined) {
      const reason = `${inWords(onItsWay)} of work order ${workOrderId} is ${onItsWay.state}; the order is cancelled after it.`;
      return { decision: 'wait', condition: { key: messageSettledKey(onItsWay.messageId), error: messageError('EARLIER_REPORT_OPEN', reason) } };
    }
    if (open.length > 0) {
      const reason = `${inWords(open[0])} of work order ${workOrderId} is ${open[0].state}; once the order is cancelled it cannot be posted any more.`;
      return this.giveUp(message, { decision: 'park', error: messageError('CHANGE_NOT_POSSIBLE', reason) });
    }
    return { decision: 'send', parts: [{ partId: 'change', payload: { action: 'change', partId: 'change', siteId, change: withoutRevision(wish) } }] };
  }

  private async giveUp<Given extends Plan>({ siteId, messageId, command }: Message, plan: Given): Promise<Given> {
    await this.tools.mes.withdraw(siteId, command.workOrderId, messageId);
    return plan;
  }

  private async order({ siteId, workOrderId }: WorkOrderChange, options: CallOptions): Promise<Snapshot<WorkOrder> | undefined> {
    try {
      return await this.tools.erp.workOrder(siteId, workOrderId, options);
    } catch (error) {
      if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}

function inWords({ kind, senderId }: OpenReport): string {
  return `${kind === 'materialConsumption' ? 'Material consumption' : 'Confirmation'} ${senderId}`;
}

/** What a later wish undoes: to hold and to resume are one matter. */
function sortOf(verb: WorkOrderChange['verb']): string {
  return verb === 'resume' ? 'hold' : verb;
}

function withoutRevision(wish: WorkOrderChange): WorkOrderChange {
  return Object.fromEntries(Object.entries(wish).filter(([field]) => field !== 'expectedRevision')) as unknown as WorkOrderChange;
}

function isStale({ revision }: WorkOrder, { expectedRevision }: WorkOrderChange): boolean {
  return expectedRevision !== undefined && expectedRevision !== revision;
}

function stale({ workOrderId, revision }: WorkOrder, { expectedRevision }: WorkOrderChange): MessageError {
  return messageError('REVISION_STALE', `Work order ${workOrderId} has revision ${revision} by now, not ${expectedRevision}.`);
}
