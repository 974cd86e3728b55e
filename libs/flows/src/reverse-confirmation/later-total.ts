import { compareInstants, messageError, subtract, type ConfirmationReversal, type ProductionConfirmation, type RunningTotalPolicy } from '@plantway/canonical';
import { messageSettledKey, type DeliveryMessage, type RelatedMessage, type RelatedMessages, type WaitCondition } from '@plantway/ports';
import { earlierReports, standingParts } from '../confirm-production/earlier-reports.js';
import { isFinished, isStanding } from '../confirm-production/message-states.js';
import { addedUp, amountsOf, isAboveZero } from '../confirm-production/report-amounts.js';
import { countTotals } from '../confirm-production/running-totals.js';

type Report = RelatedMessage<ProductionConfirmation>;

export type LaterTotal =
  /** Nothing later is posted, or what it posted is all its own: the documents of this one can be reversed. */
  | { readonly outcome: 'none' }
  /** It contains what this one posted: what stands in the ERP stays right without this one. */
  | { readonly outcome: 'contains'; readonly senderId: string }
  | { readonly outcome: 'open'; readonly condition: WaitCondition };

/**
 * What a later report of the same operation means for taking a running total back. The next total was posted as what it adds to this one, so that this one's documents are a
 * share of that total. A later one that nothing was sent of is planned anew, without this one; of one that was sent, even without effect so far, the plan is fixed: it comes first.
 */
export async function laterTotalOf(original: Report, { command: { replacedBy } }: DeliveryMessage<ConfirmationReversal>, related: RelatedMessages, policy: RunningTotalPolicy): Promise<LaterTotal> {
  for (let later = await laterReport(original, related); later !== undefined; later = await laterReport(later, related)) {
    const { command, senderId, reversal } = later;
    if (!command.cumulative || senderId === replacedBy || compareInstants(command.finishedAt, original.command.finishedAt) < 0) continue;
    if (reversal !== undefined && isStanding(reversal.state)) continue;
    if (!isStanding(later.state)) return isUntouched(later) ? { outcome: 'none' } : openUntil(later.messageId, `Running total ${senderId}, which comes after ${original.senderId}, is ${later.state}.`);
    if (reversal !== undefined && !isFinished(reversal.state)) return openUntil(reversal.messageId, `Running total ${senderId}, which comes after ${original.senderId}, is being taken back itself; its reversal is ${reversal.state}.`);
    return (await standsAlone(later, original, related, policy)) ? { outcome: 'none' } : { outcome: 'contains', senderId };
  }
  return { outcome: 'none' };
}

function laterReport({ messageId }: RelatedMessage, related: RelatedMessages): Promise<Report | undefined> {
  return related.laterInLane(messageId) as Promise<Report | undefined>;
}

/** Nothing of it stands or may stand in the ERP, and nobody sends it before this wish is finished: its next plan waits for it. */
function isUntouched({ state, receipts, isBegun }: Report): boolean {
  return receipts.length === 0 && isBegun !== true && (state === 'accepted' || state === 'waiting' || state === 'retrying');
}

/** Whether the later one posted all that it would have posted without this one: after a reset of the counter it owes this one nothing. */
async function standsAlone(later: Report, original: Report, related: RelatedMessages, policy: RunningTotalPolicy): Promise<boolean> {
  const earlier = await earlierReports(later.messageId, related, original.messageId);
  if (earlier.decision === 'wait') return false;
  const counted = countTotals(earlier.reports, later.command, policy);
  if (counted.outcome === 'older') return true;
  const sent = addedUp(standingParts(later).flatMap((report) => [...amountsOf(report)]));
  return [...counted.open].every(([name, open]) => !isAboveZero(subtract(open, sent.get(name) ?? { value: '0', unit: open.unit })));
}

function openUntil(messageId: string, reason: string): LaterTotal {
  return { outcome: 'open', condition: { key: messageSettledKey(messageId), error: messageError('LATER_TOTAL_OPEN', reason) } };
}
