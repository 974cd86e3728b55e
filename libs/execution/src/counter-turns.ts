import { add, type DecimalText, type EquipmentCounterEvent } from '@plantway/canonical';
import { counterTurn, type CounterStanding, type CounterTurn } from './counter-turn.js';
import type { EquipmentSite } from './equipment-site.js';

/** A row of `execution.equipment_counter` as it is read. */
export interface CounterRow {
  readonly equipment_id: string;
  readonly counter_id: string;
  readonly reading: DecimalText;
  readonly unit: string;
  readonly taken_at: Date;
  readonly total: DecimalText;
  readonly resets: number;
}

interface KnownCounter extends CounterStanding {
  readonly equipmentId: string;
  readonly counterId: string;
  readonly total: DecimalText;
  readonly resets: number;
}
type Step = CounterTurn & { readonly event: EquipmentCounterEvent };

/** The counters of some equipment while their readings are gone through, in their order. Nothing is written here. */
export class CounterTurns {
  private readonly counters: Map<string, KnownCounter>;
  private readonly turned = new Set<string>();
  private readonly steps: Step[] = [];

  constructor(private readonly site: EquipmentSite, known: readonly CounterRow[]) {
    this.counters = new Map(known.map((row) => [keyOf(row.equipment_id, row.counter_id), counterOf(row)]));
  }

  take(event: EquipmentCounterEvent): void {
    const { equipmentId, counterId, reading: { unit } } = event;
    const key = keyOf(equipmentId, counterId);
    const before = this.counters.get(key);
    const turn = counterTurn(before, event, this.site.equipmentPolicy.counters);
    const total = before?.unit === unit ? add({ value: before.total, unit }, { value: turn.delta, unit }).value : turn.delta;
    if (turn.change !== 'older') this.counters.set(key, { equipmentId, counterId, ...turn.standing, total, resets: (before?.resets ?? 0) + (turn.change === 'reset' ? 1 : 0) });
    this.turned.add(key);
    this.steps.push({ ...turn, event });
  }

  /** Counters that told of something, as `WRITE_COUNTERS` takes them. */
  get counterRows(): readonly object[] {
    return [...this.turned].map((key) => rowOfCounter(this.counters.get(key)!));
  }

  /** What each reading added, as `WRITE_COUNTER_STEPS` takes it. */
  get stepRows(): readonly object[] {
    return this.steps.map(({ event: { eventId, equipmentId, counterId, occurredAt, reading: { unit } }, change, delta }) => ({
      event_id: eventId, equipment_id: equipmentId, counter_id: counterId, occurred_at: occurredAt, change, delta, unit,
    }));
  }
}

const keyOf = (equipmentId: string, counterId: string): string => `${equipmentId}\n${counterId}`;

function counterOf({ equipment_id: equipmentId, counter_id: counterId, reading, unit, taken_at: takenAt, total, resets }: CounterRow): KnownCounter {
  return { equipmentId, counterId, reading, unit, takenAt: takenAt.toISOString(), total, resets };
}

function rowOfCounter({ equipmentId, counterId, reading, unit, takenAt, total, resets }: KnownCounter): object {
  return { equipment_id: equipmentId, counter_id: counterId, reading, unit, taken_at: takenAt, total, resets };
}
