import Big from 'big.js';
import { DefectError } from './errors.js';
import type { DecimalText } from './quantity-types.js';

/** Wider than `DECIMAL_TEXT`, for sums and exact products; a bound, so that no text makes an endless number. */
const CALCULABLE = /^-?[0-9]{1,60}(?:\.[0-9]{1,60})?$/;

// Divides to a whole number, the remainder rounded half even. Everything else in big.js is exact and never rounds.
const Whole = Big();
Whole.DP = 0;
Whole.RM = Big.roundHalfEven;

/** What is in normal form as it stands: most of what is sent. */
const NORMAL = /^(?:0|[1-9][0-9]{0,20})(?:\.[0-9]{0,19}[1-9])?$/;

export type Decimal = Big;

/**
 * The number that the text means.
 * @throws DefectError `QUANTITY_INVALID` for anything but decimal text: an exponent, a float, a blank
 */
export function decimal(text: DecimalText): Decimal {
  if (typeof text !== 'string' || !CALCULABLE.test(text)) throw new DefectError('QUANTITY_INVALID', `"${String(text).slice(0, 64)}" is not decimal text`);
  return new Whole(text);
}

/** Normal form: no exponent, no leading or trailing zeros, no negative zero. Equal numbers give equal text. */
export function decimalText(value: Decimal): DecimalText {
  return value.toFixed();
}

/** `numerator` / `denominator`, rounded half even once, at `decimals` digits after the point (0 to 60). */
export function quotient(numerator: Decimal, denominator: Decimal, decimals: number): Decimal {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 60) throw new DefectError('QUANTITY_INVALID', `${decimals} is not a number of decimals from 0 to 60`);
  return new Whole(numerator).times(`1e${decimals}`).div(denominator).times(`1e-${decimals}`);
}

/**
 * The decimal text rounded half even at `decimals` digits: 0.125 at 2 is 0.12, 0.135 is 0.14. The mean error of many roundings is zero.
 * @throws DefectError `QUANTITY_INVALID`
 */
export function roundHalfEven(text: DecimalText, decimals: number): DecimalText {
  return decimalText(quotient(decimal(text), new Whole('1'), decimals));
}

/** The normal form of decimal text: "012.50" is "12.5". */
export function normalDecimal(text: DecimalText): DecimalText {
  return typeof text === 'string' && NORMAL.test(text) ? text : decimalText(decimal(text));
}
