import { join } from 'node:path';
import { JournalFile } from '@plantway/simulation';
import type { EquipmentEvent, Instant } from '@plantway/canonical';
import type { SystemFact } from '@plantway/truth-ledger';
import type { BusinessSystem, SystemLook } from '../systems/business-system.js';
import { noSuchPath } from '../systems/server/system-request.js';
import type { SystemAnswer } from '../systems/server/system-request.js';
import type { SystemOptions } from '../systems/system-options.js';
import type { MachineRun, RunWatcher } from './machine-run.js';
import { Machine } from './machine.js';
import type { Standstills } from './standstills.js';

type HallLine =
  /** Events, said only after this line is on disk; they follow those of the lines before. `upTo`: everything up to here was said. */
  | { readonly line: 'said'; readonly upTo: Instant; readonly events: readonly EquipmentEvent[] }
  /** The broker has so many of them. */
  | { readonly line: 'heard'; readonly count: number };

export interface HallOptions extends SystemOptions {
  readonly standstills: Standstills;
  /** A standstill shorter than this is a micro-stop at the site, seconds. */
  readonly microStopBelowSeconds: number;
}

/** Events that the broker has and that are said again to a new connection: who answered for them may have lost them. */
const SAID_AGAIN = 1_000;

/** All machines of a site, and what they say until the broker has it. */
export class MachineHall implements BusinessSystem, RunWatcher {
  readonly family = 'machines';
  private readonly machines = new Map<string, Machine>();
  private readonly onDisk: SystemFact[] = [];
  private readonly stoppedAt = new Map<string, Instant>();
  /** When each counter was read last, by "{equipmentId}|{counterId}". */
  readonly lastReadings = new Map<string, Instant>();
  /** Said and not heard, after the last that were heard. */
  private events: EquipmentEvent[] = [];
  /** How many of `events` the broker has. */
  private heard = 0;
  /** How many of `events` this connection was told. */
  private told = 0;
  private count = 0;
  private time: number | undefined;
  private written: Promise<void> = Promise.resolve();
  private writing = 0;
  private journal!: JournalFile<HallLine>;

  private constructor(private readonly options: HallOptions) {
    this.onDisk.push({ type: 'machineRule', microStopBelowSeconds: options.microStopBelowSeconds, countersRollOverAt: String(options.plant.machines.rollsOverAt) });
    for (const { units } of options.plant.mes.workCenters) {
      for (const [place, unit] of units.entries()) {
        this.machines.set(unit, new Machine({ plant: options.plant, unit, seed: options.seed, standstills: options.standstills, rollsOver: place % 2 === 1 }));
      }
    }
  }

  static async open(options: HallOptions): Promise<MachineHall> {
    const hall = new MachineHall(options);
    const { journal, entries } = await JournalFile.open<HallLine>(join(options.folder, `machines-${options.plant.siteId}.ndjson`));
    hall.journal = journal;
    for (const line of entries) {
      hall.take(line);
      if (line.line !== 'said') continue;
      for (const event of line.events) hall.machines.get(event.equipmentId)?.remember(event);
      hall.onDisk.push(...hall.factsOf(line));
    }
    return hall;
  }

  get siteId(): string {
    return this.options.plant.siteId;
  }
  get facts(): readonly SystemFact[] {
    return this.onDisk;
  }
  get lastTime(): number {
    return this.time ?? 0;
  }

  begun(run: MachineRun): void {
    this.machines.get(run.unit)?.begin(run);
  }
  ended(unit: string, at: number, scrapped: number): void {
    this.machines.get(unit)?.end(at, scrapped);
  }

  /** Lets everything happen up to `to`, business milliseconds. Never further than the floor is: what runs was told up to there. */
  async advance(to: number): Promise<void> {
    const from = this.time ?? to;
    if (to < from) return;
    const events = [...this.machines.values()].flatMap((machine) => machine.advance(from, to)).sort((left, right) => Date.parse(left.occurredAt) - Date.parse(right.occurredAt));
    this.time = to;
    if (events.length > 0) await this.write({ line: 'said', upTo: new Date(to).toISOString(), events });
  }

  /** What the connection has not been told yet, at most `most`, in order and on disk. */
  async next(most: number): Promise<readonly EquipmentEvent[]> {
    await this.written;
    return this.events.slice(this.told, this.told + most);
  }
  /** The broker has the first `count` of them. */
  async acknowledge(count: number): Promise<void> {
    this.told += count;
    if (this.told > this.heard) await this.write({ line: 'heard', count: this.told - this.heard });
  }
  /** A new connection: the last events are said again. */
  sayAgain(): void {
    this.told = 0;
  }

  answer(): Promise<SystemAnswer> {
    return Promise.reject(noSuchPath());
  }

  rest(): void {
    this.options.standstills.rest(this.options.now().getTime());
  }

  look(): SystemLook {
    const down = [...this.machines.values()].filter(({ standing }) => standing === 'down').length;
    const unanswered = this.events.length - this.heard;
    return { isQuiet: this.writing === 0 && unanswered === 0 && down === 0, said: this.count, unanswered, counts: { events: this.count, down } };
  }

  async close(): Promise<void> {
    await this.written.catch(() => undefined);
    await this.journal.close();
  }

  private write(line: HallLine): Promise<void> {
    this.take(line);
    this.writing += 1;
    this.written = Promise.all([this.written, this.journal.append(line)]).then(() => {
      this.writing -= 1;
      if (line.line !== 'said') return;
      const facts = this.factsOf(line);
      this.onDisk.push(...facts);
      if (facts.some(({ type }) => type !== 'counterRead')) this.options.onFact?.(); // readings are many: the next round tells them
    });
    return this.written;
  }

  private take(line: HallLine): void {
    if (line.line === 'said') {
      this.time = Math.max(this.time ?? 0, Date.parse(line.upTo));
      this.events.push(...line.events);
      this.count += line.events.length;
      return;
    }
    this.heard += line.count;
    const surplus = Math.max(0, this.heard - SAID_AGAIN);
    this.events = this.events.slice(surplus);
    this.heard -= surplus;
    this.told = Math.max(0, this.told - surplus);
  }

  private factsOf({ events }: HallLine & { readonly line: 'said' }): readonly SystemFact[] {
    return events.flatMap((event): readonly SystemFact[] => {
      if (event.type === 'counter') {
        const { equipmentId, counterId, reading: { value }, occurredAt: takenAt, isReset } = event;
        this.lastReadings.set(`${equipmentId}|${counterId}`, takenAt);
        return [{ type: 'counterRead', equipmentId, counterId, value, takenAt, ...(isReset === true ? { isReset } : {}) }];
      }
      if (event.type !== 'state') return [];
      const { equipmentId, state, occurredAt, workOrderId } = event;
      const stoppedAt = this.stoppedAt.get(equipmentId);
      if (state === 'down') {
        if (stoppedAt !== undefined) return [];
        this.stoppedAt.set(equipmentId, occurredAt);
        return [{ type: 'machineStopped', equipmentId, stoppedAt: occurredAt, ...(workOrderId === undefined ? {} : { workOrderId }) }];
      }
      this.stoppedAt.delete(equipmentId);
      return stoppedAt === undefined ? [] : [{ type: 'machineWentOn', equipmentId, stoppedAt, wentOnAt: occurredAt }];
    });
  }
}
