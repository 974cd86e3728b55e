import { BusinessException, describeError, messageError, type ProductionConfirmation, type WorkOrder } from '@plantway/canonical';
import type { CallOptions, CausedEvent, DeliveryFlow, DeliveryMessage, DeliveryPlan, ErpPart, ErpPort, PlannedPart, PostingReceipt } from '@plantway/ports';
import { quantitiesOf, reportAgrees } from './confirmed-quantities.js';
import { readinessOf } from './order-readiness.js';
import { operationYieldKey, orderYieldKey, refusalKey } from './wait-keys.js';

/**
 * A production confirmation on its way into the ERP.
 *
 * 1. A report that this release cannot post rightly (running totals, a correction of another report) goes to a person.
 * 2. The work order is read. No such order, closed, not released, no such operation: to a person. More yield than the operation before: it waits for that operation.
 * 3. The ERP's backend splits it into parts, and each part is posted.
 *
 * On a technical failure at any step it is tried again; a lost answer is read back under its reference, and agrees when all quantities are exactly equal; a refusal
 * waits when the error catalogue names what it waits for, and otherwise goes to a person.
 */
export class ConfirmProductionFlow implements DeliveryFlow<ProductionConfirmation, ErpPart> {
  readonly kind = 'productionConfirmation';

  constructor(private readonly erp: ErpPort) {}

  async plan({ command }: DeliveryMessage<ProductionConfirmation>, options: CallOptions): Promise<DeliveryPlan<ErpPart>> {
    if (command.cumulative) return { decision: 'park', error: messageError('CUMULATIVE_UNSUPPORTED', `Confirmation ${command.confirmationId} has running totals.`) };
    if (command.replaces !== undefined) return { decision: 'park', error: messageError('CORRECTION_UNSUPPORTED', `Confirmation ${command.confirmationId} corrects ${command.replaces}.`) };

    const order = await this.order(command, options);
    if (!order) return { decision: 'park', error: messageError('ORDER_UNKNOWN', `The ERP has no work order ${command.workOrderId} at site ${command.siteId}.`) };
    const readiness = readinessOf(order, command);
    if (readiness.decision !== 'ready') return readiness;

    const parts = await this.erp.planConfirmation(command, options);
    return { decision: 'send', parts: parts.map((part) => ({ partId: part.partId, payload: part })) };
  }

  send(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<PostingReceipt> {
    return this.erp.post(part.payload, reference, options);
  }

  find(part: PlannedPart<ErpPart>, reference: string, options: CallOptions): Promise<readonly PostingReceipt[]> {
    return this.erp.find(part.payload, reference, options);
  }

  agrees({ payload }: PlannedPart<ErpPart>, receipt: PostingReceipt): boolean {
    return payload.action === 'confirm' && reportAgrees(payload.confirmation, receipt.quantities);
  }

  onBusinessRefusal({ command }: DeliveryMessage<ProductionConfirmation>, code: string, reason: string): ReturnType<DeliveryFlow['onBusinessRefusal']> {
    const error = messageError(code, reason);
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    const key = code === 'PREDECESSOR_OPEN' ? orderYieldKey(command.siteId, command.workOrderId) : refusalKey(command.siteId, code, command.workOrderId);
    return { decision: 'wait', condition: { key, error } };
  }

  events({ messageId, command }: DeliveryMessage<ProductionConfirmation>, receipts: readonly PostingReceipt[]): readonly CausedEvent[] {
    const { siteId, workOrderId, operationId, confirmationId, kind, postingDate, productionDay, finishedAt, workCenterId } = command;
    const { yield: made, scrap, rework } = quantitiesOf(command);
    return [{
      type: 'production.confirmed.v1',
      subject: workOrderId,
      data: {
        messageId, siteId, workOrderId, operationId, confirmationId, kind, yield: made, scrap, rework, postingDate, productionDay, finishedAt, workCenterId,
        documents: receipts.flatMap(({ documents }) => documents),
      },
    }];
  }

  fulfils({ command }: DeliveryMessage<ProductionConfirmation>): readonly string[] {
    const { siteId, workOrderId, operationId } = command;
    return [operationYieldKey(siteId, workOrderId, operationId), orderYieldKey(siteId, workOrderId)];
  }

  private async order({ siteId, workOrderId }: ProductionConfirmation, options: CallOptions): Promise<WorkOrder | undefined> {
    try {
      return (await this.erp.workOrder(siteId, workOrderId, options)).value;
    } catch (error) {
      if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }
}
