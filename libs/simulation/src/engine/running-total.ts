import type { Quantity } from '@plantway/canonical';
import { add, amount, amountText, ratio, rounded } from './exact-amount.js';
import type { Amount, Ratio } from './exact-amount.js';
import { inBaseUnit } from './unit-conversion.js';
import type { ConvertibleItem } from './unit-conversion.js';

/** What was reported so far, exactly and per unit, and what was booked of it, rounded in the base unit. */
export interface RunningTotal {
  readonly entered: Readonly<Record<string, string>>;
  readonly booked: string;
}

export const NOTHING_YET: RunningTotal = { entered: {}, booked: '0' };

export interface RoundingItem extends ConvertibleItem {
  readonly baseUnitDecimals: number;
}

/**
 * Adds a report. Booked is the rounded total minus what was booked before, so that rounding never drifts: one piece of a third of a kilogram
 * reported three times is 0.333, 0.334, 0.333. Never below zero.
 */
export function addReport(total: RunningTotal, quantity: Quantity, item: RoundingItem): { readonly total: RunningTotal; readonly booked: Amount } {
  if (amount(quantity.value).eq(0)) return { total, booked: amount('0') };
  const entered = { ...total.entered, [quantity.unit]: amountText(amount(total.entered[quantity.unit] ?? '0').plus(quantity.value)) };
  const exact = Object.entries(entered).reduce<Ratio>((sum, [unit, value]) => add(sum, inBaseUnit(item, { value, unit })), ratio('0'));
  const due = rounded(exact, item.baseUnitDecimals).minus(total.booked);
  const booked = due.lt(0) ? amount('0') : due;
  return { total: { entered, booked: amountText(amount(total.booked).plus(booked)) }, booked };
}

/** Takes a report away again: what was entered, and just what was booked for it. */
export function takeReportBack(total: RunningTotal, quantity: Quantity, booked: string): RunningTotal {
  const left = amount(total.entered[quantity.unit] ?? '0').minus(quantity.value);
  const others = Object.fromEntries(Object.entries(total.entered).filter(([unit]) => unit !== quantity.unit));
  const entered = left.eq(0) ? others : { ...others, [quantity.unit]: amountText(left) };
  return { entered, booked: amountText(amount(total.booked).minus(booked)) };
}
