import { messageError, type ConfirmationReversal, type MessageState, type ProductionConfirmation } from '@plantway/canonical';
import { messageSettledKey, type DeliveryMessage, type DeliveryPlan, type RelatedMessage, type RelatedMessages } from '@plantway/ports';
import { isGivenUp, isStanding } from './message-states.js';

/** One report of a chain of corrections, the one that it replaces, and every wish to take that one back, oldest first. */
export interface CorrectionLink {
  readonly by: string;
  readonly of: string;
  readonly reversals: readonly RelatedMessage<ConfirmationReversal>[];
}

type Wish = RelatedMessage<ConfirmationReversal>;
type Report = RelatedMessage<ProductionConfirmation>;
type Whose = Pick<DeliveryMessage, 'siteId' | 'sourceSystem'>;

/** Of reports that replace the same one. Whoever is that far cannot be overtaken any more. */
const UNDER_WAY: readonly MessageState[] = ['posting', 'inDoubt', 'posted', 'postedWithFollowUp'];

/**
 * Why another report that replaces the same one keeps this one from being posted: to a person, or to wait while that one is being taken back. Undefined when none does: it was
 * accepted later and is not on its way, or it was discarded, annulled or reversed, and so was everything that replaced it.
 */
export async function rivalOf(chain: readonly CorrectionLink[], whose: Whose, related: RelatedMessages): Promise<DeliveryPlan<never> | undefined> {
  for (const { by, of, reversals } of chain) {
    const own = reversals.findIndex(({ senderId }) => senderId === by);
    for (const [place, wish] of reversals.entries()) {
      if (wish.senderId === by) continue;
      const rival = await standingReplacement(wish, whose, related, new Set([by]));
      const isFirst = own < 0 || place < own;
      if (rival !== undefined && (isFirst || UNDER_WAY.includes(rival.state) || rival.receipts.length > 0)) return afterRival(of, rival);
    }
  }
  return undefined;
}

/** The report for which the wish makes room, or else one that replaced that report, as long as it stands or may still be posted. */
async function standingReplacement({ command: { confirmationId, replacedBy } }: Wish, whose: Whose, related: RelatedMessages, seen: Set<string>): Promise<Report | undefined> {
  if (replacedBy === undefined || seen.has(replacedBy)) return undefined;
  seen.add(replacedBy);
  const { siteId, sourceSystem } = whose;
  const report = await related.find(siteId, sourceSystem, 'productionConfirmation', replacedBy) as Report | undefined;
  if (report === undefined || report.command.replaces !== confirmationId) return undefined;
  if (!isGivenUp(report.state) && !(report.reversal !== undefined && isStanding(report.reversal.state))) return report;
  for (const wish of await related.reversalsOf(siteId, sourceSystem, replacedBy) as readonly Wish[]) {
    const next = await standingReplacement(wish, whose, related, seen);
    if (next !== undefined) return next;
  }
  return undefined;
}

function afterRival(of: string, { senderId, state, reversal }: Report): DeliveryPlan<never> {
  if (reversal === undefined) return { decision: 'park', error: messageError('CORRECTED_BEFORE', `Confirmation ${of} was replaced by ${senderId}, which is ${state}; correct that one.`) };
  return { decision: 'wait', condition: { key: messageSettledKey(reversal.messageId), error: messageError('CORRECTION_OPEN', `Confirmation ${of} was replaced by ${senderId}, which is being taken back; its reversal is ${reversal.state}.`) } };
}
