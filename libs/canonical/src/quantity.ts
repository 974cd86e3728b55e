import { decimal, decimalText, normalDecimal } from './decimal.js';
import { MappingError } from './errors.js';
import type { Quantity } from './quantity-types.js';

/** The same amount with its number in normal form; two amounts of one unit are equal exactly when their normal forms are. */
export function normalQuantity(quantity: Quantity): Quantity {
  return { value: normalDecimal(quantity.value), unit: quantity.unit };
}

/**
 * `left` and `right` together, exactly. Both must have the same unit: `convert` first.
 * @throws MappingError `UNIT_NOT_CONVERTIBLE`
 */
export function add(left: Quantity, right: Quantity): Quantity {
  demandSameUnit(left, right);
  return { value: decimalText(decimal(left.value).plus(decimal(right.value))), unit: left.unit };
}

/**
 * `left` without `right`, exactly; below zero when `right` is more.
 * @throws MappingError `UNIT_NOT_CONVERTIBLE`
 */
export function subtract(left: Quantity, right: Quantity): Quantity {
  demandSameUnit(left, right);
  return { value: decimalText(decimal(left.value).minus(decimal(right.value))), unit: left.unit };
}

/**
 * -1 when `left` is less, 1 when it is more, 0 when both are the same amount.
 * @throws MappingError `UNIT_NOT_CONVERTIBLE`
 */
export function compare(left: Quantity, right: Quantity): -1 | 0 | 1 {
  demandSameUnit(left, right);
  return decimal(left.value).cmp(decimal(right.value));
}

/** Whether the amount is zero, whatever its unit. */
export function isZero(quantity: Quantity): boolean {
  return decimal(quantity.value).eq(0);
}

/**
 * All amounts together, exactly; nothing of `unit` for an empty list.
 * @throws MappingError `UNIT_NOT_CONVERTIBLE` when one has another unit
 */
export function sum(quantities: Iterable<Quantity>, unit: string): Quantity {
  let total: Quantity = { value: '0', unit };
  for (const quantity of quantities) total = add(total, quantity);
  return total;
}

function demandSameUnit(left: Quantity, right: Quantity): void {
  if (left.unit === right.unit) return;
  throw new MappingError('UNIT_NOT_CONVERTIBLE', `${left.value} ${left.unit} and ${right.value} ${right.unit} have different units; convert one of them first`, {
    details: { table: 'unit conversions', missing: `${right.unit} to ${left.unit}` },
  });
}
