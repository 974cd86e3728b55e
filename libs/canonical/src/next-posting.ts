import { convert } from './conversion.js';
import type { Quantity, UnitConversion } from './quantity-types.js';
import { subtract } from './quantity.js';

/**
 * What to post next so that rounding never drifts: the cumulative amount, converted and rounded once at `decimals`, minus what was posted before.
 * Three pieces weigh a kilogram; the first three pieces post 0.333, 0.334 and 0.333, together exactly 1.
 *
 * @param cumulative everything that is to stand in the ERP, in the unit in which it was reported
 * @param posted everything that stands there already, in the unit of the ERP; the answer has this unit
 * @param decimals digits after the point that the ERP keeps in its unit, 0 to 12
 * @returns below zero when a correction takes back more than comes on top
 * @throws MappingError `UNIT_NOT_CONVERTIBLE`
 */
export function nextPosting(cumulative: Quantity, posted: Quantity, decimals: number, conversions: readonly UnitConversion[] = []): Quantity {
  return subtract(convert(cumulative, posted.unit, conversions, decimals), posted);
}
