import Big from 'big.js';
import type { PhysicalWork } from './mes-fact.js';

/** Good, scrapped and put aside, decimal text in one unit. */
export interface CountedAmounts {
  readonly yield: string;
  readonly scrap: string;
  readonly rework: string;
}

/** What a MES counts of one operation, report by report: what was put right or taken back is not among them. */
export interface CountedOperation {
  readonly workOrderId: string;
  readonly operationId: string;
  readonly unit: string;
  readonly reports: Map<string, CountedAmounts>;
  /** Counted past every report: somebody has worked on the figures of the MES. */
  miscounted: CountedAmounts;
}

const NOTHING: CountedAmounts = { yield: '0', scrap: '0', rework: '0' };
const plus = (left: string, right: string): string => new Big(left).plus(right).toFixed();
const together = (left: CountedAmounts, right: CountedAmounts): CountedAmounts => ({ yield: plus(left.yield, right.yield), scrap: plus(left.scrap, right.scrap), rework: plus(left.rework, right.rework) });

/** The figures that a MES keeps of its operations, whatever became of what it said. */
export class CountedReports {
  private readonly operations = new Map<string, CountedOperation>();

  add(workOrderId: string, operationId: string, reportId: string, { yield: good, scrap, rework }: PhysicalWork): void {
    const scrapped = scrap.reduce((sum, { quantity }) => plus(sum, quantity.value), '0');
    this.of(workOrderId, operationId, good.unit).reports.set(reportId, { yield: good.value, scrap: scrapped, rework: rework.value });
  }

  forget(workOrderId: string, operationId: string, reportId: string): void {
    this.operations.get(`${workOrderId} ${operationId}`)?.reports.delete(reportId);
  }

  /** So much more, below zero less, than it has reported. */
  miscount(workOrderId: string, operationId: string, unit: string, amounts: CountedAmounts): void {
    const operation = this.of(workOrderId, operationId, unit);
    operation.miscounted = together(operation.miscounted, amounts);
  }

  get(workOrderId: string, operationId: string, unit: string): CountedOperation & { readonly amounts: CountedAmounts } {
    const operation = this.of(workOrderId, operationId, unit);
    return { ...operation, amounts: [...operation.reports.values()].reduce(together, operation.miscounted) };
  }

  private of(workOrderId: string, operationId: string, unit: string): CountedOperation {
    const key = `${workOrderId} ${operationId}`;
    const known = this.operations.get(key) ?? { workOrderId, operationId, unit, reports: new Map<string, CountedAmounts>(), miscounted: NOTHING };
    this.operations.set(key, known);
    return known;
  }
}
