import { BusinessException, messageError, type ConfirmationPolicy, type MaterialConsumption, type MessageError, type WorkOrder } from '@plantway/canonical';
import { messageSettledKey, type BusinessRefusal, type CallOptions, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type ErpPart, type ErpPort, type ExecutionEffect, type PlannedPart, type PostingReceipt, type RefusalDecision, type RelatedMessages, type WaitCondition } from '@plantway/ports';
import { placesOfAll, routedWorkCenter, type PlacesOf } from '../confirm-production/held-subject.js';
import { underOpenDate } from '../confirm-production/open-posting-date.js';
import { refusalKey, stockKey } from '../confirm-production/wait-keys.js';
import { lockAsRefusal, lockGoneKey, postingDateOf, refusedUntil } from '../erp-conditions/refused-until.js';
import { heldBack, type QualityHolds } from '../quality-decision/quality-holds.js';
import { circleBehind, unlessCircular } from '../circular-wait/circular-wait.js';
import { turnInSequence, withNotes } from '../source-sequence/turn-in-sequence.js';

/** What the flow is made of. */
export interface ConsumeMaterialTools {
  readonly erp: ErpPort;
  readonly related: RelatedMessages;
  readonly holds: QualityHolds;
  readonly placesOf: PlacesOf;
  /** Orders that make an item and are not closed, as far as the gateway knows them; the longest known first. */
  readonly makersOf: (siteId: string, itemId: string) => Promise<readonly string[]>;
  /** How a site wants its reports posted; material follows the policy of confirmations. */
  readonly policies: (siteId: string) => ConfirmationPolicy;
}

/** How many reports of supplying orders a shortage names. */
const REPORTS_TOLD = 20;

type Message = DeliveryMessage<MaterialConsumption>;

/**
 * Material that was used, reported apart from what was made, on its way into the ERP.
 *
 * 0. A number of its source system that is missing before its own is waited for (`turnInSequence`).
 * 1. The work order is read. No such order, closed, not released, no such operation: to a person. A component that the ERP backflushes would be issued twice: to a person.
 * 2. While quality holds the order, its operation, the lot, or the work center of the operation or a place above it: it waits. So it does before each later send that may begin a write.
 * 3. The ERP issues it to the order.
 *
 * A closed period follows the site's policy, missing stock waits until the item is received, or confirmed by an order that makes it. Any other refusal waits when the error catalogue names what it waits for, and otherwise goes to a person.
 */
export class ConsumeMaterialFlow implements DeliveryFlow<MaterialConsumption, ErpPart, PostingReceipt> {
  readonly kind = 'materialConsumption';

  constructor(private readonly tools: ConsumeMaterialTools) {}

  async plan(message: Message, options: CallOptions): Promise<DeliveryPlan<ErpPart>> {
    const { related, policies } = this.tools;
    const turn = await turnInSequence(message, related, policies(message.siteId).sourceSequence);
    return turn.decision === 'go' ? withNotes(await unlessCircular(message, await this.planInTurn(message, options), related), turn.notes) : turn;
  }

  private async planInTurn({ command }: Message, options: CallOptions): Promise<DeliveryPlan<ErpPart>> {
    const { siteId, workOrderId, postingDate } = command;
    const order = await this.order(command, options);
    if (order === undefined) return { decision: 'park', error: messageError('ORDER_UNKNOWN', `The ERP has no work order ${workOrderId} at site ${siteId}.`) };
    const error = whyNot(order, command);
    if (error !== undefined) return { decision: 'park', error };
    const held = await this.held(command, order);
    if (held !== undefined) return held;
    return { decision: 'send', parts: [{ partId: 'consumption', payload: { action: 'consume', partId: 'consumption', siteId, consumption: command, postingDate } }] };
  }

  /** A hold counts also for material that was planned to be issued, or sent without effect, before it. */
  async mustWaitFor({ command }: Message, _part: PlannedPart<ErpPart>, options: CallOptions): Promise<WaitCondition | undefined> {
    const order = await this.order(command, options);
    return order && (await this.held(command, order))?.condition;
  }

  send(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return lockAsRefusal(this.tools.erp.post(part.payload, reference, options));
  }

  find(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.tools.erp.find(part.payload, reference, options);
  }

  /** One issue under our reference is what was sent: the ERP takes no other body under it. */
  agrees({ payload }: PlannedPart<ErpPart>, { documents }: PostingReceipt): boolean {
    return payload.action === 'consume' && documents.some(({ type }) => type === 'goodsMovement');
  }

  async onBusinessRefusal(message: Message, refusal: BusinessRefusal<ErpPart>, options: CallOptions): Promise<RefusalDecision<ErpPart>> {
    const { erp, policies } = this.tools;
    const { siteId, workOrderId, postingDate } = message.command;
    const { code, reason } = refusal;
    if (code === 'PERIOD_CLOSED' && policies(siteId).closedPeriod === 'redate') return underOpenDate(siteId, postingDate, refusal, erp, options);
    if (code === 'STOCK_SHORT') return this.shortage(message, reason);
    const later = await refusedUntil(erp, refusal, { siteId, workOrderId, postingDate: postingDateOf(refusal.part?.payload) ?? postingDate, lots: [message.command] }, options);
    if (later !== undefined) return later;
    const error = messageError(code, reason);
    if (error.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: refusalKey(siteId, code, workOrderId), error } };
  }

  events(message: Message, receipts: readonly PostingReceipt[]): readonly CausedEvent[] {
    return [{ type: 'material.consumed.v1', subject: message.command.workOrderId, data: consumedData(message, receipts) }];
  }

  effects(message: Message, receipts: readonly PostingReceipt[]): readonly ExecutionEffect[] {
    return [{ effect: 'consumption_posted', data: consumedData(message, receipts) }];
  }

  /** Whoever waits for it waits under its own name. */
  fulfils({ command: { siteId, workOrderId } }: Message): readonly string[] {
    return [lockGoneKey(siteId, workOrderId)];
  }

  private held({ siteId, workOrderId, operationId, itemId, lotId }: MaterialConsumption, order: WorkOrder): ReturnType<typeof heldBack> {
    const { holds, placesOf } = this.tools;
    const equipmentIds = placesOfAll(siteId, [routedWorkCenter(order, operationId)], placesOf);
    return heldBack(holds, { siteId, workOrderId, operationId, lots: lotId === undefined ? [] : [{ itemId, lotId }], equipmentIds });
  }

  /** Waits for the item, and says who may bring it: reports of orders that make it and are not finished. When every one of those waits for this very message, a person is asked. */
  private async shortage(message: Message, reason: string): Promise<RefusalDecision<ErpPart>> {
    const { related, makersOf } = this.tools;
    const { siteId, itemId } = message.command;
    const found = await related.openConfirmationsOf(siteId, await makersOf(siteId, itemId), REPORTS_TOLD + 1);
    const reports = found.slice(0, REPORTS_TOLD);
    const hasMore = found.length > reports.length;
    const circles = hasMore ? [] : await Promise.all(reports.map(({ messageId }) => circleBehind(message, messageSettledKey(messageId), related))); // of so many one will come
    if (circles.length > 0 && circles.every((circle) => circle !== undefined)) return { decision: 'park', error: messageError('CIRCULAR_WAIT', `${circles[0]} ${reason}`) };
    const supply = [...reports.map(({ senderId, state, command }) => `confirmation ${senderId} of work order ${command.workOrderId} is ${state}`), ...(hasMore ? ['and there are more'] : [])];
    const error = messageError('STOCK_SHORT', supply.length === 0 ? reason : `${reason} ${itemId} is made by orders of this plant: ${supply.join(', ')}.`);
    return { decision: 'wait', condition: { key: stockKey(siteId, itemId), error: { ...error, unblockCondition: 'there is enough stock of the component' }, isWatched: true } };
  }

  private async order({ siteId, workOrderId }: MaterialConsumption, options: CallOptions): Promise<WorkOrder | undefined> {
    try {
      return (await this.tools.erp.workOrder(siteId, workOrderId, options)).value;
    } catch (error) {
      if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}

/** Why the order cannot take it, as far as the order itself tells; what only the ERP knows (periods, lots, stock) the ERP decides. */
function whyNot({ workOrderId, status, operations, components }: WorkOrder, { operationId, itemId }: MaterialConsumption): MessageError | undefined {
  const name = `Work order ${workOrderId}`;
  if (status === 'closed' || status === 'cancelled') return messageError('ORDER_CLOSED', `${name} is ${status}.`);
  if (status === 'planned' || status === 'created') return messageError('ORDER_NOT_RELEASED', `${name} is not released; it is ${status}.`);
  if (!operations.some((operation) => operation.operationId === operationId)) return messageError('OPERATION_UNKNOWN', `${name} has no operation ${operationId}.`);
  const isBackflushed = components.some((component) => component.operationId === operationId && component.componentItemId === itemId && component.issueMethod === 'backflush');
  return isBackflushed ? messageError('ISSUE_METHOD_MIXED', `${itemId} is backflushed at operation ${operationId} of work order ${workOrderId}: the ERP issues it when output is confirmed.`) : undefined;
}

function consumedData({ messageId, sourceSystem, command }: Message, receipts: readonly PostingReceipt[]): Readonly<Record<string, unknown>> {
  const { siteId, workOrderId, operationId, consumptionId, itemId, quantity, lotId, serialNumbers, consumedAt, postingDate, productionDay } = command;
  return {
    messageId, siteId, sourceSystem, workOrderId, operationId, consumptionId, itemId, quantity, ...(lotId === undefined ? {} : { lotId }), serialNumbers, consumedAt,
    postingDate: receipts[0]?.postingDate ?? postingDate, productionDay, documents: receipts.flatMap(({ documents }) => documents),
  };
}
