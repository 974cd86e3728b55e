import { normalDecimal, type DecimalText, type Equipment, type EquipmentState, type Instant, type Quantity } from '@plantway/canonical';
import type { Pool } from 'pg';
import { READ_COUNTED, READ_COUNTERS, READ_STANDINGS, REMOVE_EVENTS_BEFORE } from './equipment.sql.js';

/** How a machine stands by what it said last. */
export interface KnownStanding {
  readonly state: EquipmentState;
  readonly since: Instant;
  /** When it said so last. */
  readonly saidAt: Instant;
  /** Order of the last state that named one; none of a machine that is idle or off. */
  readonly workOrderId?: string;
  readonly operationId?: string;
  /** The downtime that lasts. */
  readonly downtimeId?: string;
}

/** A node of the hierarchy, with how it stands when it has said something. */
export type KnownEquipment = Equipment & { readonly standing?: KnownStanding };

/** What a counter has counted. */
export interface KnownCounter {
  readonly counterId: string;
  /** What it shows. */
  readonly reading: Quantity;
  readonly takenAt: Instant;
  /** What it has counted since it is known, across resets; below zero when it took back more. */
  readonly total: Quantity;
  readonly resets: number;
  /** What its readings of the period added, when one was asked for. */
  readonly counted?: Quantity;
}

/** The time after `from` up to `to`: a reading at the very beginning tells of what was made before. One that is absent is open on that side. */
export interface CountedPeriod {
  readonly from?: Instant;
  readonly to?: Instant;
}

const REMOVED_AT_ONCE = 5_000;

/** What is known of machines, and for how long what they said is kept. */
export class EquipmentReader {
  constructor(private readonly pool: Pool) {}

  /** The hierarchy in its order, each node with how it stands. */
  async hierarchy(siteId: string, hierarchy: readonly Equipment[]): Promise<readonly KnownEquipment[]> {
    const { rows } = await this.pool.query<StandingRow>({ name: 'read-standings', text: READ_STANDINGS, values: [siteId] });
    const standings = new Map(rows.map((row) => [row.equipment_id, standingOf(row)]));
    return hierarchy.map((node) => ({ ...node, ...(standings.has(node.equipmentId) && { standing: standings.get(node.equipmentId) }) }));
  }

  /** Counters of a machine by their ids; none of one that has not told of any. With a period, also what each counted in it, as far back as events are kept. */
  async counters(siteId: string, equipmentId: string, period: CountedPeriod = {}): Promise<readonly KnownCounter[]> {
    const hasPeriod = period.from !== undefined || period.to !== undefined;
    const counted = hasPeriod ? await this.counted(siteId, equipmentId, period) : undefined;
    const { rows } = await this.pool.query<CounterRow>({ name: 'read-equipment-counters', text: READ_COUNTERS, values: [siteId, [equipmentId]] });
    return rows.map(({ counter_id: counterId, reading, unit, taken_at: takenAt, total, resets }) => ({
      counterId, reading: { value: reading, unit }, takenAt: takenAt.toISOString(), total: { value: total, unit }, resets,
      ...(counted !== undefined && { counted: { value: counted.get(counterId) ?? '0', unit } }),
    }));
  }

  private async counted(siteId: string, equipmentId: string, { from = null, to = null }: { readonly from?: Instant | null; readonly to?: Instant | null }): Promise<ReadonlyMap<string, DecimalText>> {
    const { rows } = await this.pool.query<{ counter_id: string; counted: DecimalText }>({ name: 'read-counted', text: READ_COUNTED, values: [siteId, equipmentId, from, to] });
    return new Map(rows.map(({ counter_id: counterId, counted }) => [counterId, normalDecimal(counted)]));
  }

  /** Removes events that came before `date`, and what their readings added. States, downtimes and totals stay. Answers how many. */
  async removeEventsBefore(date: Date): Promise<number> {
    let removed = 0;
    for (let some = REMOVED_AT_ONCE; some === REMOVED_AT_ONCE; removed += some) {
      const { rows: [row] } = await this.pool.query<{ removed: number }>({ name: 'remove-equipment-events', text: REMOVE_EVENTS_BEFORE, values: [date, REMOVED_AT_ONCE] });
      some = row.removed;
    }
    return removed;
  }
}

function standingOf({ state, since, said_at: saidAt, work_order_id: workOrderId, operation_id: operationId, downtime_id: downtimeId }: StandingRow): KnownStanding {
  return {
    state, since: since.toISOString(), saidAt: saidAt.toISOString(), ...(workOrderId !== null && { workOrderId }), ...(operationId !== null && { operationId }), ...(downtimeId !== null && { downtimeId }),
  };
}

interface StandingRow {
  readonly equipment_id: string;
  readonly state: EquipmentState;
  readonly since: Date;
  readonly said_at: Date;
  readonly work_order_id: string | null;
  readonly operation_id: string | null;
  readonly downtime_id: string | null;
}
interface CounterRow {
  readonly counter_id: string;
  readonly reading: DecimalText;
  readonly unit: string;
  readonly taken_at: Date;
  readonly total: DecimalText;
  readonly resets: number;
}
