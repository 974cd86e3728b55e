import { compare, compareInstants, deltaOfRunningTotal, normalDecimal, type CounterPolicy, type DecimalText, type EquipmentCounterEvent, type Instant, type TotalChange } from '@plantway/canonical';

/** What is known of a counter. */
export interface CounterStanding {
  readonly reading: DecimalText;
  readonly unit: string;
  readonly takenAt: Instant;
}

/** What a reading adds. */
export interface CounterTurn {
  readonly change: TotalChange;
  readonly delta: DecimalText;
  /** What the next reading is compared with. */
  readonly standing: CounterStanding;
}

/**
 * What a reading of a counter adds to what it showed before, by the site's rule for counters of machines. The first reading is where counting begins, in another unit too.
 * A machine that says it began anew has made what it shows, however little less that is.
 */
export function counterTurn(last: CounterStanding | undefined, { reading, occurredAt, isReset = false }: EquipmentCounterEvent, policy: CounterPolicy): CounterTurn {
  const shown = { value: reading.value, takenAt: occurredAt };
  if (last !== undefined && compareInstants(occurredAt, last.takenAt) < 0) return { change: 'older', delta: '0', standing: last };
  const before = last?.unit === reading.unit ? { value: last.reading, takenAt: last.takenAt } : undefined;
  const { change, delta, last: next } = deltaOfRunningTotal(before, shown, { ...policy, firstReading: 'baseline' });
  const standing = { reading: next.value, unit: reading.unit, takenAt: next.takenAt };
  return isReset && before !== undefined ? { change: 'reset', delta: normalDecimal(reading.value), standing } : { change, delta, standing };
}

/** Whether a counter of the site can show this: it begins again below its highest value. */
export function isPossibleReading({ reading }: EquipmentCounterEvent, { rollOver }: CounterPolicy): boolean {
  return rollOver === undefined || compare({ value: reading.value, unit: '' }, { value: rollOver.at, unit: '' }) < 0;
}
