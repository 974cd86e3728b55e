import type { MessageError } from '@plantway/canonical';
import type { KnownDestination, PaceStore, SystemFailure } from '../../src/pacing/pace-store.js';
import type { SystemPace } from '../../src/pacing/system-pace.js';
import { statement, type MemoryTables } from './memory-tables.js';
import type { Transport } from './transport.js';

function changed(tables: MemoryTables, system: string, change: (known: SystemPace) => Partial<SystemPace>): SystemPace {
  const known = tables.paces.get(system) ?? { system, turns: '0', failures: 0 };
  const pace = { ...known, ...change(known) };
  tables.paces.set(system, pace);
  return pace;
}

/** `KNOW_DESTINATIONS` */
const knowDestinations = statement('know-destinations', (tables: MemoryTables, destinations: readonly KnownDestination[]): void => {
  for (const { system } of destinations) changed(tables, system, () => ({}));
});

/** `NOTE_FAILURE` */
const noteFailure = statement('note-failure', (tables: MemoryTables, at: Date, { system, error, opensAt, probeAfterMs }: SystemFailure): SystemPace => changed(tables, system, ({ failures, openedAt, probeAt }) => ({
  failures: failures + 1, error, ...(failures + 1 >= opensAt && { openedAt: openedAt ?? at, probeAt: probeAt ?? new Date(at.getTime() + probeAfterMs) }),
})));

/** `NOTE_ANSWER` */
const noteAnswer = statement('note-answer', (tables: MemoryTables, at: Date, system: string): SystemPace | undefined => {
  const known = tables.paces.get(system);
  if (!known || (known.failures === 0 && !known.openedAt)) return undefined;
  return changed(tables, system, ({ openedAt, rampFrom }) => ({ failures: 0, error: undefined, openedAt: undefined, probeAt: undefined, rampFrom: openedAt ? at : rampFrom }));
});

/** `NOTE_REST` */
const noteRest = statement('note-rest', (tables: MemoryTables, until: Date, system: string, error: MessageError): SystemPace => (
  changed(tables, system, ({ restingUntil }) => ({ restingUntil: restingUntil && restingUntil > until ? restingUntil : until, error }))));

/** `TAKE_SLOTS` */
const takeSlots = statement('take-slots', (tables: MemoryTables, from: Date, system: string, count: number, intervalMs: number): Date => {
  const nextSlot = tables.paces.get(system)?.nextSlot;
  const first = nextSlot && nextSlot > from ? nextSlot : from;
  changed(tables, system, () => ({ nextSlot: new Date(first.getTime() + count * intervalMs) }));
  return first;
});

/** The pace of systems over tables in memory. */
export class MemoryPaces implements PaceStore {
  constructor(private readonly tables: MemoryTables, private readonly transport: Transport) {}

  know(destinations: readonly KnownDestination[]): Promise<void> {
    return this.transport('know-destinations', () => knowDestinations(this.tables, destinations));
  }

  noteFailure(failure: SystemFailure): Promise<SystemPace> {
    return this.transport('note-failure', () => noteFailure(this.tables, failure.at, failure));
  }

  noteAnswer(system: string, _siteIds: readonly string[], at: Date): Promise<SystemPace | undefined> {
    return this.transport('note-answer', () => noteAnswer(this.tables, at, system));
  }

  noteRest(system: string, until: Date, error: MessageError): Promise<SystemPace> {
    return this.transport('note-rest', () => noteRest(this.tables, until, system, error));
  }

  takeSlots(system: string, from: Date, count: number, intervalMs: number): Promise<Date> {
    return this.transport('take-slots', () => takeSlots(this.tables, from, system, count, intervalMs));
  }
}
