import { messageError, type ProductionConfirmation } from '@plantway/canonical';
import { messageSettledKey, type DeliveryMessage, type ErpPart, type RelatedMessage, type RelatedMessages, type WaitCondition } from '@plantway/ports';
import { isWithdrawn, leftReferences } from './left-documents.js';
import { isFinished, isStanding } from './message-states.js';
import type { EarlierReport } from './running-totals.js';

type Report = RelatedMessage<ProductionConfirmation>;

export type EarlierReports =
  | { readonly decision: 'known'; readonly reports: readonly EarlierReport[] }
  | { readonly decision: 'wait'; readonly condition: WaitCondition };

/**
 * The earlier reports of the same operation and source, oldest first. While one of them is being taken back it is not certain what stands.
 * @param without message that is left out
 */
export async function earlierReports(messageId: string, related: RelatedMessages, without?: string): Promise<EarlierReports> {
  const before = (await related.before(messageId)).filter((message): message is Report => message.kind === 'productionConfirmation');
  return standingOf(before, before.filter((message) => message.messageId !== without), related);
}

/**
 * The reports of the same operation and source that were accepted after this one and have got ahead of it, up to the last running total: that one contains this report. None when no total has.
 * One that is not posted yet, or is being taken back, is waited for.
 */
export async function overtakingReports({ messageId, sourceSystem }: DeliveryMessage, related: RelatedMessages): Promise<EarlierReports> {
  const overtaking = (await related.overtakenBy(messageId)).filter((message): message is Report => message.kind === 'productionConfirmation' && message.sourceSystem === sourceSystem);
  const reports = overtaking.slice(0, overtaking.findLastIndex((report) => report.command.cumulative && !isWithdrawn(report)) + 1);
  const open = reports.find(({ state }) => !isStanding(state));
  if (open !== undefined) return { decision: 'wait', condition: { key: messageSettledKey(open.messageId), error: messageError('LATER_TOTAL_OPEN', `Confirmation ${open.senderId}, which was sent before and came later, is ${open.state}.`) } };
  return standingOf(reports, reports, related);
}

/** @param among all reports that may have left documents for one of `reports` to contain */
async function standingOf(among: readonly Report[], reports: readonly Report[], related: RelatedMessages): Promise<EarlierReports> {
  for (const { senderId, reversal } of reports) {
    if (reversal === undefined || isFinished(reversal.state) || isStanding(reversal.state)) continue;
    return { decision: 'wait', condition: { key: messageSettledKey(reversal.messageId), error: messageError('REVERSAL_OPEN', `Confirmation ${senderId} of the same operation is being taken back; its reversal is ${reversal.state}.`) } };
  }
  const left = await leftReferences(among, related);
  return { decision: 'known', reports: reports.map((message) => ({ report: message.command, isWithdrawn: isWithdrawn(message), sent: standingParts(message, left) })) };
}

/** What was sent for a report and stands: all of it, or of one that was taken back only what was left. */
export function standingParts(message: Report, left: ReadonlySet<string> = new Set()): readonly ProductionConfirmation[] {
  const parts = isWithdrawn(message) ? message.sent.filter((_, index) => left.has(message.receipts[index].reference)) : message.sent;
  return (parts as readonly ErpPart[]).flatMap((part) => (part.action === 'confirm' ? [part.confirmation] : []));
}
