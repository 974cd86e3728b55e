import { compareInstants, messageError, type ConfirmationReversal, type ProductionConfirmation } from '@plantway/canonical';
import { messageSettledKey, type DeliveryMessage, type DeliveryPlan, type RelatedMessage, type RelatedMessages } from '@plantway/ports';

/**
 * Why a report waits for a wish that came before it: its source wants an earlier report of the same operation, or of the whole order, taken back, and that is not done yet.
 * A wish that makes room for this report is judged as a correction; one that makes room for a report which is not stored, or came later, waits for that one and not this one for it.
 */
export async function earlierReversalOpen(message: DeliveryMessage<ProductionConfirmation>, related: RelatedMessages, scope: 'operation' | 'order'): Promise<DeliveryPlan<never> | undefined> {
  const { messageId, command: { confirmationId, operationId } } = message;
  const wishes = await related.openReversalsOfOrderBefore(messageId) as readonly RelatedMessage<ConfirmationReversal>[];
  for (const { messageId: wishId, senderId, state, command } of wishes) {
    if (scope === 'operation' && command.operationId !== operationId) continue;
    if (command.replacedBy === confirmationId || await isForALaterReport(command, message, related)) continue;
    const reason = `Confirmation ${command.confirmationId} of operation ${command.operationId} is to be taken back before ${confirmationId} is posted; its reversal ${senderId} is ${state}.`;
    return { decision: 'wait', condition: { key: messageSettledKey(wishId), error: messageError('REVERSAL_OPEN', reason) } };
  }
  return undefined;
}

async function isForALaterReport({ replacedBy }: ConfirmationReversal, { siteId, sourceSystem, acceptedAt }: DeliveryMessage, related: RelatedMessages): Promise<boolean> {
  if (replacedBy === undefined) return false;
  const replacement = await related.find(siteId, sourceSystem, 'productionConfirmation', replacedBy);
  return replacement === undefined || compareInstants(replacement.acceptedAt, acceptedAt) > 0;
}
