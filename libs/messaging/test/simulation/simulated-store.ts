import { TechnicalRetryableError } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import type { Doorbell } from '../../src/delivery-store.js';
import { annul } from '../memory/memory-desk.js';
import { MemoryDeliveryStore } from '../memory/memory-delivery-store.js';
import type { Transport } from '../memory/transport.js';
import type { MemoryTables } from '../memory/memory-tables.js';
import type { Scheduler } from './scheduler.js';
import type { SimulatedProcess } from './simulated-process.js';

const FINISHED = ['posted', 'postedWithFollowUp', 'discarded', 'annulled'];

/** A database that may be away, forget an answer, or take its time; the same one for all processes. */
export class SimulatedDatabase {
  isCalm = false;
  /** Keys of conditions in the foreign system that are fulfilled. */
  readonly fulfilled = new Set<string>();
  private readonly listeners = new Set<{ readonly ring: () => void; readonly process: SimulatedProcess }>();
  private awayUntil = 0;

  constructor(private readonly scheduler: Scheduler, readonly tables: MemoryTables) {}

  goAway(ms: number): void {
    this.awayUntil = this.scheduler.now + ms;
  }

  /** Tells workers that lanes may be due; some do not hear it. */
  ring(): void {
    for (const { ring, process } of this.listeners) if (this.scheduler.chance(0.8)) this.scheduler.in(1, ring, process);
  }

  store(process: SimulatedProcess, leaseMs: number): MemoryDeliveryStore {
    return new MemoryDeliveryStore({ tables: this.tables, clock: process.clock, leaseMs, transport: this.transport(process), hear: (ring) => this.hear(ring, process) });
  }

  private hear(ring: () => void, process: SimulatedProcess): Doorbell {
    const listener = { ring, process };
    this.listeners.add(listener);
    return { close: async () => void this.listeners.delete(listener) };
  }

  transport(process: SimulatedProcess): Transport {
    const { scheduler } = this;
    return (_name, statement) => process.call({
      arrive: (answer, fail) => {
        const lot = this.isCalm ? 1 : scheduler.random();
        if (!this.isCalm && scheduler.now < this.awayUntil) return fail(new Error('the database is away'));
        if (lot < 0.01) return fail(new Error('the connection went before the statement was read'));
        try {
          const answered = statement();
          if (lot < 0.02) return fail(new Error('the connection went after the commit'));
          answer(answered);
        } catch (error) {
          fail(error);
        }
      },
    }, () => (!this.isCalm && scheduler.chance(0.005) ? scheduler.between(0, 6_000) : scheduler.random() ** 4 * 40));
  }
}

/** What flows of a process know of other messages, read and written like everything else in the database. */
export class OtherMessages {
  constructor(private readonly database: SimulatedDatabase, private readonly process: SimulatedProcess) {}

  isFulfilled(condition: string): Promise<boolean> {
    return this.ask(() => this.database.fulfilled.has(condition));
  }

  isFinished(messageId: string): Promise<boolean> {
    return this.ask(({ messages }) => FINISHED.includes(messages.get(messageId)!.state));
  }

  /** Annuls a message, or tells what stands of one that is finished. */
  takeBack(messageId: string, byMessageId: string): Promise<readonly DeliveryReceipt[] | 'onItsWay'> {
    const at = this.process.clock.now();
    return this.ask((tables) => {
      const annulled = annul(tables, messageId, byMessageId, `taken back by ${byMessageId}`, at);
      if (annulled) return annulled;
      if (!FINISHED.includes(tables.message(messageId).state)) return 'onItsWay';
      return tables.partsOf(messageId).flatMap(({ receipt }) => receipt ?? []);
    });
  }

  private ask<Answer>(question: (tables: MemoryTables) => Answer): Promise<Answer> {
    const { database, process } = this;
    return database.transport(process)('related', () => question(database.tables)).catch((cause: unknown) => {
      throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'Other messages could not be read or changed.', { cause });
    });
  }
}
