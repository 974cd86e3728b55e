import type { Instant } from '@plantway/canonical';
import type { CallOptions, ErpPort } from '@plantway/ports';

const LARGEST_PAGE = 1_000;

/** Work order that the ERP shows for a planned order; undefined when it shows none. @throws what reading the ERP throws */
export async function convertedInErp(erp: Pick<ErpPort, 'plannedOrders'>, siteId: string, plannedOrderId: string, options: CallOptions): Promise<{ readonly workOrderId: string; readonly asOf: Instant } | undefined> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ErpPort['plannedOrders']>> = await erp.plannedOrders(siteId, { status: 'converted', limit: LARGEST_PAGE, ...(cursor !== null && { cursor }) }, options);
    const workOrderId = page.items.find((each) => each.plannedOrderId === plannedOrderId)?.workOrderId;
    if (workOrderId !== undefined) return { workOrderId, asOf: page.asOf };
    cursor = page.nextCursor;
  } while (cursor !== null);
  return undefined;
}
