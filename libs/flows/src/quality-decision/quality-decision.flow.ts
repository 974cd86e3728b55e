import { BusinessException, LOT_STATUS_AFTER, describeError, messageError, type HoldScope, type Instant, type LotDisposition, type LotStatus, type MaterialLot, type QualityHold, type QualityHoldPlaced, type WorkOrder, type WorkOrderStatus } from '@plantway/canonical';
import type { BusinessRefusal, CallOptions, CausedEvent, DeliveryFlow, DeliveryMessage, DeliveryPlan, ErpPart, ErpPort, ExecutionEffect, PlannedPart, PostingReceipt, RefusalDecision, RelatedMessages, Snapshot } from '@plantway/ports';
import { laterWord } from '../superseded/later-word.js';
import type { QualityCommand, ScopedRelease } from './quality-command.js';
import { holdReleasedEvent, lotDisposedEvent } from './quality-events.js';
import { lotHoldKey, lotPostedKey, qualityHoldKey, scopeInWords } from './quality-holds.js';

/** Holds as they are known. Implemented by `HoldBook` of libs/execution. */
export interface DecidedHolds {
  hold(siteId: string, holdId: string): Promise<(QualityHold & { readonly placedByMessageId: string }) | undefined>;
  othersOn(siteId: string, holdId: string): Promise<readonly QualityHold[]>;
  isHeldInErp(siteId: string, scope: Exclude<HoldScope, { readonly type: 'equipment' }>): Promise<boolean>;
}

export interface QualityDecisionTools {
  readonly erp: ErpPort;
  readonly holds: DecidedHolds;
  readonly related: Pick<RelatedMessages, 'overtakenBy'>;
}

type Plan = DeliveryPlan<ErpPart>;
type Message<Command extends QualityCommand = QualityCommand> = DeliveryMessage<Command>;

/** Orders that can still be held. */
const OPEN: readonly WorkOrderStatus[] = ['created', 'released', 'inProgress'];
/** How the ERP shows a lot or an order that a hold of ours stopped. */
const STATUS_HELD = { lot: 'qualityInspection', workOrder: 'held' } as const;

/**
 * A decision of quality on its way into the ERP. The hold itself stands in the gateway since it was accepted; this tells the ERP where that has something to say.
 *
 * 1. Hold of a lot that is unrestricted: its status becomes quality inspection. Of an order: the ERP holds it, when it is open. Of one operation, of equipment, of a lot or an order that the ERP
 *    does not know or that cannot be used anyway: the gateway alone holds it.
 * 2. Release: what the hold changed in the ERP is undone, unless another hold stands on it. A lot that was blocked there before, and an order that somebody else holds there, stay as they are.
 * 3. Disposition: the lot gets the status of the decision, and the holds of the lot end. A bad lot that the ERP does not know yet waits for the report that makes it.
 *    One that stood beside its lane while a later disposition of the lot was carried out is annulled: the later one counts.
 *
 * Errors as in confirming: technical ones are tried again, a lost answer is read back, a refusal is looked at once more and then goes to a person.
 */
export class QualityDecisionFlow implements DeliveryFlow<QualityCommand, ErpPart, PostingReceipt> {
  readonly kind = 'qualityDecision';

  constructor(private readonly tools: QualityDecisionTools) {}

  async plan(message: Message, options: CallOptions): Promise<Plan> {
    switch (message.command.type) {
      case 'hold': return this.planHold(message as Message<QualityHoldPlaced>, options);
      case 'release': return this.planRelease(message as Message<ScopedRelease>, options);
      case 'disposition': return this.planDisposition(message as Message<LotDisposition>, options);
    }
  }

  send(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return this.tools.erp.post(part.payload, reference, options);
  }

  find(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.tools.erp.find(part.payload, reference, options);
  }

  /** A decision has no quantities: that its document stands is all there is to say. */
  agrees({ payload }: PlannedPart<ErpPart>, { documents }: PostingReceipt): boolean {
    const wanted = payload.action === 'disposeLot' ? 'lotStatus' : 'workOrder';
    return documents.some(({ type }) => type === wanted);
  }

  /** What was refused may have become needless meanwhile: then the next plan says so. */
  async onBusinessRefusal(message: Message, { code, reason }: BusinessRefusal<ErpPart>, options: CallOptions): Promise<RefusalDecision<ErpPart>> {
    const error = messageError(code, reason);
    const { siteId, qualityEventId } = message.command;
    const again = { decision: 'wait', condition: { key: `quality-decision:${siteId}:${qualityEventId}:${code}`, error } } as const;
    if (describeError(code)?.unblockCondition !== undefined) return again;
    return (await this.plan(message, options)).decision === 'send' ? { decision: 'park', error } : again;
  }

  events({ command, sourceSystem }: Message): readonly CausedEvent[] {
    switch (command.type) {
      case 'hold': return []; // told when it was accepted
      case 'release': return [holdReleasedEvent(command, sourceSystem)];
      case 'disposition': return [lotDisposedEvent(command, sourceSystem)];
    }
  }

  effects({ command }: Message, [receipt]: readonly PostingReceipt[]): readonly ExecutionEffect[] {
    return command.type === 'hold' && receipt !== undefined ? [{ effect: 'hold_in_erp', data: { holdId: command.holdId, heldAt: receipt.postedAt } }] : endOf(command, receipt?.postedAt);
  }

  fulfils({ siteId, command }: Message): readonly string[] {
    switch (command.type) {
      case 'hold': return [];
      case 'release': return [qualityHoldKey(siteId, command)];
      case 'disposition': return [lotHoldKey(siteId, command)];
    }
  }

  private async planHold({ messageId, siteId, command }: Message<QualityHoldPlaced>, options: CallOptions): Promise<Plan> {
    const { holdId, scope, reason, qualityEventId } = command;
    const known = await this.tools.holds.hold(siteId, holdId);
    if (known !== undefined && known.placedByMessageId !== messageId) return { decision: 'finish', state: 'annulled', note: `hold ${holdId} was placed by another event before` };
    if (known?.releasedAt !== undefined) return onlyHere(`hold ${holdId} ended before the ERP could be told, at ${known.releasedAt}`);
    if (scope.type === 'lot') {
      const lot = await this.lot(siteId, scope, options);
      return lot?.value.status === 'unrestricted' ? statusOf(siteId, scope, 'qualityInspection', reason) : onlyHere(`the ERP has ${lot === undefined ? 'no' : `as ${lot.value.status} already:`} ${scopeInWords(command)}`);
    }
    if (scope.type === 'equipment' || scope.operationId !== undefined) return onlyHere(`the ERP holds whole orders and lots, not ${scopeInWords(command)}`);
    const order = (await this.order(siteId, scope.workOrderId, options))?.value;
    if (order === undefined || !OPEN.includes(order.status)) return onlyHere(`the ERP ${order === undefined ? 'has no' : `has ${order.status}`} ${scopeInWords(command)}`);
    return changeOf(siteId, { changeId: qualityEventId, workOrderId: scope.workOrderId, verb: 'hold', reason });
  }

  private async planRelease(message: Message<ScopedRelease>, options: CallOptions): Promise<Plan> {
    const { siteId, command } = message;
    const { holdId, scope, reason, qualityEventId } = command;
    const { holds } = this.tools;
    const known = await holds.hold(siteId, holdId);
    if (known?.releasedAt !== undefined) return { decision: 'finish', state: 'posted', note: `hold ${holdId} ended before, at ${known.releasedAt}` };
    const [other] = await holds.othersOn(siteId, holdId);
    if (other !== undefined) return this.released(message, `hold ${other.holdId} stands on ${scopeInWords(command)} as well`);
    if (scope.type === 'equipment' || (scope.type === 'workOrder' && scope.operationId !== undefined)) return this.released(message, `only the gateway held ${scopeInWords(command)}`);

    const stood = scope.type === 'lot' ? await this.lot(siteId, scope, options) : await this.order(siteId, scope.workOrderId, options);
    if (stood === undefined) return this.released(message, `the ERP has no ${scopeInWords(command)}`);
    if (stood.value.status !== STATUS_HELD[scope.type]) return this.released(message, `the ERP has ${stood.value.status} ${scopeInWords(command)}, which it does not hold`, stood.asOf);
    if (!(await holds.isHeldInErp(siteId, scope))) return this.released(message, `${scopeInWords(command)} was held in the ERP by somebody else, who decides about it`);
    return scope.type === 'lot' ? statusOf(siteId, scope, 'unrestricted', reason) : changeOf(siteId, { changeId: qualityEventId, workOrderId: scope.workOrderId, verb: 'resume', reason });
  }

  private async planDisposition(message: Message<LotDisposition>, options: CallOptions): Promise<Plan> {
    const { siteId, command } = message;
    const { itemId, lotId, decision, reason } = command;
    const later = await laterWord<QualityCommand>(message, this.tools.related, ({ type }) => type === 'disposition');
    if (later !== undefined) return { decision: 'finish', state: 'annulled', note: `superseded by ${later.senderId}, which decided about lot ${lotId} later` };
    if ((await this.lot(siteId, command, options)) !== undefined) return statusOf(siteId, command, LOT_STATUS_AFTER[decision], reason);
    if (decision === 'accept') return this.released(message, `the ERP has no lot ${lotId} of ${itemId} yet`);
    return { decision: 'wait', condition: { key: lotPostedKey(siteId, lotId), error: { ...messageError('LOT_UNKNOWN', `The ERP has no lot ${lotId} of ${itemId} yet; it is told of the decision when the report that makes the lot is posted.`), unblockCondition: 'the lot is posted' } } };
  }

  /** Nothing has to be told to the ERP; the hold ends all the same. @param freedAt when the ERP was seen not to hold it */
  private released(message: Message<ScopedRelease | LotDisposition>, note: string, freedAt?: Instant): Plan {
    return { decision: 'finish', state: 'posted', note, events: this.events(message), effects: endOf(message.command, freedAt) };
  }

  private async lot(siteId: string, { itemId, lotId }: { readonly itemId: string; readonly lotId: string }, options: CallOptions): Promise<Snapshot<MaterialLot> | undefined> {
    return found(() => this.tools.erp.lot(siteId, itemId, lotId, options));
  }

  private async order(siteId: string, workOrderId: string, options: CallOptions): Promise<Snapshot<WorkOrder> | undefined> {
    return found(() => this.tools.erp.workOrder(siteId, workOrderId, options));
  }
}

/** What the gateway keeps when a hold ends. */
function endOf(command: QualityCommand, freedAt: Instant | undefined): readonly ExecutionEffect[] {
  switch (command.type) {
    case 'hold': return [];
    case 'release': return [{ effect: 'release_hold', data: { holdId: command.holdId, releasedAt: command.occurredAt, ...(freedAt === undefined ? {} : { freedAt }) } }];
    case 'disposition': return [{ effect: 'dispose_lot', data: { releasedAt: command.occurredAt } }];
  }
}

/** The gateway holds it; the ERP has nothing to hold. */
function onlyHere(note: string): Plan {
  return { decision: 'finish', state: 'posted', note };
}

function statusOf(siteId: string, { itemId, lotId }: { readonly itemId: string; readonly lotId: string }, status: LotStatus, reason: string): Plan {
  return { decision: 'send', parts: [{ partId: 'lot-status', payload: { action: 'disposeLot', partId: 'lot-status', siteId, itemId, lotId, status, reason } }] };
}

function changeOf(siteId: string, change: { readonly changeId: string; readonly workOrderId: string; readonly verb: 'hold' | 'resume'; readonly reason: string }): Plan {
  return { decision: 'send', parts: [{ partId: change.verb, payload: { action: 'change', partId: change.verb, siteId, change: { siteId, ...change } } }] };
}

async function found<Value>(read: () => Promise<Snapshot<Value>>): Promise<Snapshot<Value> | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
