import type { MessageState } from '@plantway/canonical';
import type { MessageReader } from '@plantway/messaging';

/** States in which a report is not finished; one that only needs a follow-up in the ERP stands there. */
const OPEN: readonly MessageState[] = ['accepted', 'posting', 'retrying', 'waiting', 'inDoubt', 'parked', 'awaitingApproval'];

/** How many reports of each operation of an order are stored and not finished. */
export async function openReports(messages: MessageReader, siteId: string, workOrderId: string): Promise<ReadonlyMap<string, number>> {
  const open = new Map<string, number>();
  let cursor: string | undefined;
  do {
    const page = await messages.list(siteId, { workOrderId, kind: 'productionConfirmation', limit: 1_000, ...(cursor !== undefined && { cursor }) });
    for (const { operationId = '', state } of page.items) if (OPEN.includes(state)) open.set(operationId, (open.get(operationId) ?? 0) + 1);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return open;
}
