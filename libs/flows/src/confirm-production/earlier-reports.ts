import { messageError, type ProductionConfirmation } from '@plantway/canonical';
import { messageSettledKey, type ErpPart, type RelatedMessage, type RelatedMessages, type WaitCondition } from '@plantway/ports';
import { isWithdrawn, leftReferences } from './left-documents.js';
import { isFinished, isStanding } from './message-states.js';
import type { EarlierReport } from './running-totals.js';

export type EarlierReports =
  | { readonly decision: 'known'; readonly reports: readonly EarlierReport[] }
  | { readonly decision: 'wait'; readonly condition: WaitCondition };

/**
 * The earlier reports of the same operation and source, oldest first. While one of them is being taken back it is not certain what stands.
 * @param without message that is left out
 */
export async function earlierReports(messageId: string, related: RelatedMessages, without?: string): Promise<EarlierReports> {
  const before = (await related.before(messageId)).filter((message): message is RelatedMessage<ProductionConfirmation> => message.kind === 'productionConfirmation');
  const earlier = before.filter((message) => message.messageId !== without);
  for (const { senderId, reversal } of earlier) {
    if (reversal === undefined || isFinished(reversal.state) || isStanding(reversal.state)) continue;
    return { decision: 'wait', condition: { key: messageSettledKey(reversal.messageId), error: messageError('REVERSAL_OPEN', `Confirmation ${senderId} of the same operation is being taken back; its reversal is ${reversal.state}.`) } };
  }
  const left = await leftReferences(before, related);
  return { decision: 'known', reports: earlier.map((message) => ({ report: message.command, isWithdrawn: isWithdrawn(message), sent: standingParts(message, left) })) };
}

/** What was sent for a report and stands: all of it, or of one that was taken back only what was left. */
export function standingParts(message: RelatedMessage<ProductionConfirmation>, left: ReadonlySet<string> = new Set()): readonly ProductionConfirmation[] {
  const parts = isWithdrawn(message) ? message.sent.filter((_, index) => left.has(message.receipts[index].reference)) : message.sent;
  return (parts as readonly ErpPart[]).flatMap((part) => (part.action === 'confirm' ? [part.confirmation] : []));
}
