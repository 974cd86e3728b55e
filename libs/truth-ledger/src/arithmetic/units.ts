import type { Quantity } from '@plantway/canonical';
import { Exact } from './exact.js';
import type { ErpItem } from '../erp-fact.js';

/** Units of one kind by what one of them is in the first. UN/ECE Recommendation 20. */
const FAMILIES: readonly Readonly<Record<string, string>>[] = [
  { KGM: '1', GRM: '0.001', MGM: '0.000001', TNE: '1000', LBR: '0.45359237' },
  { MTR: '1', CMT: '0.01', MMT: '0.001', KMT: '1000', FOT: '0.3048', INH: '0.0254' },
  { LTR: '1', MLT: '0.001', MTQ: '1000' },
  { MTK: '1', CMK: '0.0001' },
  { SEC: '1', MIN: '60', HUR: '3600' },
];

type Step = readonly [unit: string, factor: Exact];

/** `quantity` in the base unit of `item`, exact; undefined when no way leads there. */
export function inBaseUnit(item: Pick<ErpItem, 'baseUnit' | 'conversions'>, quantity: Quantity): Exact | undefined {
  const factors = new Map<string, Exact>([[quantity.unit, Exact.of('1')]]);
  const waiting = [quantity.unit];
  for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
    const factor = factors.get(unit)!;
    if (unit === item.baseUnit) return Exact.of(quantity.value).times(factor);
    for (const [next, step] of [...ofItem(item, unit), ...ofFamily(unit)]) {
      if (factors.has(next)) continue;
      factors.set(next, factor.times(step));
      waiting.push(next);
    }
  }
  return undefined;
}

function ofItem({ conversions }: Pick<ErpItem, 'conversions'>, unit: string): readonly Step[] {
  return conversions.flatMap(({ from, to }): readonly Step[] => {
    const [fromValue, toValue] = [Exact.of(from.value), Exact.of(to.value)];
    if (from.unit === unit) return [[to.unit, toValue.dividedBy(fromValue)]];
    return to.unit === unit ? [[from.unit, fromValue.dividedBy(toValue)]] : [];
  });
}

function ofFamily(unit: string): readonly Step[] {
  const family = FAMILIES.find((candidate) => unit in candidate);
  if (family === undefined) return [];
  return Object.entries(family).map(([other, size]): Step => [other, Exact.of(family[unit]).dividedBy(Exact.of(size))]);
}
