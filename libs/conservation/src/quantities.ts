import { compare, isZero, sum, type Quantity } from '@plantway/canonical';
import type { PostedQuantities } from '@plantway/ports';

export const MEASURES = ['yield', 'scrap', 'rework'] as const;
/** What a report says about an operation. */
export type Measure = (typeof MEASURES)[number];

/** Scrap over all reasons. Reasons in several units have no sum here: the unit then is empty, and it is compared with nothing. */
export function scrapOf(reasons: readonly Quantity[], unit: string): Quantity {
  const units = new Set(reasons.map((reason) => reason.unit));
  if (units.size > 1) return { value: '0', unit: '' };
  return sum(reasons, reasons[0]?.unit ?? unit);
}

/** Whether both say the same; nothing is nothing in any unit, and ten pieces are not ten kilograms. A sum that has no unit is compared with nothing. */
export function sameQuantities(one: PostedQuantities, other: PostedQuantities): boolean {
  return MEASURES.every((measure) => {
    const [left, right] = [one[measure], other[measure]];
    if (left.unit === '' || right.unit === '' || (isZero(left) && isZero(right))) return true;
    return left.unit === right.unit && compare(left, right) === 0;
  });
}

/** "60 H87 good, 1 H87 scrap": what is nothing is left out. */
export function quantitiesInWords({ yield: good, scrap, rework }: PostedQuantities): string {
  const words = [[good, 'good'], [scrap, 'scrap'], [rework, 'rework']] as const;
  const said = words.filter(([amount]) => !isZero(amount)).map(([{ value, unit }, name]) => `${value} ${unit} ${name}`);
  return said.length === 0 ? 'nothing' : said.join(', ');
}
