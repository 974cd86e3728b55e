import { randomUUID } from 'node:crypto';
import type { EquipmentCounterEvent, EquipmentOccurrenceEvent, EquipmentState, EquipmentStateEvent } from '@plantway/canonical';
import type { EquipmentEventAnswer } from '@plantway/ports';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { DowntimeBook, EquipmentBook, EquipmentReader, latestOfMachines, type EquipmentSite } from '../src/index.js';

/** One line with a work center and its machine WU-20-A; a stop below two minutes is a micro-stop. */
export const HALL: EquipmentSite = {
  siteId: 'BER1',
  equipment: [
    { equipmentId: 'LINE-1', level: 'area', description: 'Line 1' },
    { equipmentId: 'WC-20', level: 'workCenter', description: 'Assembly', parentId: 'LINE-1' },
    { equipmentId: 'WU-20-A', level: 'workUnit', description: 'Cell A', parentId: 'WC-20' },
    { equipmentId: 'WU-20-B', level: 'workUnit', description: 'Cell B', parentId: 'WC-20' },
  ],
  equipmentPolicy: { microStopBelowSeconds: 120, faultCodes: { 'E-4711': 'MECHANICAL', 'E-9': 'GONE' }, counters: { resetAboveDropPercent: '50', rollOver: { at: '65536', largestStep: '1000' } } },
  downtimeReasons: [
    { code: 'MECHANICAL', description: 'Mechanical', isPlanned: false, active: true },
    { code: 'ELECTRICAL', description: 'Electrical', isPlanned: false, active: true },
    { code: 'GONE', description: 'No longer used', isPlanned: false, active: false },
  ],
};

/** Instant of the morning: "08:02:30" is 2026-11-22T08:02:30.000Z. */
export const at = (time: string): string => `2026-11-22T${time}.000Z`;

interface ToldEvent {
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Books of machines on a real database, and machines that speak. */
export class MachineHall {
  readonly clock = new SeededClock('2026-11-22T08:00:00Z');
  /** By the clocks of the plant. */
  businessNow = new Date('2026-11-23T08:00:00Z');
  readonly book: EquipmentBook;
  readonly downtimes: DowntimeBook;
  readonly reader: EquipmentReader;

  private constructor(readonly database: TestDatabase) {
    this.book = new EquipmentBook(database.pool, this.clock, (siteId) => (siteId === HALL.siteId ? HALL : undefined), latestOfMachines(() => this.businessNow, 1));
    this.downtimes = new DowntimeBook(database.pool, this.clock);
    this.reader = new EquipmentReader(database.pool);
  }

  static async open(): Promise<MachineHall> {
    return new MachineHall(await createTestDatabase());
  }

  says(time: string, state: EquipmentState, more: Partial<EquipmentStateEvent> = {}): Promise<readonly EquipmentEventAnswer[]> {
    return this.book.take('BER1', 'edge', [{ type: 'state', eventId: randomUUID(), siteId: 'BER1', equipmentId: 'WU-20-A', occurredAt: at(time), state, ...more }]);
  }

  shows(time: string, value: string, more: Partial<EquipmentCounterEvent> = {}): Promise<readonly EquipmentEventAnswer[]> {
    return this.book.take('BER1', 'edge', [{ type: 'counter', eventId: randomUUID(), siteId: 'BER1', equipmentId: 'WU-20-A', counterId: 'produced', occurredAt: at(time), reading: { value, unit: 'H87' }, ...more }]);
  }

  alarms(time: string, code: string, more: Partial<EquipmentOccurrenceEvent> = {}): Promise<readonly EquipmentEventAnswer[]> {
    return this.book.take('BER1', 'edge', [{ type: 'occurrence', eventId: randomUUID(), siteId: 'BER1', equipmentId: 'WU-20-A', occurredAt: at(time), code, severity: 'alarm', ...more }]);
  }

  /** Alarms for whatever is due by business time. */
  look(time: string, settleMs = 0): Promise<number> {
    return this.downtimes.alert({ siteId: 'BER1', microStopBelowSeconds: 120, businessNow: new Date(at(time)), settleMs });
  }

  /** Events so far, in the order of appending. */
  async told(): Promise<readonly ToldEvent[]> {
    const { rows } = await this.database.pool.query<ToldEvent>('select type, subject, data from events.event_log order by insertion_id');
    return rows;
  }

  async toldTypes(): Promise<readonly string[]> {
    return (await this.told()).map(({ type }) => type);
  }
}
