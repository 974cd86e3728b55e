import type { EquipmentEvent, EquipmentState, Instant } from '@plantway/canonical';
import { chanceOf } from '../mes/floor/chance.js';
import type { EstatePlant } from '../plants/estate-plant.js';
import type { MachineRun } from './machine-run.js';
import type { Standstill, Standstills } from './standstills.js';

const MINUTE_MS = 60_000;
const READING_EVERY_MS = 10 * MINUTE_MS;
const MOST_TELLINGS = 3;
const COUNTERS = ['produced', 'scrap'] as const;
type CounterId = (typeof COUNTERS)[number];

export interface MachineOptions {
  readonly plant: EstatePlant;
  readonly unit: string;
  readonly seed: number;
  readonly standstills: Standstills;
  /** Rolls over; otherwise its counters begin anew at each change of shift. */
  readonly rollsOver: boolean;
}

/** One machine: says its states, its failures (with an alarm, by chance up to three times) and its counters, in the order in which they happen. */
export class Machine {
  /** Events said so far: the number of the next one, less one. */
  private said = 0;
  private state: EquipmentState | undefined;
  private workOrderId: string | undefined;
  private readonly counters: Record<CounterId, number>;
  /** What each counter showed when it was told last. */
  private readonly shown: Record<CounterId, number>;
  /** Up to when pieces were told. */
  private toldUpTo = -Infinity;
  private runs: { readonly run: MachineRun; counted: number; endsAt: number; readonly scrapped: number; readonly isOver: boolean }[] = [];

  /** A counter that rolls over has worked for years: it soon comes to its top. */
  constructor(private readonly options: MachineOptions) {
    const { plant: { siteId, machines }, unit, seed, rollsOver } = options;
    const random = chanceOf(seed, siteId, unit, 'counters');
    this.counters = rollsOver ? { produced: machines.rollsOverAt - random.between(5, 40), scrap: machines.rollsOverAt - random.between(1, 3) } : { produced: 0, scrap: 0 };
    this.shown = { ...this.counters };
  }

  get unit(): string {
    return this.options.unit;
  }
  /** What it said last. */
  get standing(): EquipmentState | undefined {
    return this.state;
  }

  /** What stands in the journal. */
  remember(event: EquipmentEvent): void {
    this.said = Math.max(this.said, Number(event.eventId.slice(event.eventId.lastIndexOf('-') + 1)));
    if (event.type === 'state') {
      this.state = event.state;
      this.workOrderId = event.workOrderId;
    } else if (event.type === 'counter') {
      const counterId = event.counterId as CounterId;
      this.counters[counterId] = Number(event.reading.value);
      this.keepShown(counterId, Date.parse(event.occurredAt));
    }
  }

  /** A run that is told again is shorter than it was, or the machine begins again in the middle of it: what was counted of it stays counted. */
  begin(run: MachineRun): void {
    const cut = this.runs.find(({ run: { startedAt } }) => startedAt === run.startedAt);
    this.runs = this.runs.filter((entry) => entry !== cut);
    this.runs.push({ run, counted: cut?.counted ?? this.madeBy(run, run.finishesAt, this.toldUpTo), endsAt: run.finishesAt, scrapped: 0, isOver: false });
  }
  end(at: number, scrapped: number): void {
    const last = this.runs.pop();
    if (last !== undefined) this.runs.push({ ...last, endsAt: at, scrapped, isOver: true });
  }

  /** Everything that it has to say of the time from `from` up to `to`. */
  advance(from: number, to: number): readonly EquipmentEvent[] {
    const events: EquipmentEvent[] = this.said === 0 ? [this.reading(from, 'produced'), this.reading(from, 'scrap')] : [];
    const standstills = this.options.standstills.between(this.unit, from, to + 1);
    const changes = new Set(this.options.standstills.shiftChanges(from, to));
    for (const at of this.momentsIn(from, to, standstills, changes)) {
      const isNew = at > from; // `from` was looked at before
      events.push(...this.count(at, isNew), ...this.changeOf(at, isNew, standstills.filter((time) => time.from <= at && at < time.until)));
      if (changes.has(at) && !this.options.rollsOver) events.push(...this.reset(at));
    }
    return events;
  }

  private momentsIn(from: number, to: number, standstills: readonly Standstill[], changes: ReadonlySet<number>): readonly number[] {
    const ticks = Array.from({ length: Math.floor(to / READING_EVERY_MS) - Math.floor(from / READING_EVERY_MS) }, (_unused, place) => (Math.floor(from / READING_EVERY_MS) + 1 + place) * READING_EVERY_MS);
    const moments = [
      from, ...ticks, ...changes, ...standstills.flatMap(({ from: begins, until, kind }) => [begins, until, ...(kind === 'failure' ? [begins + MINUTE_MS] : [])]),
      ...this.runs.flatMap(({ run, endsAt }) => [run.startedAt, this.setUpUntil(run), endsAt]),
    ];
    return [...new Set(moments)].filter((at) => at >= from && at <= to).sort((left, right) => left - right);
  }

  private changeOf(at: number, isNew: boolean, standstills: readonly Standstill[]): readonly EquipmentEvent[] {
    const stop = standstills.find(({ kind }) => kind !== 'off');
    const running = this.runs.find(({ run, endsAt }) => run.startedAt <= at && at < endsAt)?.run;
    const state: EquipmentState = stop !== undefined ? 'down' : standstills.length > 0 ? 'off' : running === undefined ? 'idle' : at < this.setUpUntil(running) ? 'setup' : 'running';
    if (isNew && stop?.kind === 'failure' && this.state === 'down' && at === stop.from + MINUTE_MS) return this.tellings(stop) === MOST_TELLINGS ? [this.stateEvent(at, state, running, stop.faultCode)] : [];
    if (state === this.state && running?.workOrderId === this.workOrderId) return [];
    const alarms = stop?.faultCode !== undefined && this.state !== 'down' ? [this.alarm(at, stop.faultCode)] : [];
    [this.state, this.workOrderId] = [state, running?.workOrderId];
    const event = this.stateEvent(at, state, running, stop?.faultCode);
    return [...alarms, ...(stop?.kind === 'failure' && this.tellings(stop) > 1 ? [event, event] : [event])];
  }

  /** How often the machine tells a failure: the second time it is the same event again, the third time, a minute later, the state said anew. */
  private tellings({ from }: Standstill): number {
    return chanceOf(this.options.seed, this.options.plant.siteId, this.unit, 'tellings', from).between(1, MOST_TELLINGS);
  }

  private stateEvent(at: number, state: EquipmentState, running: MachineRun | undefined, faultCode: string | undefined): EquipmentEvent {
    return {
      ...this.frame(at), type: 'state', state, ...(state === 'down' && faultCode !== undefined ? { reasonCode: faultCode } : {}),
      ...(running === undefined ? {} : { workOrderId: running.workOrderId, operationId: running.operationId }),
    };
  }

  /** Counts what was made since the last look; tells it at each full ten minutes, and when a run is over. */
  private count(at: number, isNew: boolean): readonly EquipmentEvent[] {
    if (this.runs.length === 0) return [];
    let isOver = false;
    let made = 0;
    let scrapped = 0;
    for (const entry of this.runs) {
      const { run } = entry;
      if (run.startedAt > at) continue;
      const counted = this.madeBy(run, entry.endsAt, at);
      made += Math.max(0, counted - entry.counted);
      entry.counted = Math.max(entry.counted, counted);
      if (entry.isOver && entry.endsAt <= at) {
        isOver = true;
        scrapped += entry.scrapped;
      }
    }
    this.runs = this.runs.filter((entry) => !(entry.isOver && entry.endsAt <= at));
    this.counters.produced = this.onDial(this.counters.produced + made);
    this.counters.scrap = this.onDial(this.counters.scrap + scrapped);
    if (!isOver && !(isNew && at % READING_EVERY_MS === 0 && this.state === 'running')) return [];
    return [this.reading(at, 'produced'), ...(scrapped > 0 ? [this.reading(at, 'scrap')] : [])];
  }

  /** Pieces of a run that ended, or will end, at `endsAt`, made by `at`. */
  private madeBy(run: MachineRun, endsAt: number, at: number): number {
    const from = this.setUpUntil(run);
    if (at < from) return 0;
    const whole = this.options.standstills.worked(this.unit, from, run.finishesAt);
    return Math.floor(run.pieces * (whole === 0 ? 1 : Math.min(1, this.options.standstills.worked(this.unit, from, Math.min(at, endsAt)) / whole)));
  }

  /** Shows what it has counted, and begins anew. */
  private reset(at: number): readonly EquipmentEvent[] {
    const untold = COUNTERS.filter((counterId) => this.counters[counterId] !== this.shown[counterId]).map((counterId) => this.reading(at, counterId));
    for (const counterId of COUNTERS) this.counters[counterId] = 0;
    return [...untold, ...COUNTERS.map((counterId) => this.reading(at, counterId, true))];
  }

  private alarm(at: number, code: string): EquipmentEvent {
    return { ...this.frame(at), type: 'occurrence', code, severity: 'alarm', text: 'Stopped by its own protection' };
  }

  private onDial(count: number): number {
    return this.options.rollsOver ? count % this.options.plant.machines.rollsOverAt : count;
  }

  private keepShown(counterId: CounterId, at: number): void {
    this.shown[counterId] = this.counters[counterId];
    if (counterId === 'produced') this.toldUpTo = at;
  }

  private reading(at: number, counterId: CounterId, isReset = false): EquipmentEvent {
    this.keepShown(counterId, at);
    return { ...this.frame(at), type: 'counter', counterId, reading: { value: String(this.counters[counterId]), unit: 'H87' }, ...(isReset ? { isReset } : {}) };
  }

  private setUpUntil({ startedAt, setUpMs }: MachineRun): number {
    return this.options.standstills.doneAt(this.unit, startedAt, setUpMs);
  }

  private frame(at: number): { readonly eventId: string; readonly siteId: string; readonly equipmentId: string; readonly occurredAt: Instant } {
    this.said += 1;
    return { eventId: `${this.unit}-${String(this.said).padStart(7, '0')}`, siteId: this.options.plant.siteId, equipmentId: this.unit, occurredAt: new Date(at).toISOString() };
  }
}
