import type { Finding } from './grade.types.js';
import { deedsOf } from './site-record.js';
import type { SiteRecord } from './site-record.js';

/** Judges that every planned order of the planning system stands in the ERP. */
export function gradePlanning(record: SiteRecord, isQuiet: boolean): readonly Finding[] {
  const { siteId, balances } = record;
  if (balances?.plannedOrders === undefined) return [];
  const standing = new Set(balances.plannedOrders.map(({ plannedOrderId }) => plannedOrderId));
  return deedsOf(record, 'aps', 'plannedOrderSaid').filter(({ plannedOrderId }) => !standing.has(plannedOrderId)).map(({ plannedOrderId }) => ({
    kind: isQuiet ? 'lost' : 'incomplete', siteId, senderId: plannedOrderId, what: `Planned order ${plannedOrderId} is not in the ERP.`, expected: '1', found: '0',
  }));
}

/** Work orders that were made of planned orders, with the customer order line that each is made for: "order/line". */
export function peggedLines(record: SiteRecord): ReadonlyMap<string, string> {
  const said = new Map(deedsOf(record, 'aps', 'plannedOrderSaid').map((planned) => [planned.plannedOrderId, planned]));
  return new Map((record.balances?.plannedOrders ?? []).flatMap(({ plannedOrderId, workOrderId }) => {
    const planned = said.get(plannedOrderId);
    return workOrderId === undefined || planned?.customerOrderId === undefined ? [] : [[`${planned.customerOrderId}/${planned.customerOrderLineId ?? ''}`, workOrderId] as const];
  }));
}
