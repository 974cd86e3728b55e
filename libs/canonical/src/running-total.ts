import { decimal, decimalText, type Decimal } from './decimal.js';
import { DefectError } from './errors.js';
import { compareInstants } from './instant.js';
import type { DecimalText } from './quantity-types.js';
import type { Instant } from './site.js';

/** A running total or counter as a system showed it. Never below zero. */
export interface TotalReading {
  readonly value: DecimalText;
  readonly takenAt: Instant;
}

/** How a site reads the totals of one source. */
export interface RunningTotalPolicy {
  /** What the first reading means: only where counting begins, or that all of it was made since zero. */
  readonly firstReading: 'baseline' | 'countedFromZero';
  /** A drop of more than this share of the last reading means that the source began again at zero; a smaller one takes something back. Percent, 0 to 100. */
  readonly resetAboveDropPercent: DecimalText;
  /** A counter that begins again at zero after its highest value. */
  readonly rollOver?: {
    /** One above the highest value: "65536" for 16 bits. */
    readonly at: DecimalText;
    /** The most that the counter can grow between two readings; a drop that would mean more is not a roll-over. Below `at`. */
    readonly largestStep: DecimalText;
  };
}

/** How the counters of machines are read; their first reading is where counting begins. */
export type CounterPolicy = Omit<RunningTotalPolicy, 'firstReading'>;

/** What a reading turned out to be. `older` is evidence only: it changes nothing. */
export type TotalChange = 'first' | 'growth' | 'repeat' | 'rollOver' | 'reset' | 'correction' | 'older';

export interface TotalDelta {
  readonly change: TotalChange;
  /** What the reading adds; below zero for a correction. */
  readonly delta: DecimalText;
  /** The reading to compare the next one with. */
  readonly last: TotalReading;
}

/**
 * What a reading of a running total adds to what was known before. Pure: keep `last` and give it back with the next reading.
 * A reading that is not older than the last counts, in the order in which readings came.
 * @throws DefectError `QUANTITY_INVALID` for a value below zero or not below `rollOver.at`, `INSTANT_INVALID`
 */
export function deltaOfRunningTotal(last: TotalReading | undefined, reading: TotalReading, policy: RunningTotalPolicy): TotalDelta {
  const now = counted(reading, policy);
  if (last === undefined) return { change: 'first', delta: policy.firstReading === 'baseline' ? '0' : decimalText(now), last: reading };
  if (compareInstants(reading.takenAt, last.takenAt) < 0) return { change: 'older', delta: '0', last };

  const before = counted(last, policy);
  const { change, delta } = step(before, now, policy);
  return { change, delta: decimalText(delta), last: reading };
}

function step(before: Decimal, now: Decimal, policy: RunningTotalPolicy): { readonly change: TotalChange; readonly delta: Decimal } {
  const growth = now.minus(before);
  if (growth.eq(0)) return { change: 'repeat', delta: growth };
  if (growth.gt(0)) return { change: 'growth', delta: growth };

  const { rollOver } = policy;
  const overTheTop = rollOver === undefined ? undefined : growth.plus(decimal(rollOver.at));
  if (rollOver !== undefined && overTheTop !== undefined && overTheTop.lte(decimal(rollOver.largestStep))) return { change: 'rollOver', delta: overTheTop };

  const dropPercentOfBefore = growth.times('-100');
  const isReset = dropPercentOfBefore.gt(before.times(decimal(policy.resetAboveDropPercent)));
  return isReset ? { change: 'reset', delta: now } : { change: 'correction', delta: growth };
}

function counted(reading: TotalReading, policy: RunningTotalPolicy): Decimal {
  const value = decimal(reading.value);
  if (value.lt(0) || (policy.rollOver !== undefined && value.gte(decimal(policy.rollOver.at)))) {
    throw new DefectError('QUANTITY_INVALID', `${reading.value} cannot be a running total${policy.rollOver === undefined ? '' : ` of a counter that ends below ${policy.rollOver.at}`}`);
  }
  return value;
}
