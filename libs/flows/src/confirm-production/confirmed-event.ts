import type { ProductionConfirmation } from '@plantway/canonical';
import type { CausedEvent, DeliveryMessage, ErpPart, PlannedPart, PostingReceipt } from '@plantway/ports';
import { quantitiesOf } from './confirmed-quantities.js';
import { sentReport } from './sent-report.js';

/**
 * `production.confirmed.v1`: what the ERP has taken, with what of it can be traced. For a report with running totals that is the difference that was sent, in one
 * write or in several.
 */
export function confirmedEvent({ messageId, sourceSystem, command }: DeliveryMessage<ProductionConfirmation>, receipts: readonly PostingReceipt[], parts: readonly PlannedPart<ErpPart>[]): CausedEvent {
  const told = sentReport(command, parts);
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
