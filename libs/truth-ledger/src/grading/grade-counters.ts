import { Exact } from '../arithmetic/exact.js';
import type { CounterReadFact, CounterSeenFact } from '../system-fact.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import { deedsOf } from './site-record.js';
import type { SiteRecord } from './site-record.js';

/** Counters that can be judged: the machine told of them, and somebody saw at the gateway what they counted. */
export function knownCounters(record: SiteRecord): readonly { readonly readings: readonly CounterReadFact[]; readonly seen: CounterSeenFact }[] {
  return [...grouped(deedsOf(record, 'machines', 'counterRead'), ({ equipmentId, counterId }) => `${equipmentId}|${counterId}`)].flatMap(([key, readings]) => {
    const seen = record.countersSeen.get(key);
    return seen === undefined ? [] : [{ readings, seen }];
  });
}

/** Judges that the gateway counted what the machines told: all that each counter went up by since its first reading, over its roll-overs and new beginnings. */
export function gradeCounters(record: SiteRecord, isQuiet: boolean): readonly Finding[] {
  const rollsOverAt = deedsOf(record, 'machines', 'machineRule').at(0)?.countersRollOverAt;
  return knownCounters(record).flatMap(({ readings, seen }): readonly Finding[] => {
    const counted = Exact.sum(readings.slice(1).map((reading, place) => stepOf(reading, readings[place], rollsOverAt)));
    if (counted.equals(Exact.of(seen.total))) return [];
    const isBehind = Date.parse(seen.takenAt) < Date.parse(readings.at(-1)!.takenAt);
    return [{
      kind: isBehind && !isQuiet ? 'incomplete' : 'equipmentDrift', siteId: record.siteId, what: `The gateway does not show what counter ${seen.counterId} of ${seen.equipmentId} counted.`, expected: counted.text(), found: seen.total,
    }];
  });
}

function stepOf({ value, isReset }: CounterReadFact, before: CounterReadFact, rollsOverAt: string | undefined): Exact {
  if (isReset === true) return Exact.of(value);
  const step = Exact.of(value).minus(Exact.of(before.value));
  return step.isNegative() && rollsOverAt !== undefined ? step.plus(Exact.of(rollsOverAt)) : step;
}
