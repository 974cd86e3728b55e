import type { EquipmentEvent } from '@plantway/canonical';
import type { EquipmentEventAnswer } from '@plantway/ports';

const TOLERANCE_MINUTES = 5;

/**
 * The latest instant that an event of a machine may carry. Whatever a machine says before what it said last changes nothing, so a clock that is ahead silences its machine until time has caught
 * up: for five minutes at most, which the clocks of machines that nobody synchronizes differ by within months. They are minutes of the technical clock, because that is what clocks differ by:
 * where simulated plants run faster, business time counts them as so many times more.
 */
export function latestOfMachines(businessNow: () => Date, businessSpeed: number): () => Date {
  return () => new Date(businessNow().getTime() + TOLERANCE_MINUTES * 60_000 * businessSpeed);
}

/** Refuses what is later than `latest`; undefined for anything else. */
export function refusalOfClock({ eventId, equipmentId, occurredAt }: EquipmentEvent, latest: Date): EquipmentEventAnswer | undefined {
  if (new Date(occurredAt) <= latest) return undefined;
  return {
    eventId, outcome: 'refused', code: 'CLOCK_AHEAD',
    reason: `${equipmentId} says ${occurredAt}, which is more than ${TOLERANCE_MINUTES} minutes ahead. Set the clock of the machine; until then nothing that it says is kept.`,
  };
}
