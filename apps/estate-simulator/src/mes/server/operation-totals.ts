import type { CountedAmounts } from '../counted-reports.js';
import type { Mes } from '../mes.js';
import { MesRefusal } from './mes-refusal.js';

const MOST_ORDERS = 100;

/** Answers `GET /mes/{siteId}/operation-totals?workOrderId=A&workOrderId=B&reports=true`, as libs/backends/mes-webhook/README.md describes it. @throws MesRefusal */
export function operationTotals(mes: Mes, query: URLSearchParams, now: Date): { readonly status: number; readonly body: unknown } {
  const workOrderIds = query.getAll('workOrderId');
  if (workOrderIds.length === 0 || workOrderIds.length > MOST_ORDERS) throw new MesRefusal(400, 'MALFORMED', `workOrderId must name 1 to ${MOST_ORDERS} work orders.`);
  const withReports = query.get('reports') === 'true';
  const totals = mes.totals(workOrderIds).map(({ workOrderId, operationId, unit, amounts, underWay, reports }) => ({
    workOrderId, operationId, ...written(amounts, unit), underWay, ...(withReports && { reports: [...reports].map(([reportId, each]) => ({ reportId, ...written(each, unit) })) }),
  }));
  return { status: 200, body: { asOf: now.toISOString(), totals } };
}

function written({ yield: good, scrap, rework }: CountedAmounts, unit: string): object {
  return { yield: { value: good, unit }, scrap: { value: scrap, unit }, rework: { value: rework, unit } };
}
