import { DECIMAL_TEXT, SIGNED_DECIMAL_TEXT } from '@plantway/canonical';
import { Matches } from 'class-validator';
import { IsUnit } from './checks.js';
import { Nested } from './nested.js';

/** An exact amount that is not negative. */
export class QuantityDto {
  /**
   * Amount in the unit, not negative: decimal text with at most 15 digits before and 12 after the point, no exponent. "12.50" equals "12.5".
   * @example "12.5"
   */
  @Matches(DECIMAL_TEXT, { message: 'value must be decimal text such as "12.5": not negative, at most 15 digits before and 12 after the point' })
  value!: string;

  /**
   * Unit code of UN/ECE Recommendation 20: "H87" piece, "KGM" kilogram, "MTR" metre, "MIN" minute.
   * @example "H87"
   */
  @IsUnit()
  unit!: string;
}

/** An exact amount that may be below zero, as a stock balance may. */
export class SignedQuantityDto {
  /**
   * Amount in the unit: decimal text with at most 15 digits before and 12 after the point, no exponent.
   * @example "-3.25"
   */
  @Matches(SIGNED_DECIMAL_TEXT, { message: 'value must be decimal text such as "-3.25": at most 15 digits before and 12 after the point' })
  value!: string;

  /**
   * Unit code of UN/ECE Recommendation 20: "H87" piece, "KGM" kilogram.
   * @example "KGM"
   */
  @IsUnit()
  unit!: string;
}

/** An exact amount of money. */
export class MoneyDto {
  /**
   * Amount in the currency: decimal text with at most 15 digits before and 12 after the point.
   * @example "22.30"
   */
  @Matches(SIGNED_DECIMAL_TEXT, { message: 'amount must be decimal text such as "22.30"' })
  amount!: string;

  /**
   * Currency code of ISO 4217.
   * @example "EUR"
   */
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be three capital letters of ISO 4217' })
  currency!: string;
}

/** Two amounts that are the same for one item: 3 pieces weigh 1 kilogram. */
export class UnitConversionDto {
  /**
   * Amount in the one unit, above zero.
   * @example { "value": "3", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  from!: QuantityDto;

  /**
   * The same amount in the other unit, above zero.
   * @example { "value": "1", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  to!: QuantityDto;
}
