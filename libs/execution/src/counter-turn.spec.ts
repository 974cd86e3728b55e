import { describe, expect, it } from '@jest/globals';
import type { EquipmentCounterEvent, RunningTotalPolicy } from '@plantway/canonical';
import { counterTurn, type CounterStanding } from './counter-turn.js';

/** "A drop of more than half is a reset, a smaller drop is a correction." */
const policy: RunningTotalPolicy = { firstReading: 'countedFromZero', resetAboveDropPercent: '50' };
const reading = (value: string, second: number, more: Partial<EquipmentCounterEvent> = {}): EquipmentCounterEvent => ({
  type: 'counter', eventId: `E-${second}`, siteId: 'BER1', equipmentId: 'WU-10-A', counterId: 'produced', occurredAt: `2026-11-22T08:00:${String(second).padStart(2, '0')}.000Z`, reading: { value, unit: 'H87' }, ...more,
});
/** What each of the readings adds, one after the other. */
function deltas(readings: readonly EquipmentCounterEvent[], rule = policy): readonly string[] {
  let standing: CounterStanding | undefined;
  return readings.map((event) => {
    const turn = counterTurn(standing, event, rule);
    standing = turn.standing;
    return turn.delta;
  });
}

describe('what readings of a counter add', () => {
  it('begins with the first reading, counts on after a reset, and takes a correction back: 100, 130, 130, 12, 40, 35 add 65', () => {
    const values = ['100', '130', '130', '12', '40', '35'];

    expect(deltas(values.map((value, second) => reading(value, second)))).toEqual(['0', '30', '0', '12', '28', '-5']);
  });

  it('goes on over the top of a counter of 16 bits: 65,530 and then 4 add 10', () => {
    expect(deltas([reading('65530', 0), reading('4', 1)], { ...policy, rollOver: { at: '65536', largestStep: '1000' } })).toEqual(['0', '10']);
  });

  it('takes the word of a machine that began anew, though it shows hardly less', () => {
    expect(deltas([reading('100', 0), reading('90', 1, { isReset: true }), reading('95', 2)])).toEqual(['0', '90', '5']);
  });

  it('adds nothing by a reading that is older than the last', () => {
    expect(deltas([reading('100', 5), reading('40', 3), reading('110', 6)])).toEqual(['0', '0', '10']);
  });

  it('begins again when it counts in another unit', () => {
    expect(deltas([reading('100', 0), reading('7', 1, { reading: { value: '7', unit: 'KGM' } }), reading('9', 2, { reading: { value: '9', unit: 'KGM' } })])).toEqual(['0', '0', '2']);
  });
});
