/** What a property of a command names, in the word by which it is kept; `operationId` and the like mean nothing without what they belong to. */
const KEPT_AS: Readonly<Record<string, string>> = {
  itemId: 'item', componentItemId: 'item', equipmentId: 'equipment', workCenterId: 'equipment', customerOrderId: 'customerOrder', plannedOrderId: 'plannedOrder', purchaseOrderId: 'purchaseOrder',
  downtimeId: 'downtime', maintenanceRequestId: 'downtime', qualityEventId: 'qualityEvent', holdId: 'hold', jobOrderId: 'jobOrder', scheduleVersionId: 'schedule', replanRequestId: 'replanRequest', replanRequestIds: 'replanRequest',
  objectId: 'object', workOrderId: 'workOrder', lotId: 'lot', idempotencyKey: 'idempotencyKey',
};

/** Every word under which a key may be kept. */
export const KINDS_OF_KEY: readonly string[] = [...new Set(Object.values(KEPT_AS))];

/** Most keys of one message: a schedule may name thousands of orders, of which the first ones are found. */
export const MOST_BUSINESS_KEYS = 256;

/**
 * The business keys that a command names, at any depth, each once and with what it is: "item:PCB-60". A person finds the message by any of them.
 * @param command a canonical command, or any part of it with keys of its own
 */
export function businessKeysOf(command: unknown): readonly string[] {
  const keys = new Set<string>();
  collect(command, keys);
  return [...keys];
}

function collect(value: unknown, keys: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const name in value) {
    if (keys.size >= MOST_BUSINESS_KEYS) return;
    const below = (value as Readonly<Record<string, unknown>>)[name];
    const kind = KEPT_AS[name];
    if (kind === undefined) collect(below, keys);
    else if (typeof below === 'string') keys.add(`${kind}:${below}`);
    else if (Array.isArray(below)) for (const one of below) keys.add(`${kind}:${one as string}`);
  }
}
