import { compareInstants, deltaOfRunningTotal, subtract, type Instant, type ProductionConfirmation, type Quantity, type RunningTotalPolicy, type TotalReading } from '@plantway/canonical';
import { addedUp, amountsOf, type ReportAmounts } from './report-amounts.js';

/** An earlier report of the same operation and source that was neither discarded nor annulled. */
export interface EarlierReport {
  readonly report: ProductionConfirmation;
  /** It was taken back: its reading does not count. What it posted may stand all the same, when a later total contains it. */
  readonly isWithdrawn?: boolean;
  /** What was sent for it, as it stands in the ERP; nothing for a report that was finished without a send, or was reversed there. */
  readonly sent: readonly ProductionConfirmation[];
}

export type CountedTotals =
  /** The reading was taken before one that was counted already: evidence only. */
  | { readonly outcome: 'older'; readonly than: Instant }
  /** What is still to be posted of each thing so that the ERP's sum is what the readings come to; below zero when too much stands there. */
  | { readonly outcome: 'counted'; readonly open: ReportAmounts };

/**
 * What a report with running totals adds to what stands in the ERP. Pure: all readings are folded anew, thing by thing, so that a report that was reversed or discarded
 * in between leaves no trace. A thing that a report does not mention has no reading in it. Before the first report of a source every other thing counts as zero.
 * Reports of the same source that are no totals are part of its totals; those before the first one are not when counting only begins there (`baseline`).
 * A report that was overtaken is counted in its place: what later ones have posted of it already is not open any more. One that is no total counts as if it stood, so that what is below zero then is what later
 * totals contain of it.
 * @param earlier in the order of acceptance
 * @param overtaking accepted after the report and posted before it, in that order
 * @throws MappingError `UNIT_NOT_CONVERTIBLE` when a thing changes its unit
 */
export function countTotals(earlier: readonly EarlierReport[], report: ProductionConfirmation, policy: RunningTotalPolicy, overtaking: readonly EarlierReport[] = []): CountedTotals {
  const counter = new TotalsCounter(policy);
  const own: readonly EarlierReport[] = report.cumulative ? [] : [{ report, sent: [report] }];
  const all = [...earlier, ...own, ...overtaking];
  counter.fold(earlier);
  const than = report.cumulative ? counter.read(report) : undefined;
  if (than !== undefined) return { outcome: 'older', than };
  counter.fold([...own, ...overtaking]);
  const plain = amountsSent(all.filter(({ report: { cumulative }, isWithdrawn }) => !cumulative && isWithdrawn !== true));
  // Of a thing that no reading mentions, what was reported plainly is right as it stands.
  return { outcome: 'counted', open: difference(new Map([...plain, ...counter.totals]), amountsSent(all)) };
}

function amountsSent(reports: readonly EarlierReport[]): ReportAmounts {
  return addedUp(reports.flatMap(({ sent }) => sent.flatMap((confirmation) => [...amountsOf(confirmation)])));
}

class TotalsCounter {
  readonly totals = new Map<string, Quantity>();
  private readonly last = new Map<string, TotalReading>();
  private firstAt: Instant | undefined;
  private lastAt: Instant | undefined;

  constructor(private readonly policy: RunningTotalPolicy) {}

  /** Counts the reports that were not taken back. */
  fold(reports: readonly EarlierReport[]): void {
    for (const { report, sent, isWithdrawn } of reports) {
      if (isWithdrawn === true) continue;
      if (report.cumulative) this.read(report);
      else this.explain(sent);
    }
  }

  /** Counts the reading; answers the instant of the reading that it is older than, and counts nothing then. */
  read(report: ProductionConfirmation): Instant | undefined {
    const takenAt = report.finishedAt;
    if (this.lastAt !== undefined && compareInstants(takenAt, this.lastAt) < 0) return this.lastAt;
    for (const [name, quantity] of amountsOf(report)) this.count(name, quantity, takenAt);
    this.firstAt ??= takenAt;
    this.lastAt = takenAt;
    return undefined;
  }

  /** What was reported before counting begins at a baseline is no part of the readings. */
  explain(sent: readonly ProductionConfirmation[]): void {
    if (this.policy.firstReading !== 'baseline' || this.firstAt !== undefined) return;
    for (const confirmation of sent) for (const [name, quantity] of amountsOf(confirmation)) this.add(name, quantity);
  }

  private count(name: string, { value, unit }: Quantity, takenAt: Instant): void {
    const before = this.last.get(name) ?? (this.firstAt === undefined ? undefined : { value: '0', takenAt: this.firstAt });
    const { delta, last } = deltaOfRunningTotal(before, { value, takenAt }, this.policy);
    this.last.set(name, last);
    this.add(name, { value: delta, unit });
  }

  private add(name: string, quantity: Quantity): void {
    this.totals.set(name, addedUp([[name, this.totals.get(name) ?? { value: '0', unit: quantity.unit }], [name, quantity]]).get(name)!);
  }
}

function difference(totals: ReportAmounts, posted: ReportAmounts): ReportAmounts {
  const names = new Set([...totals.keys(), ...posted.keys()]);
  return new Map([...names].map((name) => {
    const { unit } = (totals.get(name) ?? posted.get(name))!;
    const nothing = { value: '0', unit };
    return [name, subtract(totals.get(name) ?? nothing, posted.get(name) ?? nothing)];
  }));
}
