import { BusinessException, convert, sum, subtract, type BillOfMaterial, type InventoryBalance, type PlantDate, type Quantity, type ReferenceCode, type Routing, type WorkOrder } from '@plantway/canonical';
import { allPages, type CallOptions, type ErpPort } from '@plantway/ports';

/** What the rules of release look at, as the ERP says it now. */
export interface ReleaseFacts {
  readonly order: WorkOrder;
  /** Absent when the item has none. */
  readonly billOfMaterial?: BillOfMaterial;
  readonly routing?: Routing;
  readonly workCenters: readonly ReferenceCode[];
  readonly components: readonly ComponentStock[];
  /** Plant-local day of the planned start. */
  readonly startsOn: PlantDate;
  /** Business time. */
  readonly now: Date;
}

/** What the order still needs of one item, and what may be used of it; both in the unit of the stock. */
export interface ComponentStock {
  readonly itemId: string;
  readonly needed: Quantity;
  readonly available: Quantity;
}

/** Reads everything but the order itself, side by side. Errors as in `ErpPort`'s reads; a bill or routing that is not there is absent. */
export async function readFacts(erp: ErpPort, order: WorkOrder, options: CallOptions): Promise<Omit<ReleaseFacts, 'startsOn' | 'now'>> {
  const { siteId, itemId } = order;
  const itemIds = [...new Set(order.components.map(({ componentItemId }) => componentItemId))];
  const [billOfMaterial, routing, workCenters, components] = await Promise.all([
    unlessMissing(erp.billOfMaterial(siteId, itemId, options)),
    unlessMissing(erp.routing(siteId, itemId, options)),
    erp.workCenters(siteId, options),
    Promise.all(itemIds.map((componentItemId) => stockOf(erp, order, componentItemId, options))),
  ]);
  return { order, ...(billOfMaterial && { billOfMaterial: billOfMaterial.value }), ...(routing && { routing: routing.value }), workCenters: workCenters.items, components };
}

async function stockOf(erp: ErpPort, { siteId, components }: WorkOrder, itemId: string, options: CallOptions): Promise<ComponentStock> {
  const demands = components.filter(({ componentItemId }) => componentItemId === itemId);
  const usable: InventoryBalance[] = [];
  for await (const balance of allPages((page) => erp.inventoryBalances(siteId, { ...page, itemId }, options))) {
    if (balance.status === 'unrestricted') usable.push(balance);
  }
  const unit = usable[0]?.quantity.unit ?? demands[0].required.unit;
  const amounts = [...usable.map(({ quantity }) => quantity), ...demands.flatMap(({ required, withdrawn }) => [required, withdrawn])];
  const conversions = amounts.every((amount) => amount.unit === unit) ? [] : (await erp.item(siteId, itemId, options)).value.conversions;
  const inUnit = (amount: Quantity): Quantity => convert(amount, unit, conversions);
  return {
    itemId,
    needed: sum(demands.map(({ required, withdrawn }) => subtract(inUnit(required), inUnit(withdrawn))), unit),
    available: sum(usable.map(({ quantity }) => inUnit(quantity)), unit),
  };
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof BusinessException && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
