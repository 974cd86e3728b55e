import { add, messageError, type ProductionConfirmation, type RunningTotalPolicy } from '@plantway/canonical';
import type { DeliveryMessage, DeliveryPlan, RelatedMessages } from '@plantway/ports';
import { differenceReport, surplusInWords, tellsNothing } from './difference-report.js';
import { earlierReports, overtakingReports } from './earlier-reports.js';
import { amountsOf, isAboveZero, type ReportAmounts } from './report-amounts.js';
import { countTotals, type EarlierReport } from './running-totals.js';

export type Difference = { readonly decision: 'post'; readonly report: ProductionConfirmation } | DeliveryPlan<never>;

/**
 * The report as the ERP takes it: what was added. One that is no running total is that already, unless it stood beside its lane and a later total was posted meanwhile: then what that one contains is not posted
 * again.
 */
export async function differenceToPost(message: DeliveryMessage<ProductionConfirmation>, related: RelatedMessages, policy: RunningTotalPolicy): Promise<Difference> {
  const { command } = message;
  const later = await overtakingReports(message, related);
  if (later.decision === 'wait') return later;
  if (!command.cumulative && later.reports.length === 0) return { decision: 'post', report: command };
  const earlier = await earlierReports(message.messageId, related);
  if (earlier.decision === 'wait') return earlier;

  const counted = countTotals(earlier.reports, command, policy, later.reports);
  if (counted.outcome === 'older') {
    if (command.kind === 'final') return { decision: 'park', error: messageError('TOTAL_OLDER_THAN_LAST', `The final reading ${command.confirmationId} of ${command.finishedAt} is older than that of ${counted.than}.`) };
    return { decision: 'finish', state: 'posted', note: `older than the reading of ${counted.than}: kept as evidence` };
  }
  const surplus = surplusInWords(counted.open);
  if (command.cumulative && surplus !== '' && command.kind === 'final') return { decision: 'park', error: messageError('TOTAL_BELOW_POSTED', `The ERP has more than the final totals of ${command.confirmationId} say: ${surplus}.`) };
  const open = command.cumulative ? counted.open : withoutSurplus(amountsOf(command), counted.open);
  const report = differenceReport(command, open, [...earlier.reports, ...later.reports].flatMap(({ sent }) => sent));
  if (command.kind === 'final' || !tellsNothing(report)) return { decision: 'post', report };
  return { decision: 'finish', state: 'posted', note: nothingToPost(command.cumulative ? surplus : '', later.reports) };
}

/** What of the amounts no later total contains. */
function withoutSurplus(amounts: ReportAmounts, open: ReportAmounts): ReportAmounts {
  return new Map([...amounts].map(([name, amount]) => {
    const rest = open.get(name);
    return [name, rest === undefined || isAboveZero(rest) ? amount : add(amount, rest)];
  }));
}

function nothingToPost(surplus: string, later: readonly EarlierReport[]): string {
  if (surplus !== '') return `the ERP has more, which the next report nets: ${surplus}`;
  const last = later.at(-1);
  return last === undefined ? 'no change' : `contained in the later total of ${last.report.confirmationId}: kept as evidence`;
}
