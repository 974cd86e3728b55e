/** Decimal text without exponent, at most 15 digits before and 12 after the point: "12.5". Never a float. */
export type DecimalText = string;

/** An exact amount in a unit of UN/ECE Recommendation 20 ("H87" piece, "KGM" kilogram). */
export interface Quantity {
  readonly value: DecimalText;
  readonly unit: string;
}

/** An exact amount of money; `currency` is ISO 4217. */
export interface Money {
  readonly amount: DecimalText;
  readonly currency: string;
}

/** `from.value` of `from.unit` is exactly `to.value` of `to.unit`, for one item: 3 pieces = 1 kg. Both values are above zero. */
export interface UnitConversion {
  readonly from: Quantity;
  readonly to: Quantity;
}
