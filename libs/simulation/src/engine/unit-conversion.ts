import type { Quantity, UnitConversion } from '@plantway/canonical';
import { multiply, ratio } from './exact-amount.js';
import type { Ratio } from './exact-amount.js';
import { Refusal } from './refusal.js';

/** What one unit is in another, for every item. Unit codes are those of UN/ECE Recommendation 20. */
const GENERAL_CONVERSIONS: readonly UnitConversion[] = [
  general('1', 'KGM', '1000', 'GRM'), general('1', 'TNE', '1000', 'KGM'), general('1', 'MTR', '100', 'CMT'), general('1', 'MTR', '1000', 'MMT'), general('1', 'FOT', '0.3048', 'MTR'),
  general('1', 'LTR', '1000', 'MLT'), general('1', 'HUR', '60', 'MIN'), general('1', 'MIN', '60', 'SEC'),
];

function general(fromValue: string, fromUnit: string, toValue: string, toUnit: string): UnitConversion {
  return { from: { value: fromValue, unit: fromUnit }, to: { value: toValue, unit: toUnit } };
}

export interface ConvertibleItem {
  readonly itemId: string;
  readonly baseUnit: string;
  readonly conversions: readonly UnitConversion[];
}

/**
 * `quantity` in the item's base unit, exact.
 * @throws Refusal `UNIT_NOT_CONVERTIBLE`
 */
export function inBaseUnit(item: ConvertibleItem, quantity: Quantity): Ratio {
  const factor = factorToBase(item, quantity.unit);
  if (factor === undefined) {
    throw new Refusal('UNIT_NOT_CONVERTIBLE', `Unit ${quantity.unit} cannot be converted into ${item.baseUnit} of item ${item.itemId}.`, { itemId: item.itemId, unit: quantity.unit });
  }
  return multiply(ratio(quantity.value), factor);
}

/** Breadth first over the item's own conversions and the general ones; the shortest way wins. */
function factorToBase(item: ConvertibleItem, unit: string): Ratio | undefined {
  const known = new Map<string, Ratio>([[unit, ratio('1')]]);
  const toVisit = [unit];
  for (let current = toVisit.shift(); current !== undefined; current = toVisit.shift()) {
    const factor = known.get(current)!;
    if (current === item.baseUnit) return factor;
    for (const { from, to } of [...item.conversions, ...GENERAL_CONVERSIONS]) {
      const step = from.unit === current ? { unit: to.unit, factor: ratio(to.value, from.value) }
        : to.unit === current ? { unit: from.unit, factor: ratio(from.value, to.value) } : undefined;
      if (step === undefined || known.has(step.unit)) continue;
      known.set(step.unit, multiply(factor, step.factor));
      toVisit.push(step.unit);
    }
  }
  return undefined;
}
