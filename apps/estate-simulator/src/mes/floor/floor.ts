import type { BookLine } from '../book-line.js';
import type { RunWatcher } from '../../machines/machine-run.js';
import type { Standstills } from '../../machines/standstills.js';
import type { MesPlant, MesWorkCenter } from '../mes-plant.js';
import type { AcknowledgementBody, Doubt, Outgoing, RunRecord } from '../outgoing.js';
import { answerTo } from './answer-to-verb.js';
import { chanceOf } from './chance.js';
import { cutAtNextPiece } from './cut-run.js';
import type { FloorOperation, FloorOrder } from './floor-order.js';
import { FloorState } from './floor-state.js';
import { needsOf } from './material.js';
import { answerByChance } from './planned-answer.js';
import type { PlannedAnswer } from './planned-answer.js';
import { ReportWriter } from './report-writer.js';
import { outcomeOf } from './run-outcome.js';
import type { Run } from './run.js';

export interface FloorOptions {
  readonly plant: MesPlant;
  readonly seed: number;
  /** Orders that are left to people's hands: neither answered nor worked on. */
  readonly leaveAlone: readonly string[];
  /** Share of reports that are put right later, 0 to 1. */
  readonly mistakeShare: number;
  /** Share of work orders that are taken only partly, 0 to 1; none when absent. */
  readonly refusalShare?: number;
  /** Share of runs whose reported material is told by itself, 0 to 1; none when absent. */
  readonly apartShare?: number;
  /** When the machines stand still: runs last so much longer. Never, when absent. */
  readonly standstills?: Pick<Standstills, 'doneAt' | 'between'>;
  /** Hears what runs at the machines. */
  readonly watcher?: RunWatcher;
}

/** Business milliseconds. */
const SET_UP_MS = 15 * 60_000;
const SHORTEST_RUN_MS = 60_000;
const MINUTE_MS = 60_000;
/** Fewer pieces are not worth a run while more will come. */
const SMALLEST_RUN = 5;

/**
 * The shop floor of one plant, deterministic: what it does next follows from the lines of the book, the seed and the material that was seen. Each machine makes one
 * run at a time with one person, of the oldest order that has something to do there; an operation works on what the one before has handed on, and puts pieces
 * aside that it works again later. Runs under way are not in the book: after a restart they begin anew.
 */
export class Floor {
  readonly state: FloorState;
  private readonly writer: ReportWriter;
  /** By machine. */
  private readonly runs = new Map<string, Run>();
  /** Orders whose job orders are answered later. */
  private readonly deferred = new Set<string>();
  /** Business milliseconds up to which everything has happened. */
  private time = 0;

  constructor(private readonly options: FloorOptions) {
    this.writer = new ReportWriter(options.plant);
    this.state = new FloorState(options.plant.cumulative, options.leaveAlone);
  }

  /** The plant stood still until `now`. */
  resume(now: number): void {
    this.time = Math.max(this.time, now);
  }

  /** Business milliseconds up to which everything has happened. */
  get upTo(): number {
    return this.time;
  }

  /** Nothing runs, is in doubt or being put right: the floor waits for work, or for material. */
  get isQuiet(): boolean {
    return this.runs.size === 0 && this.state.doubted.size === 0 && this.state.correcting.size === 0;
  }

  /** Items that the work in hand reports: their stock must be known. */
  reportedItems(): readonly string[] {
    const open = this.state.active.flatMap(({ operations }) => [...operations.values()]).filter(({ isFinal }) => !isFinal);
    return [...new Set(open.flatMap(({ jobOrder }) => jobOrder.components).filter(({ issueMethod }) => issueMethod === 'reported').map(({ itemId }) => itemId))];
  }

  /** Business milliseconds as this plant writes them. */
  instant(time: number): string {
    return this.writer.instant(time);
  }

  /** Lets everything happen up to `now`, business milliseconds. Answers the lines that came of it; the state has them. */
  advance(now: number): readonly BookLine[] {
    const lines: BookLine[] = [];
    for (;;) {
      this.startRuns();
      const next = this.nextEvent();
      if (next === undefined || next.at > now) break;
      this.time = next.at;
      for (const outgoing of next.happen()) {
        const line: BookLine = { line: 'outgoing', at: this.instant(this.time), outgoing };
        this.state.take(line);
        lines.push(line);
      }
    }
    this.time = Math.max(this.time, now);
    return lines;
  }

  /** Work at machines that the newest job orders of a work order pause or call off ends at the next piece; what is still being set up is taken off. */
  obey(workOrderId: string): void {
    const stopped = [...this.runs.values()].filter(({ order, operation }) => order.workOrderId === workOrderId && (operation.isPaused || operation.isCalledOff));
    for (const run of stopped) {
      this.state.material.forget(run.reservation);
      const cut = cutAtNextPiece(run, this.time);
      this.options.watcher?.ended(run.unit, this.time, 0);
      if (cut === undefined) {
        this.runs.delete(run.unit);
        run.operation.isRunning = false;
        continue;
      }
      const { jobOrder, taken } = run.operation;
      const shorter: Run = { ...run, ...cut, consumptions: this.state.material.pick(needsOf(jobOrder.components, jobOrder.quantity.value, taken, taken + cut.fresh)) ?? run.consumptions };
      this.state.material.use(shorter.reservation, shorter.consumptions);
      this.runs.set(run.unit, shorter);
      this.tellBegin(shorter);
    }
  }

  /** Orders whose answer waits for what ends at a machine first. */
  owing(): readonly string[] {
    return [...this.deferred].filter((workOrderId) => !this.isStopping(workOrderId));
  }

  /**
   * Answers the job orders of a work order that have no answer yet; the state has the lines. What is stopped for good is answered when its last piece is reported. `planned`: what to say, instead of
   * what chance has in store for this work order.
   */
  acknowledge(workOrderId: string, planned: PlannedAnswer | undefined): readonly BookLine[] {
    const order = this.state.orders.get(workOrderId);
    if (order === undefined || this.state.isLeftAlone(workOrderId)) return [];
    if (planned === undefined && this.isStopping(workOrderId)) {
      this.deferred.add(workOrderId);
      return [];
    }
    this.deferred.delete(workOrderId);
    const acknowledgedAt = this.instant(this.time);
    const said = planned ?? (order.verb === 'Store' ? answerByChance(this.options.seed, this.options.plant.siteId, order, this.options.refusalShare ?? 0) : undefined);
    return unanswered(order).map((operation) => {
      const { jobOrderId, version } = operation.jobOrder;
      const id = `ack-${jobOrderId}@${version}`;
      const body: AcknowledgementBody = { acknowledgementId: id, version, ...answerTo(order, operation, this.piecesAtMachines(operation), said), acknowledgedAt };
      const line: BookLine = { line: 'outgoing', at: acknowledgedAt, outgoing: { type: 'acknowledgement', id, workOrderId, jobOrderId, body } };
      this.state.take(line);
      return line;
    });
  }

  private isStopping(workOrderId: string): boolean {
    return [...this.runs.values()].some(({ order, operation }) => order.workOrderId === workOrderId && operation.isCalledOff);
  }

  private piecesAtMachines(operation: FloorOperation): number {
    return [...this.runs.values()].filter((run) => run.operation === operation).reduce((pieces, { fresh }) => pieces + fresh, 0);
  }

  private nextEvent(): { readonly at: number; readonly happen: () => readonly Outgoing[] } | undefined {
    const ends = [...this.runs.values()].map((run) => ({ at: run.finishesAt, happen: () => this.finish(run) }));
    const discoveries = [...this.state.doubted].map((operation) => ({ at: Math.max(this.time, Date.parse(operation.doubted!.doubt.dueAt)), happen: () => [this.putRight(operation)] }));
    return [...ends, ...discoveries].reduce<{ at: number; happen: () => readonly Outgoing[] } | undefined>((first, event) => (first === undefined || event.at < first.at ? event : first), undefined);
  }

  private startRuns(): void {
    const busyPersons = new Set([...this.runs.values()].map(({ person }) => person));
    for (const order of this.state.active) {
      for (const operation of order.operations.values()) {
        const persons = this.options.plant.persons.filter((person) => !busyPersons.has(person));
        if (persons.length === 0) return;
        const run = this.runOf(order, operation, persons);
        if (run === undefined) continue;
        operation.isRunning = true;
        this.state.material.use(run.reservation, run.consumptions);
        this.runs.set(run.unit, run);
        this.tellBegin(run);
        busyPersons.add(run.person);
      }
    }
  }

  /** The next run of an operation, when there is something to do and everything for it. */
  private runOf(order: FloorOrder, operation: FloorOperation, persons: readonly string[]): Run | undefined {
    const { jobOrder } = operation;
    const before = order.before(operation);
    if (operation.isRunning || operation.isFinal || operation.isHeld || operation.isPaused || operation.isCalledOff || (before instanceof Object && before.isHeld)) return undefined;
    const workCenter = this.workCenter(jobOrder.workCenterId);
    const unit = this.freeUnit(workCenter);
    if (unit === undefined) return undefined;
    const input = order.input(operation);
    const open = Math.max(0, input.pieces - operation.taken);
    if (!input.isComplete && open < SMALLEST_RUN) return undefined;
    const random = this.chance(operation, 'run');
    const wanted = Math.max(SMALLEST_RUN, Math.round((Number(jobOrder.quantity.value) * random.between(25, 60)) / 100));
    const fresh = open - wanted < SMALLEST_RUN ? open : wanted;
    const consumptions = this.state.material.pick(needsOf(jobOrder.components, jobOrder.quantity.value, operation.taken, operation.taken + fresh));
    if (consumptions === undefined) return undefined; // the material is missing
    const setUpMs = operation.isSetUp ? 0 : SET_UP_MS;
    const runMs = Math.max(SHORTEST_RUN_MS, (fresh + operation.aside) * workCenter.secondsAPiece * 1000);
    return {
      order, operation, workCenterId: workCenter.workCenterId, unit, person: random.pick(persons), fresh, reworked: operation.aside, setUpMs,
      startedAt: this.time, finishesAt: this.options.standstills?.doneAt(unit, this.time, setUpMs + runMs) ?? this.time + setUpMs + runMs, consumptions, reservation: `run at ${unit}`,
    };
  }

  /** A machine that does nothing, one that does not stand still before others. */
  private freeUnit({ units }: MesWorkCenter): string | undefined {
    const free = units.filter((candidate) => !this.runs.has(candidate));
    const { standstills } = this.options;
    return free.find((candidate) => standstills === undefined || standstills.between(candidate, this.time, this.time + 1).length === 0) ?? free.at(0);
  }

  private tellBegin({ unit, operation: { jobOrder: { workOrderId, operationId } }, fresh, reworked, setUpMs, startedAt, finishesAt }: Run): void {
    this.options.watcher?.begun({ unit, workOrderId, operationId, pieces: fresh + reworked, setUpMs, startedAt, finishesAt });
  }

  /** What is said of a finished run: its material first, where it is told by itself. */
  private finish(run: Run): readonly Outgoing[] {
    const { order, operation } = run;
    this.runs.delete(run.unit);
    operation.isRunning = false;
    this.state.material.forget(run.reservation);
    const outcome = outcomeOf(run, this.options.plant.scrapReasons, this.chance(operation, 'outcome'));
    this.options.watcher?.ended(run.unit, run.finishesAt, outcome.scrapped);
    const input = order.input(operation);
    const before = order.before(operation);
    const isHandedOn = !(before instanceof Object && before.isHeld);
    const isStopped = operation.isCalledOff && !order.isProposal;
    const isFinal = isStopped || isHandedOn && input.isComplete && operation.taken + run.fresh >= input.pieces && operation.aside === run.reworked && outcome.putAside === 0;
    const apart = this.chance(operation, 'apart').next() < (this.options.apartShare ?? 0) ? this.writer.materialOf(run, this.state.consumptions + 1) : [];
    const written = this.writer.ofRun(apart.length === 0 ? run : { ...run, consumptions: [] }, outcome, isFinal, this.state.reports + 1);
    const doubt = this.doubtAbout(run, written.run, input.pieces, apart.length > 0);
    return [...apart, { type: 'report', cause: 'run', id: written.id, body: written.body, run: doubt === undefined ? written.run : { ...written.run, doubt } }];
  }

  /**
   * Whether somebody will doubt the report, by chance. Lots that went to the store are never counted again; a MES of running totals only counts again what later pieces
   * will make up for. What was told to be used was used: its pieces were made.
   */
  private doubtAbout({ order, operation, finishesAt }: Run, { good, fresh, work }: RunRecord, input: number, isUsed: boolean): Doubt | undefined {
    const random = this.chance(operation, 'doubt');
    if (random.next() >= this.options.mistakeShare) return undefined;
    const dueAt = this.instant(finishesAt + random.between(5, 40) * MINUTE_MS);
    const { tracking } = operation.jobOrder;
    const isLast = order.isLast(operation);
    if (this.options.plant.cumulative) {
      const isMadeUpFor = good >= 4 && input - operation.taken - fresh >= SMALLEST_RUN;
      return isMadeUpFor && !(isLast && tracking !== 'none') ? { kind: 'recount', dueAt } : undefined;
    }
    if ((isLast && tracking === 'lot') || good < 2) return undefined;
    return { kind: work.kind === 'final' || random.next() < 0.6 || isUsed ? 'recount' : 'neverHappened', dueAt };
  }

  private putRight(operation: FloorOperation): Outgoing {
    const { report, doubt } = operation.doubted!;
    const { workOrderId, operationId, confirmationId } = report.body;
    if (doubt.kind === 'recount') {
      const reason = this.chance(operation, 'recount').pick(this.options.plant.scrapReasons);
      return { type: 'report', cause: 'recount', ...this.writer.ofRecount(report, operation, reason, this.state.reports + 1, this.instant(this.time)) };
    }
    const id = `rev-${confirmationId}`;
    return { type: 'reversal', id, confirmationId, workOrderId, operationId, body: { reversalId: id, reason: 'Reported for the wrong order.', reversedAt: this.instant(this.time) }, run: report.run };
  }

  private workCenter(workCenterId: string): MesWorkCenter {
    return this.options.plant.workCenters.find((workCenter) => workCenter.workCenterId === workCenterId) ?? { workCenterId, units: [`${workCenterId}-A`], secondsAPiece: 120 };
  }

  private chance({ jobOrder: { workOrderId, operationId }, reports }: FloorOperation, decision: string) {
    return chanceOf(this.options.seed, this.options.plant.siteId, workOrderId, operationId, reports, decision);
  }
}

function unanswered({ operations }: FloorOrder): readonly FloorOperation[] {
  return [...operations.values()].filter(({ answered, jobOrder }) => answered < jobOrder.version);
}
