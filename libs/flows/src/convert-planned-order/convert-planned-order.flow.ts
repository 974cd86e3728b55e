import { describeError, messageError, type PlannedOrder, type PlannedOrderConversion } from '@plantway/canonical';
import type { BusinessRefusal, CallOptions, CausedEvent, DeliveryFlow, DeliveryMessage, DeliveryPlan, ErpPart, ErpPort, ExecutionEffect, PlannedPart, PostingReceipt, RefusalDecision } from '@plantway/ports';
import type { PublishedPlannedOrders } from '../publish-planned-order/published-planned-orders.js';
import { convertedInErp } from './converted-in-erp.js';

export interface ConvertPlannedOrderOptions {
  readonly erp: ErpPort;
  readonly plannedOrders: PublishedPlannedOrders;
  /** Whether the site wants a second person to agree. */
  readonly needsApproval: (siteId: string) => boolean;
}

/** The write to the ERP, and for whom the order is made: the work order is pegged to it. */
export interface ConversionPart {
  readonly part: ErpPart;
  readonly madeFor: Pick<PlannedOrder, 'customerOrderId' | 'customerOrderLineId'>;
}

/**
 * The decision that a planned order becomes a work order.
 *
 * 1. The planned order must stand in the ERP; converted before: finished.
 * 2. Where the site wants it, a second person must agree.
 * 3. The ERP makes the work order and numbers it. From then on the work order is known to be made for the planned order's customer order line.
 *
 * On a technical failure it is tried again; a lost answer is read back. One that was converted on an ERP screen meanwhile is what was wanted: its work order is looked up. Any other
 * refusal goes to the planner, or waits for its condition.
 */
export class ConvertPlannedOrderFlow implements DeliveryFlow<PlannedOrderConversion, ConversionPart, PostingReceipt> {
  readonly kind = 'plannedOrderConversion';

  constructor(private readonly options: ConvertPlannedOrderOptions) {}

  async plan({ command, approvedBy }: DeliveryMessage<PlannedOrderConversion>): Promise<DeliveryPlan<ConversionPart>> {
    const { siteId, plannedOrderId } = command;
    const planned = await this.options.plannedOrders.get(siteId, plannedOrderId);
    if (planned === undefined) return { decision: 'park', error: messageError('PLANNED_ORDER_UNKNOWN', `Site ${siteId} has no planned order ${plannedOrderId} that stands in the ERP.`) };
    if (planned.workOrderId !== undefined) return { decision: 'finish', state: 'posted', note: `planned order ${plannedOrderId} was converted before into work order ${planned.workOrderId}` };
    if (approvedBy === undefined && this.options.needsApproval(siteId)) {
      return { decision: 'approve', error: messageError('APPROVAL_NEEDED', `Planned order ${plannedOrderId} (${planned.quantity.value} ${planned.quantity.unit} of ${planned.itemId}) becomes a work order when a second person approves it.`) };
    }
    const { customerOrderId, customerOrderLineId } = planned;
    const madeFor = { ...(customerOrderId !== undefined && { customerOrderId }), ...(customerOrderLineId !== undefined && { customerOrderLineId }) };
    return { decision: 'send', parts: [{ partId: 'conversion', payload: { part: { action: 'convertPlannedOrder', partId: 'conversion', siteId, plannedOrderId }, madeFor } }] };
  }

  send({ payload }: PlannedPart<ConversionPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return this.options.erp.post(payload.part, reference, options);
  }

  find({ payload }: PlannedPart<ConversionPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.options.erp.find(payload.part, reference, options);
  }

  agrees(_part: PlannedPart<ConversionPart>, receipt: PostingReceipt): boolean {
    return workOrderOf(receipt) !== undefined;
  }

  async onBusinessRefusal({ siteId, command }: DeliveryMessage<PlannedOrderConversion>, { reference, code, reason }: BusinessRefusal<ConversionPart>, options: CallOptions): Promise<RefusalDecision<ConversionPart>> {
    const { plannedOrderId } = command;
    const error = messageError(code, reason);
    if (code === 'PLANNED_ORDER_CONVERTED' && reference !== undefined) {
      const receipt = await this.receiptOfScreen(siteId, plannedOrderId, reference, options);
      if (receipt !== undefined) return { decision: 'stands', receipt, note: `planned order ${plannedOrderId} stood converted when it was sent` };
    }
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: `planned-order-conversion:${siteId}:${code}:${plannedOrderId}`, error } };
  }

  events({ messageId, command: { siteId, plannedOrderId } }: DeliveryMessage<PlannedOrderConversion>, [receipt]: readonly PostingReceipt[], [part]: readonly PlannedPart<ConversionPart>[]): readonly CausedEvent[] {
    return [{
      type: 'planned-order.converted.v1', subject: plannedOrderId,
      data: { messageId, siteId, plannedOrderId, workOrderId: workOrderOf(receipt), ...part.payload.madeFor, documents: receipt.documents },
    }];
  }

  effects({ command: { plannedOrderId } }: DeliveryMessage<PlannedOrderConversion>, [receipt]: readonly PostingReceipt[]): readonly ExecutionEffect[] {
    return [{ effect: 'planned_order_converted', data: { plannedOrderId, workOrderId: workOrderOf(receipt) } }];
  }

  fulfils(): readonly string[] {
    return [];
  }

  private async receiptOfScreen(siteId: string, plannedOrderId: string, reference: string, options: CallOptions): Promise<PostingReceipt | undefined> {
    const converted = await convertedInErp(this.options.erp, siteId, plannedOrderId, options);
    if (converted === undefined) return undefined;
    const { backend } = await this.options.erp.capabilities(siteId);
    return { reference, backend, documents: [{ type: 'plannedOrder', number: plannedOrderId }, { type: 'workOrder', number: converted.workOrderId }], postedAt: converted.asOf };
  }
}

function workOrderOf({ documents }: PostingReceipt): string | undefined {
  return documents.find(({ type }) => type === 'workOrder')?.number;
}
