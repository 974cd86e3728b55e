import { compare, compareInstants, describeError, messageError, type PlannedOrder } from '@plantway/canonical';
import type { BusinessRefusal, CallOptions, CausedEvent, DeliveryFlow, DeliveryMessage, DeliveryPlan, ErpPart, ErpPort, ExecutionEffect, PlannedPart, PostingReceipt, RefusalDecision } from '@plantway/ports';
import type { PublishedPlannedOrders } from './published-planned-orders.js';

export interface PublishPlannedOrderOptions {
  readonly erp: ErpPort;
  readonly plannedOrders: PublishedPlannedOrders;
}

/**
 * A proposal of the planning system, on its way into the ERP.
 *
 * 1. The same planned order stands in the ERP already, published by another system: finished. Another one of that id: a person decides.
 * 2. The ERP takes it, and keeps material for it from then on. Whether and when it is converted follows from the event, by what the site says.
 *
 * On a technical failure it is tried again; a lost answer is read back. What the ERP refuses goes to the planner, or waits for its condition.
 */
export class PublishPlannedOrderFlow implements DeliveryFlow<PlannedOrder, ErpPart, PostingReceipt> {
  readonly kind = 'plannedOrder';

  constructor(private readonly options: PublishPlannedOrderOptions) {}

  async plan({ command }: DeliveryMessage<PlannedOrder>): Promise<DeliveryPlan<ErpPart>> {
    const { siteId, plannedOrderId } = command;
    const known = await this.options.plannedOrders.get(siteId, plannedOrderId);
    if (known === undefined) return { decision: 'send', parts: [{ partId: 'plannedOrder', payload: { action: 'publishPlannedOrder', partId: 'plannedOrder', siteId, plannedOrder: command } }] };
    if (isSame(known, command)) return { decision: 'finish', state: 'posted', note: `planned order ${plannedOrderId} was published before` };
    return { decision: 'park', error: messageError('CHANGE_NOT_POSSIBLE', `Planned order ${plannedOrderId} was published before with other content. What is planned otherwise needs an id of its own.`) };
  }

  send(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return this.options.erp.post(part.payload, reference, options);
  }

  find(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.options.erp.find(part.payload, reference, options);
  }

  agrees({ payload }: PlannedPart<ErpPart>, { documents }: PostingReceipt): boolean {
    return payload.action === 'publishPlannedOrder' && documents.some(({ type }) => type === 'plannedOrder');
  }

  async onBusinessRefusal({ siteId, command }: DeliveryMessage<PlannedOrder>, { code, reason }: BusinessRefusal<ErpPart>): Promise<RefusalDecision<ErpPart>> {
    const error = messageError(code, reason);
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: `planned-order:${siteId}:${code}:${command.plannedOrderId}`, error } };
  }

  events({ messageId, command }: DeliveryMessage<PlannedOrder>, receipts: readonly PostingReceipt[]): readonly CausedEvent[] {
    return [{ type: 'planned-order.published.v1', subject: command.plannedOrderId, data: { messageId, ...command, documents: receipts.flatMap(({ documents }) => documents) } }];
  }

  effects({ command }: DeliveryMessage<PlannedOrder>): readonly ExecutionEffect[] {
    return [{ effect: 'planned_order', data: { ...command } }];
  }

  fulfils(): readonly string[] {
    return [];
  }
}

function isSame(known: PlannedOrder, command: PlannedOrder): boolean {
  return known.itemId === command.itemId && known.quantity.unit === command.quantity.unit && compare(known.quantity, command.quantity) === 0
    && compareInstants(known.startAt, command.startAt) === 0 && compareInstants(known.dueAt, command.dueAt) === 0
    && known.customerOrderId === command.customerOrderId && known.customerOrderLineId === command.customerOrderLineId;
}
