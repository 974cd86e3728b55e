import type { BookLine } from '../book-line.js';
import type { MesPlant, MesWorkCenter } from '../mes-plant.js';
import type { AcknowledgementBody, Doubt, Outgoing, RunRecord } from '../outgoing.js';
import { chanceOf } from './chance.js';
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
      const line: BookLine = { line: 'outgoing', at: this.instant(this.time), outgoing: next.happen() };
      this.state.take(line);
      lines.push(line);
    }
    this.time = Math.max(this.time, now);
    return lines;
  }

  /** Answers the job orders of a work order that have no answer yet; the state has the lines. `planned`: what to say, instead of what chance has in store for this work order. */
  acknowledge(workOrderId: string, planned: PlannedAnswer | undefined): readonly BookLine[] {
    const order = this.state.orders.get(workOrderId);
    if (order === undefined || this.state.isLeftAlone(workOrderId)) return [];
    const acknowledgedAt = this.instant(this.time);
    const said = planned ?? answerByChance(this.options.seed, this.options.plant.siteId, order, this.options.refusalShare ?? 0);
    return unanswered(order).map(({ jobOrder: { jobOrderId, version, quantity } }) => {
      const id = `ack-${jobOrderId}@${version}`;
      const body: AcknowledgementBody = {
        acknowledgementId: id, version, answer: said?.answer ?? 'accepted', acknowledgedAt, ...(said === undefined ? {} : { reason: said.reason }),
        ...(said?.answer === 'partly' ? { acceptedQuantity: { value: String(Math.floor(Number(quantity.value) * said.acceptedShare)), unit: quantity.unit } } : {}),
      };
      const line: BookLine = { line: 'outgoing', at: acknowledgedAt, outgoing: { type: 'acknowledgement', id, workOrderId, jobOrderId, body } };
      this.state.take(line);
      return line;
    });
  }

  private nextEvent(): { readonly at: number; readonly happen: () => Outgoing } | undefined {
    const ends = [...this.runs.values()].map((run) => ({ at: run.finishesAt, happen: () => this.finish(run) }));
    const discoveries = [...this.state.doubted].map((operation) => ({ at: Math.max(this.time, Date.parse(operation.doubted!.doubt.dueAt)), happen: () => this.putRight(operation) }));
    return [...ends, ...discoveries].reduce<{ at: number; happen: () => Outgoing } | undefined>((first, event) => (first === undefined || event.at < first.at ? event : first), undefined);
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
        busyPersons.add(run.person);
      }
    }
  }

  /** The next run of an operation, when there is something to do and everything for it. */
  private runOf(order: FloorOrder, operation: FloorOperation, persons: readonly string[]): Run | undefined {
    const { jobOrder } = operation;
    const before = order.before(operation);
    if (operation.isRunning || operation.isFinal || operation.isHeld || operation.isCalledOff || (before instanceof Object && before.isHeld)) return undefined;
    const workCenter = this.workCenter(jobOrder.workCenterId);
    const unit = workCenter.units.find((candidate) => !this.runs.has(candidate));
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
      startedAt: this.time, finishesAt: this.time + setUpMs + runMs, consumptions, reservation: `run at ${unit}`,
    };
  }

  private finish(run: Run): Outgoing {
    const { order, operation } = run;
    this.runs.delete(run.unit);
    operation.isRunning = false;
    this.state.material.forget(run.reservation);
    const outcome = outcomeOf(run, this.options.plant.scrapReasons, this.chance(operation, 'outcome'));
    const input = order.input(operation);
    const before = order.before(operation);
    const isHandedOn = !(before instanceof Object && before.isHeld);
    const isFinal = isHandedOn && input.isComplete && operation.taken + run.fresh >= input.pieces && operation.aside === run.reworked && outcome.putAside === 0;
    const written = this.writer.ofRun(run, outcome, isFinal, this.state.reports + 1);
    const doubt = this.doubtAbout(run, written.run, input.pieces);
    return { type: 'report', cause: 'run', id: written.id, body: written.body, run: doubt === undefined ? written.run : { ...written.run, doubt } };
  }

  /**
   * Whether somebody will doubt the report, by chance. Lots that went to the store are never counted again; a MES of running totals only counts again what later pieces
   * will make up for.
   */
  private doubtAbout({ order, operation, finishesAt }: Run, { good, fresh, work }: RunRecord, input: number): Doubt | undefined {
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
    return { kind: work.kind === 'final' || random.next() < 0.6 ? 'recount' : 'neverHappened', dueAt };
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
