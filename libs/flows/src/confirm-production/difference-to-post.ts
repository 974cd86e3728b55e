import { messageError, type ProductionConfirmation, type RunningTotalPolicy } from '@plantway/canonical';
import type { DeliveryMessage, DeliveryPlan, RelatedMessages } from '@plantway/ports';
import { differenceReport, surplusInWords, tellsNothing } from './difference-report.js';
import { earlierReports } from './earlier-reports.js';
import { countTotals } from './running-totals.js';

export type Difference = { readonly decision: 'post'; readonly report: ProductionConfirmation } | DeliveryPlan<never>;

/** The report as the ERP takes it: what was added. One that is no running total is that already. */
export async function differenceToPost(message: DeliveryMessage<ProductionConfirmation>, related: RelatedMessages, policy: RunningTotalPolicy): Promise<Difference> {
  const { command } = message;
  if (!command.cumulative) return { decision: 'post', report: command };
  const earlier = await earlierReports(message.messageId, related);
  if (earlier.decision === 'wait') return earlier;

  const counted = countTotals(earlier.reports, command, policy);
  if (counted.outcome === 'older') {
    if (command.kind === 'final') return { decision: 'park', error: messageError('TOTAL_OLDER_THAN_LAST', `The final reading ${command.confirmationId} of ${command.finishedAt} is older than that of ${counted.than}.`) };
    return { decision: 'finish', state: 'posted', note: `older than the reading of ${counted.than}: kept as evidence` };
  }
  const surplus = surplusInWords(counted.open);
  if (surplus !== '' && command.kind === 'final') return { decision: 'park', error: messageError('TOTAL_BELOW_POSTED', `The ERP has more than the final totals of ${command.confirmationId} say: ${surplus}.`) };
  const report = differenceReport(command, counted.open, earlier.reports.flatMap(({ sent }) => sent));
  if (command.kind === 'final' || !tellsNothing(report)) return { decision: 'post', report };
  return { decision: 'finish', state: 'posted', note: surplus === '' ? 'no change' : `the ERP has more, which the next report nets: ${surplus}` };
}
