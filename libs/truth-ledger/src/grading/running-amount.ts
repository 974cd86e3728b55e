import type { DecimalText } from '@plantway/canonical';
import { Exact } from '../arithmetic/exact.js';

/**
 * An amount that is reported piece by piece and kept with few decimals: each piece books the rounded total minus what was booked before, never less than nothing.
 * Three times a third books 0.333, 0.334, 0.333.
 */
export class RunningAmount {
  private exact = Exact.ZERO;
  private kept = Exact.ZERO;

  constructor(private readonly decimals: number) {}

  /** What stands booked now. */
  get booked(): Exact {
    return this.kept;
  }

  /** Adds a report and answers what it books. */
  add(amount: Exact): Exact {
    if (amount.isZero()) return Exact.ZERO;
    this.exact = this.exact.plus(amount);
    const due = this.exact.rounded(this.decimals).minus(this.kept);
    const booked = due.isNegative() ? Exact.ZERO : due;
    this.kept = this.kept.plus(booked);
    return booked;
  }

  /** Takes a report back with just what it had booked. */
  takeBack(amount: Exact, booked: Exact): void {
    this.exact = this.exact.minus(amount);
    this.kept = this.kept.minus(booked);
  }
}

/** Sum of quantities in decimal text. */
export function sumOf(values: readonly DecimalText[]): Exact {
  return Exact.sum(values.map((value) => Exact.of(value)));
}
