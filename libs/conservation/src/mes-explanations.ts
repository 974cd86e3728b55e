import { subtract, sum, isZero } from '@plantway/canonical';
import type { MesOperationTotals } from '@plantway/ports';
import type { KeptReport } from './compare-books.js';
import type { Explanation } from './drift-book.js';
import type { TakenReport } from './taken-report.js';
import { MEASURES, quantitiesInWords, sameQuantities } from './quantities.js';

/** What the gateway has of the MES's reports of one operation. */
interface OperationReports {
  readonly taken: readonly TakenReport[];
  readonly standing: readonly KeptReport[];
}

/** Why the MES and the gateway differ, report by report: empty where the MES does not keep its reports apart, or they do not tell. */
export function mesExplanations({ reports, amounts }: MesOperationTotals, { taken, standing }: OperationReports): readonly Explanation[] {
  if (reports === undefined) return [];
  const bySender = new Map(taken.filter(({ kind }) => kind === 'productionConfirmation').map((report) => [report.senderId, report]));
  const keptOf = new Map(standing.map((report) => [report.messageId, report]));
  const counted = new Set(reports.map(({ reportId }) => reportId));
  const ofReports = reports.flatMap(({ reportId, amounts: said }): readonly Explanation[] => {
    const report = bySender.get(reportId);
    if (report === undefined) return [{ kind: 'notReported', words: `The MES counts report ${reportId} with ${quantitiesInWords(said)}, which never came to the gateway.` }];
    const { messageId, state, givenUp } = report;
    const kept = keptOf.get(messageId);
    if (kept !== undefined) return sameQuantities(said, kept.amounts) ? [] : [{ kind: 'reportedOtherwise', messageId, words: `The MES counts report ${reportId} with ${quantitiesInWords(said)}; the gateway has ${quantitiesInWords(kept.amounts)} of it (message ${messageId}).` }];
    if (state === 'discarded') return givenUp === undefined || givenUp.isTotal ? [{ kind: 'givenUpHere', messageId, words: `The MES counts report ${reportId} with ${quantitiesInWords(said)}, which was given up here (message ${messageId}).` }] : [];
    return [{ kind: 'takenBackHere', messageId, words: `The MES counts report ${reportId} with ${quantitiesInWords(said)}, which ${state === 'annulled' ? 'was annulled' : 'is taken back, or not in the book,'} here (message ${messageId}).` }];
  });
  const notCounted = taken.flatMap(({ senderId, messageId }): readonly Explanation[] => {
    const kept = keptOf.get(messageId);
    return kept === undefined || counted.has(senderId) ? [] : [{ kind: 'notCountedByMes', messageId, words: `The gateway has report ${senderId} with ${quantitiesInWords(kept.amounts)} (message ${messageId}), which the MES does not count.` }];
  });
  const beyond = MEASURES.flatMap((measure): readonly Explanation[] => {
    const added = reports.map((report) => report.amounts[measure]).filter((amount) => !isZero(amount));
    if (added.some(({ unit }) => unit !== amounts[measure].unit)) return [];
    const more = subtract(amounts[measure], sum(added, amounts[measure].unit));
    return isZero(more) ? [] : [{ kind: 'mesDoesNotAddUp', words: `The MES counts ${amounts[measure].value} ${more.unit} of ${NAMES[measure]}, which is ${more.value} ${more.unit} beside what its own reports add up to: somebody has worked on its figures.` }];
  });
  return [...ofReports, ...notCounted, ...beyond];
}

const NAMES = { yield: 'good output', scrap: 'scrap', rework: 'rework' } as const;
