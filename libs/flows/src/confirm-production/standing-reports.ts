import { messageError, type ProductionConfirmation } from '@plantway/canonical';
import { messageSettledKey, type DeliveryMessage, type ErpPart, type RelatedMessage, type RelatedMessages, type WaitCondition } from '@plantway/ports';
import { isFinished } from './message-states.js';
import type { StandingReport } from './running-totals.js';

export type EarlierReports =
  | { readonly decision: 'known'; readonly standing: readonly StandingReport[] }
  | { readonly decision: 'wait'; readonly condition: WaitCondition };

/** The earlier reports of the same operation and source that stand, oldest first. While one of them is being taken back it is not certain what stands. */
export async function standingReportsBefore({ messageId, siteId, sourceSystem }: DeliveryMessage, related: RelatedMessages): Promise<EarlierReports> {
  const earlier = (await related.before(messageId)).filter((message): message is RelatedMessage<ProductionConfirmation> => message.kind === 'productionConfirmation');
  const reversals = await Promise.all(earlier.map(({ senderId }) => related.reversalsOf(siteId, sourceSystem, senderId)));
  const open = reversals.flat().find(({ state }) => !isFinished(state));
  if (open !== undefined) {
    return { decision: 'wait', condition: { key: messageSettledKey(open.messageId), error: messageError('REVERSAL_OPEN', `An earlier report of the operation is being taken back by ${open.senderId}, which is ${open.state}.`) } };
  }
  const standing = earlier.filter((_, index) => reversals[index].every(({ state }) => state !== 'posted'));
  return { decision: 'known', standing: standing.map(({ command, sent }) => ({ report: command, sent: sent.flatMap(confirmationOf) })) };
}

function confirmationOf(payload: unknown): readonly ProductionConfirmation[] {
  const part = payload as ErpPart;
  return part.action === 'confirm' ? [part.confirmation] : [];
}
