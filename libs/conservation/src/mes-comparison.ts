import { isZero, subtract, sum, type DecimalText, type Quantity } from '@plantway/canonical';
import type { MesOperationTotals, PostedQuantities } from '@plantway/ports';
import type { KeptReport } from './compare-books.js';
import type { Explanation } from './drift-book.js';
import { mesExplanations } from './mes-explanations.js';
import { MEASURES, type Measure } from './quantities.js';
import type { TakenReport } from './taken-report.js';

/** What the gateway has of a MES's reports. */
export interface ReportBooks {
  readonly kept: readonly KeptReport[];
  readonly taken: readonly TakenReport[];
}

/** One amount of an operation in which the MES and what the gateway took from it do not agree. */
export interface MesDifference {
  readonly operationId: string;
  readonly measure: Measure;
  /** What the MES has more; below zero when it has less. */
  readonly difference: DecimalText;
  readonly unit: string;
  readonly explanations: readonly Explanation[];
}

/** What came of comparing an order with its MES. */
export interface MesComparison {
  readonly differences: readonly MesDifference[];
  /** Operations of which something is on its way, at the MES or in the gateway: nothing is said about them. */
  readonly undecided: ReadonlySet<string>;
  /** What the MES counts of each operation, and what the gateway has of its reports where that is not all it has. */
  readonly totals: ReadonlyMap<string, { readonly mes: PostedQuantities; readonly gateway: PostedQuantities }>;
}

/** Message states in which it is known what stands in the ERP. */
export const FINISHED: readonly string[] = ['posted', 'postedWithFollowUp', 'discarded', 'annulled'];
/** Source system of what the gateway corrects by itself, with the agreement of a person. */
const OWN_SYSTEM = 'plantway';

/**
 * Compares what a MES counts with what the gateway has of its reports: those that stand, and those that a person gave up here, which the MES goes on counting. Compared is only what is settled: while the MES has something
 * without an answer, or a report of the operation is not finished here, the operation is left for a later look.
 *
 * Reports of others are none of the MES's business. Whose a report is, the MES's own list says; without one all count as its own, but not what the gateway itself corrected.
 */
export function compareMes(operations: readonly MesOperationTotals[], { kept, taken }: ReportBooks): MesComparison {
  const sources = sourcesOfMes(operations, taken);
  const mine = taken.filter(({ sourceSystem }) => sources(sourceSystem));
  const undecided = new Set<string>();
  const totals = new Map<string, { readonly mes: PostedQuantities; readonly gateway: PostedQuantities }>();
  const differences = operations.flatMap((operation): readonly MesDifference[] => {
    const { operationId, amounts: mes, underWay } = operation;
    const ofOperation = mine.filter((report) => report.operationId === operationId);
    const messageIds = new Set(ofOperation.map(({ messageId }) => messageId));
    const standing = kept.filter(({ messageId, isReversed }) => !isReversed && messageIds.has(messageId));
    const givenUp = ofOperation.flatMap(({ givenUp: said }) => (said === undefined || said.isTotal ? [] : [said.amounts])); // the next total holds a total that was given up
    const counted = [...standing.map(({ amounts }) => amounts), ...givenUp];
    if (underWay > 0 || ofOperation.some(({ state }) => !FINISHED.includes(state))) {
      undecided.add(operationId);
      return [];
    }
    const sums = MEASURES.flatMap((measure) => sumOf(counted, measure, mes[measure].unit) ?? []);
    if (sums.length < MEASURES.length) return []; // in several units there is no sum
    const [good, scrap, rework] = sums as [Quantity, Quantity, Quantity];
    const gateway: PostedQuantities = { yield: good, scrap, rework };
    totals.set(operationId, { mes, gateway });
    return MEASURES.flatMap((measure) => {
      const more = subtract(mes[measure], gateway[measure]);
      return isZero(more) ? [] : [{ operationId, measure, difference: more.value, unit: more.unit, explanations: mesExplanations(operation, { taken: ofOperation, standing }) }];
    });
  });
  return { differences, undecided, totals };
}

function sourcesOfMes(operations: readonly MesOperationTotals[], taken: readonly TakenReport[]): (sourceSystem: string) => boolean {
  const reported = new Set(operations.flatMap(({ reports = [] }) => reports.map(({ reportId }) => reportId)));
  const own = new Set(taken.filter(({ kind, senderId }) => kind === 'productionConfirmation' && reported.has(senderId)).map(({ sourceSystem }) => sourceSystem));
  return (sourceSystem) => (own.size > 0 ? own.has(sourceSystem) : sourceSystem !== OWN_SYSTEM);
}

function sumOf(counted: readonly PostedQuantities[], measure: Measure, unit: string): Quantity | undefined {
  const amounts = counted.map((amount) => amount[measure]).filter((amount) => !isZero(amount));
  return amounts.some((amount) => amount.unit !== unit) ? undefined : sum(amounts, unit);
}
