import { SIGNED_DECIMAL_TEXT, isUnit, normalQuantity, type Quantity } from '@plantway/canonical';
import type { MesCountedReport, MesOperationTotals, MesTotals, PostedQuantities } from '@plantway/ports';
import { WireShapeError, type WireRow } from './wire-row.js';

/** What follows the plant in the path of the totals, on every wire of a MES. */
export const OPERATION_TOTALS = 'operation-totals';

/** The query of a question for totals: `workOrderId` as often as there are orders. */
export function totalsQuery(workOrderIds: readonly string[], withReports: boolean): { readonly workOrderId: readonly string[]; readonly reports?: 'true' } {
  return { workOrderId: workOrderIds, ...(withReports ? { reports: 'true' } : {}) };
}

/**
 * The answer of a MES: `{ asOf, totals: [{ workOrderId, operationId, yield, scrap, rework, underWay, reports?: [{ reportId, yield, scrap, rework }] }] }`.
 * @throws WireShapeError for another shape, an operation twice, or an order that was not asked for
 */
export function totalsOf(answer: WireRow, workOrderIds: readonly string[]): MesTotals {
  const seen = new Set<string>();
  const items = answer.rows('totals').map((row): MesOperationTotals => {
    const [workOrderId, operationId] = [row.text('workOrderId', 64), row.text('operationId', 64)];
    if (!workOrderIds.includes(workOrderId)) throw new WireShapeError(`it speaks of work order ${workOrderId}, which was not asked for`);
    if (seen.has(`${workOrderId} ${operationId}`)) throw new WireShapeError(`it has operation ${operationId} of ${workOrderId} twice`);
    seen.add(`${workOrderId} ${operationId}`);
    return {
      workOrderId, operationId, amounts: amountsOf(row), underWay: row.count('underWay'),
      ...(row.has('reports') && { reports: row.rows('reports').map((report): MesCountedReport => ({ reportId: report.text('reportId', 64), amounts: amountsOf(report) })) }),
    };
  });
  return { asOf: answer.instant('asOf'), items };
}

/** May be below zero: a recount takes something back. */
function amountsOf(row: WireRow): PostedQuantities {
  const amount = (field: string): Quantity => {
    const { value, unit } = { value: row.row(field).text('value', 64), unit: row.row(field).text('unit', 8) };
    if (!SIGNED_DECIMAL_TEXT.test(value) || !isUnit(unit)) throw new WireShapeError(`/${field} is not decimal text with a known unit`);
    return normalQuantity({ value, unit });
  };
  return { yield: amount('yield'), scrap: amount('scrap'), rework: amount('rework') };
}
