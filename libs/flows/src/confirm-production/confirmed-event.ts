import type { ProductionConfirmation } from '@plantway/canonical';
import type { CausedEvent, DeliveryMessage, ErpPart, PlannedPart, PostingReceipt } from '@plantway/ports';
import { quantitiesOf } from './confirmed-quantities.js';

/**
 * `production.confirmed.v1`: what the ERP has taken, with what of it can be traced. For a report with running totals that is the difference that was sent; a backend that
 * splits a report into several writes gives each of them a share, and the report itself is told.
 */
export function confirmedEvent({ messageId, sourceSystem, command }: DeliveryMessage<ProductionConfirmation>, receipts: readonly PostingReceipt[], parts: readonly PlannedPart<ErpPart>[]): CausedEvent {
  const told = command.cumulative ? (differenceIn(parts) ?? command) : command;
  const { siteId, workOrderId, operationId, confirmationId, kind, postingDate, productionDay, finishedAt, workCenterId } = command;
  const { yield: made, scrap, rework } = quantitiesOf(told);
  return {
    type: 'production.confirmed.v1',
    subject: workOrderId,
    data: {
      messageId, siteId, sourceSystem, workOrderId, operationId, confirmationId, kind, yield: made, scrap, rework,
      postingDate: receipts[0]?.postingDate ?? postingDate, productionDay, finishedAt, workCenterId,
      producedLots: told.producedLots, serialNumbers: told.serialNumbers, genealogy: told.genealogy,
      consumptions: told.consumptions.map(({ itemId, lotId, quantity, serialNumbers }) => ({ itemId, ...(lotId === undefined ? {} : { lotId }), ...(quantity === undefined ? {} : { quantity }), serialNumbers })),
      documents: receipts.flatMap(({ documents }) => documents),
    },
  };
}

function differenceIn(parts: readonly PlannedPart<ErpPart>[]): ProductionConfirmation | undefined {
  const [first, ...others] = parts.flatMap(({ payload }) => (payload.action === 'confirm' ? [payload.confirmation] : []));
  return others.length === 0 ? first : undefined;
}
