import type { JobOrder, JobOrderVerb } from '@plantway/canonical';
import type { AskedOf } from '../book-line.js';
import type { PhysicalWork } from '../mes-fact.js';
import type { Doubt, OutgoingReport, RunRecord } from '../outgoing.js';
import { addWork, noWork } from './physical-work.js';

/** A step of an order as the floor knows it. Amounts are whole units of the order's unit. */
export class FloorOperation {
  good = 0;
  scrapped = 0;
  /** Pieces that were put aside and wait to be worked again. */
  aside = 0;
  isSetUp = false;
  isFinal = false;
  /** Reports of this operation so far: the place of the next one in its own sequence, less one. */
  reports = 0;
  /** Serial numbers given out; one that was taken back is not given out again. */
  serials = 0;
  /** Version of the job order that was answered. */
  answered = 0;
  /** A run is at a machine. */
  isRunning = false;
  /** A report whose numbers will be put right. */
  doubted: { readonly report: OutgoingReport; readonly doubt: Doubt } | undefined;
  /** Id of a correction on its way. */
  correcting: string | undefined;
  /** The order is held: nothing begins here until it is resumed. */
  get isPaused(): boolean {
    return this.jobOrder.state === 'Interrupted';
  }
  /** The planner ended it, or took it out of the order. */
  get isCalledOff(): boolean {
    return this.jobOrder.state === 'Aborted' || this.jobOrder.state === 'Ended';
  }

  /** All that was made here, for a MES that reports running totals. */
  totals: PhysicalWork | undefined;

  constructor(public jobOrder: JobOrder) {}

  /** Pieces that came in, whatever became of them. */
  get taken(): number {
    return this.good + this.scrapped + this.aside;
  }

  /** Numbers are in doubt, or a correction is on its way: nothing goes on here, nor is handed on. */
  get isHeld(): boolean {
    return this.doubted !== undefined || this.correcting !== undefined;
  }

  add({ good, scrapped, putAside, reworked, work }: RunRecord, keepTotals: boolean): void {
    this.good += good;
    this.scrapped += scrapped;
    this.aside += putAside - reworked;
    this.isSetUp = true;
    this.isFinal = work.kind === 'final';
    if (keepTotals) this.totals = addWork(this.totals ?? noWork(this.jobOrder.quantity.unit), work);
  }

  /** As if the run had not been; its machine is set up anew. */
  takeBack({ good, scrapped, putAside, reworked }: RunRecord): void {
    this.good -= good;
    this.scrapped -= scrapped;
    this.aside -= putAside - reworked;
    this.isSetUp = false;
    this.isFinal = false;
  }
}

/** A work order with the job orders that the MES has of it. */
export class FloorOrder {
  /** Highest version that was seen. */
  version = 0;
  /** Name of the webhook that brought it. */
  reference: string | undefined;
  takenAt = '';
  /** What is asked with that version, and whether it is only asked. */
  verb: JobOrderVerb = 'Store';
  isProposal = false;
  /** Less than the whole, after `partly`; 0 after `refused`. */
  accepted: number | undefined;
  /** The most that can be made by the due date, after `partly` was said to new job orders. */
  most: number | undefined;
  readonly operations = new Map<string, FloorOperation>();

  constructor(readonly workOrderId: string) {}

  /** Takes job orders on; those that were known in a higher version stay. With `isWhole` operations that are not named are gone. False: nothing was new. */
  take(jobOrders: readonly JobOrder[], isWhole: boolean, { verb = 'Store', proposalFor }: AskedOf): boolean {
    const news = jobOrders.filter((jobOrder) => jobOrder.version >= this.version && jobOrder.version > (this.operations.get(jobOrder.operationId)?.jobOrder.version ?? 0));
    for (const jobOrder of news) {
      if (jobOrder.version > this.version) {
        this.version = jobOrder.version;
        this.verb = verb;
        this.isProposal = proposalFor !== undefined;
        if (verb === 'Store') this.most = undefined;
        this.accepted = this.most;
      }
      const known = this.operations.get(jobOrder.operationId);
      if (known === undefined) this.operations.set(jobOrder.operationId, new FloorOperation(jobOrder));
      else known.jobOrder = jobOrder;
    }
    if (isWhole && news.length > 0) for (const operationId of this.operations.keys()) if (!jobOrders.some((jobOrder) => jobOrder.operationId === operationId)) this.operations.delete(operationId);
    return news.length > 0;
  }

  /** The operation whose output `operation` works on. `unknown`: its job order has not come yet. */
  before({ jobOrder: { predecessorOperationId } }: FloorOperation): FloorOperation | 'first' | 'unknown' {
    return predecessorOperationId === undefined ? 'first' : (this.operations.get(predecessorOperationId) ?? 'unknown');
  }

  isLast({ jobOrder: { operationId } }: FloorOperation): boolean {
    return ![...this.operations.values()].some(({ jobOrder }) => jobOrder.predecessorOperationId === operationId);
  }

  /** Pieces that may be worked on at an operation in all, and whether more may still come. */
  input(operation: FloorOperation): { readonly pieces: number; readonly isComplete: boolean } {
    const before = this.before(operation);
    const ordered = Math.floor(Number(operation.jobOrder.quantity.value));
    if (before === 'first') return { pieces: Math.min(ordered, this.accepted ?? ordered), isComplete: true };
    return before === 'unknown' ? { pieces: 0, isComplete: false } : { pieces: before.good, isComplete: before.isFinal };
  }

  /** Planned start of its earliest job order, milliseconds. */
  get startsAt(): number {
    return Math.min(...[...this.operations.values()].map(({ jobOrder }) => Date.parse(jobOrder.startAt)));
  }

  /** There is nothing to do, now or later, unless another version comes. */
  get isDone(): boolean {
    return this.accepted === 0 || [...this.operations.values()].every((operation) => (operation.isFinal || operation.isCalledOff) && !operation.isHeld);
  }
}
