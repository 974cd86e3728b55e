import Big from 'big.js';

/** Own constructor, so that nobody else's settings change our rounding (half even). */
const Exact = Big();
Exact.RM = 2;

/** An exact decimal number. The ERP has arithmetic of its own, so that a fault in the gateway's does not hide in both. */
export type Amount = Big;

/** At most 15 digits before and 12 after the point, no sign, no exponent. */
const AMOUNT_TEXT = /^\d{1,15}(\.\d{1,12})?$/;

export function isAmountText(text: unknown): text is string {
  return typeof text === 'string' && AMOUNT_TEXT.test(text);
}

export function amount(value: string | number): Amount {
  return new Exact(value);
}

/** Plain decimal text without exponent, trailing zeros or "-0". */
export function amountText(value: Amount): string {
  const text = value.toFixed();
  return text === '-0' ? '0' : text;
}

/** A fraction `over / under`, `under` above zero: how conversions stay exact until the one rounding at the end. */
export interface Ratio {
  readonly over: Amount;
  readonly under: Amount;
}

export function ratio(over: string | Amount, under: string | Amount = '1'): Ratio {
  return { over: new Exact(over), under: new Exact(under) };
}

export function multiply(left: Ratio, right: Ratio): Ratio {
  return { over: left.over.times(right.over), under: left.under.times(right.under) };
}

export function add(left: Ratio, right: Ratio): Ratio {
  if (left.under.eq(right.under)) return { over: left.over.plus(right.over), under: left.under };
  return { over: left.over.times(right.under).plus(right.over.times(left.under)), under: left.under.times(right.under) };
}

/** Below zero when `left` is smaller, 0 when equal, above zero when larger. */
export function compare(left: Ratio, right: Ratio): number {
  return left.over.times(right.under).cmp(right.over.times(left.under));
}

/** `value` rounded half even to `decimals` places (0 to 12). */
export function rounded(value: Ratio, decimals: number): Amount {
  const Rounding = Big();
  Rounding.RM = 2;
  Rounding.DP = decimals;
  return new Exact(new Rounding(value.over).div(value.under));
}

/** Decimals of money in the ERP's books. */
const MONEY_DECIMALS = 2;

/** Rounded half even to what the books keep. */
export function toMoney(value: Ratio): Amount {
  return rounded(value, MONEY_DECIMALS);
}

/** "927.00": always with both decimals, never "-0.00". */
export function moneyText(value: Amount): string {
  const text = value.toFixed(MONEY_DECIMALS);
  return text === '-0.00' ? '0.00' : text;
}
