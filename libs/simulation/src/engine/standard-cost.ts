import type { DecimalText, Money, Quantity } from '@plantway/canonical';
import { add, amount, moneyText, multiply, ratio, toMoney } from './exact-amount.js';
import type { Ratio } from './exact-amount.js';
import type { PlantData, PlantItem } from './plant-data.js';
import { inBaseUnit } from './unit-conversion.js';

/** Where standards come from. */
export interface CostBasis {
  readonly items: ReadonlyMap<string, PlantItem>;
  readonly activityRates: ReadonlyMap<string, Money>;
}

/** A component as bill and order know it: `perLot` of it for `lotSize` of the product. */
interface StandardComponent {
  readonly itemId: string;
  readonly perLot: Quantity;
  readonly lotSize: Quantity;
}

const DEFAULT_LOT_SIZE = '100';

/** Cost of one base unit of the item; nothing when it has no standard cost. */
export function unitCost(item: PlantItem): Ratio {
  return ratio(item.standardCost?.amount ?? '0');
}

/** Cost of `minutes` at a work center, exact. */
export function timeCost({ activityRates }: CostBasis, workCenterId: string, minutes: Ratio): Ratio {
  return multiply(minutes, ratio(activityRates.get(workCenterId)?.amount ?? '0', '60'));
}

/** Standard cost of a component in one base unit of the product. */
export function componentCost({ items }: CostBasis, product: PlantItem, { itemId, perLot, lotSize }: StandardComponent): Ratio {
  const component = items.get(itemId)!;
  const lot = inBaseUnit(product, lotSize);
  return multiply(multiply(inBaseUnit(component, perLot), unitCost(component)), { over: lot.under, under: lot.over });
}

/** Standard cost of the set-up in one base unit of the product: the set-up spread over the standard lot size. */
export function setupCost(basis: CostBasis, product: PlantItem, workCenterId: string, setupMinutes: DecimalText): Ratio {
  return timeCost(basis, workCenterId, ratio(setupMinutes, product.standardLotSize ?? DEFAULT_LOT_SIZE));
}

/**
 * What bill, routing and rates make the standard cost of one base unit of a made item, two decimals: its components at their own standard cost, its set-ups
 * spread over the standard lot size, its run times.
 * @throws Error for an item without bill or routing
 */
export function rolledUpCost(plant: PlantData, itemId: string): DecimalText {
  const items = new Map(plant.items.map((item) => [item.itemId, item]));
  const basis: CostBasis = { items, activityRates: new Map(Object.entries(plant.activityRates ?? {})) };
  const product = items.get(itemId);
  const bill = plant.bills.find((candidate) => candidate.itemId === itemId);
  const routing = plant.routings.find((candidate) => candidate.itemId === itemId);
  if (product === undefined || bill === undefined || routing === undefined) throw new Error(`Item ${itemId} has no bill or no routing.`);
  const material = bill.components.map(({ componentItemId, quantity }) => componentCost(basis, product, { itemId: componentItemId, perLot: quantity, lotSize: bill.lotSize }));
  const time = routing.operations.flatMap(({ workCenterId, setupTime, runTimePerUnit }) => [
    setupCost(basis, product, workCenterId, setupTime.value), timeCost(basis, workCenterId, ratio(runTimePerUnit.value)),
  ]);
  return moneyText(toMoney([...material, ...time].reduce(add, ratio(amount('0')))));
}
