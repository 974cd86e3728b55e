import { decimal, decimalText, quotient, type Decimal } from './decimal.js';
import { MOST_DECIMALS } from './decimal-text.js';
import { DefectError, MappingError } from './errors.js';
import type { Quantity, UnitConversion } from './quantity-types.js';
import { UNITS } from './units.js';

/** A rational factor between two units, kept as two exact numbers so that nothing is rounded before the end. */
interface Factor {
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

interface Step {
  readonly to: string;
  readonly factor: Factor;
}

/**
 * The same amount in another unit, computed as a fraction and rounded half even once, at `decimals` digits after the point; 12 keep whatever a quantity
 * can carry. Units of one dimension convert for every item, others by the item's own conversions, in any number of steps.
 * @throws MappingError `UNIT_NOT_CONVERTIBLE` when no way leads from the one unit to the other
 */
export function convert(quantity: Quantity, unit: string, conversions: readonly UnitConversion[] = [], decimals: number = MOST_DECIMALS): Quantity {
  const { numerator, denominator } = factorBetween(quantity.unit, unit, conversions);
  return { value: decimalText(quotient(decimal(quantity.value).times(numerator), denominator, decimals)), unit };
}

/** Whether `convert` finds a way. */
export function isConvertible(from: string, to: string, conversions: readonly UnitConversion[] = []): boolean {
  return wayBetween(from, to, conversions) !== undefined;
}

function factorBetween(from: string, to: string, conversions: readonly UnitConversion[]): Factor {
  const way = wayBetween(from, to, conversions);
  if (way === undefined) {
    throw new MappingError('UNIT_NOT_CONVERTIBLE', `${from} cannot be converted to ${to}; maintain a conversion of the item`, {
      details: { table: 'unit conversions', missing: `${from} to ${to}` },
    });
  }
  return way.reduce((product, { factor }) => times(product, factor), { numerator: decimal('1'), denominator: decimal('1') });
}

/** The shortest way, breadth first; among equals the one that the item lists first. */
function wayBetween(from: string, to: string, conversions: readonly UnitConversion[]): readonly Step[] | undefined {
  if (from === to) return [];
  const visited = new Set([from]);
  let ways: { readonly at: string; readonly steps: readonly Step[] }[] = [{ at: from, steps: [] }];
  while (ways.length > 0) {
    const longer: typeof ways = [];
    for (const { at, steps } of ways) {
      for (const step of stepsFrom(at, to, conversions)) {
        if (step.to === to) return [...steps, step];
        if (visited.has(step.to)) continue;
        visited.add(step.to);
        longer.push({ at: step.to, steps: [...steps, step] });
      }
    }
    ways = longer;
  }
  return undefined;
}

function stepsFrom(unit: string, goal: string, conversions: readonly UnitConversion[]): readonly Step[] {
  // Within a dimension only units that lead on are worth a step: the goal and those of the item's conversions.
  const worthwhile = new Set([goal, ...conversions.flatMap(({ from, to }) => [from.unit, to.unit])]);
  const steps: Step[] = [];
  for (const to of worthwhile) {
    const factor = to === unit ? undefined : dimensionFactor(unit, to);
    if (factor !== undefined) steps.push({ to, factor });
  }
  for (const { from, to } of conversions) {
    if (from.unit === unit) steps.push({ to: to.unit, factor: itemFactor(from, to) });
    if (to.unit === unit) steps.push({ to: from.unit, factor: itemFactor(to, from) });
  }
  return steps;
}

function dimensionFactor(from: string, to: string): Factor | undefined {
  const [source, target] = [UNITS.get(from), UNITS.get(to)];
  if (source?.factor === undefined || target?.factor === undefined || source.dimension !== target.dimension) return undefined;
  return {
    numerator: decimal(source.factor.numerator).times(decimal(target.factor.denominator)),
    denominator: decimal(source.factor.denominator).times(decimal(target.factor.numerator)),
  };
}

function itemFactor(from: Quantity, to: Quantity): Factor {
  const [denominator, numerator] = [decimal(from.value), decimal(to.value)];
  if (denominator.lte(0) || numerator.lte(0)) {
    throw new DefectError('QUANTITY_INVALID', `the conversion of ${from.value} ${from.unit} to ${to.value} ${to.unit} must have amounts above zero`);
  }
  return { numerator, denominator };
}

function times(left: Factor, right: Factor): Factor {
  return { numerator: left.numerator.times(right.numerator), denominator: left.denominator.times(right.denominator) };
}
