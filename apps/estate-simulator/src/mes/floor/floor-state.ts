import type { JobOrder } from '@plantway/canonical';
import type { AskedOf, BookLine } from '../book-line.js';
import { CountedReports } from '../counted-reports.js';
import type { FinalAnswer, Outgoing, OutgoingReport } from '../outgoing.js';
import type { FloorOperation } from './floor-order.js';
import { FloorOrder } from './floor-order.js';
import { Material } from './material.js';

const SETTLED_STATES: readonly string[] = ['posted', 'postedWithFollowUp', 'annulled', 'discarded'];

interface Correction {
  readonly order: FloorOrder;
  readonly operation: FloorOperation;
}

/** What the lines of a MES's book add up to. The same lines give the same state; nothing is computed from the beginning again. */
export class FloorState {
  readonly material = new Material();
  /** What this MES says when it is asked for its totals. */
  readonly counted = new CountedReports();
  readonly orders = new Map<string, FloorOrder>();
  /** Orders with something to do, oldest first. */
  active: FloorOrder[] = [];
  /** Operations with a report that will be put right. */
  readonly doubted = new Set<FloorOperation>();
  /** Corrections on their way, by their ids. */
  readonly correcting = new Map<string, Correction>();
  /** Reports ever written. */
  reports = 0;
  /** Reports of material ever written. */
  consumptions = 0;
  /** What the feed told of messages whose answer has not come, and whose message a report became: both only until they met. */
  private readonly settledMessages = new Map<string, string>();
  private readonly idOfMessage = new Map<string, string>();

  /** `keepTotals`: the MES reports running totals. */
  constructor(private readonly keepTotals: boolean, private readonly leaveAlone: readonly string[]) {}

  take(line: BookLine): void {
    switch (line.line) {
      case 'pushed': this.takeJobOrders(line.workOrderId, line.jobOrders, line.at, line.asked ?? {}, line.reference); break;
      case 'pulled': for (const jobOrder of line.jobOrders) this.takeJobOrders(jobOrder.workOrderId, [jobOrder], line.at, jobOrder); break;
      case 'outgoing': this.takeOutgoing(line.outgoing); break;
      case 'answered': this.takeAnswer(line.id, line.answer); break;
      case 'miscounted': this.counted.miscount(line.workOrderId, line.operationId, line.unit, line.amounts); break;
      case 'followed':
        for (const [messageId, state] of Object.entries(line.states)) {
          if (!SETTLED_STATES.includes(state)) continue;
          this.settledMessages.set(messageId, state);
          this.meet(messageId);
        }
    }
  }

  /** The gateway made this message of something that we said, and it is not settled yet. */
  isOwn(messageId: string): boolean {
    return this.idOfMessage.has(messageId);
  }

  isLeftAlone(workOrderId: string): boolean {
    return this.leaveAlone.includes(workOrderId);
  }

  private takeJobOrders(workOrderId: string, jobOrders: readonly JobOrder[], at: string, asked: AskedOf, reference?: string): void {
    const order = this.orders.get(workOrderId) ?? new FloorOrder(workOrderId);
    if (!order.take(jobOrders, reference !== undefined, asked)) return;
    order.reference = reference;
    order.takenAt = at;
    this.orders.set(workOrderId, order);
    this.tidy(order);
  }

  private takeOutgoing(outgoing: Outgoing): void {
    if (outgoing.type === 'acknowledgement') {
      const order = this.orders.get(outgoing.workOrderId)!;
      const { answer, acceptedQuantity, version } = outgoing.body;
      for (const operation of order.operations.values()) if (operation.jobOrder.jobOrderId === outgoing.jobOrderId) operation.answered = version;
      if (answer === 'partly' && order.verb === 'Store') order.most = Math.min(order.most ?? Infinity, Math.floor(Number(acceptedQuantity?.value ?? 0)));
      if (answer !== 'accepted') order.accepted = Math.min(order.accepted ?? Infinity, Math.floor(Number(acceptedQuantity?.value ?? 0)));
      this.tidy(order);
      return;
    }
    if (outgoing.type === 'consumption') {
      const { itemId, quantity, lotId } = outgoing.body;
      this.consumptions += 1;
      this.material.use(outgoing.id, [{ itemId, quantity, ...(lotId === undefined ? {} : { lotId }), serialNumbers: [], backflush: false }]);
      return;
    }
    const { workOrderId, operationId } = outgoing.type === 'report' ? outgoing.body : outgoing;
    const order = this.orders.get(workOrderId)!;
    const operation = order.operations.get(operationId);
    if (outgoing.type === 'report') {
      this.reports += 1;
      if (outgoing.body.replaces !== undefined && outgoing.body.replaces !== null) this.counted.forget(workOrderId, operationId, outgoing.body.replaces);
      this.counted.add(workOrderId, operationId, outgoing.id, outgoing.run.work);
    } else this.counted.forget(workOrderId, operationId, outgoing.confirmationId);
    if (operation === undefined) return; // gone with a newer version
    if (outgoing.type === 'report') this.takeReport(outgoing, order, operation);
    else {
      operation.takeBack(outgoing.run);
      this.material.forget(outgoing.confirmationId);
      this.correct(outgoing.id, order, operation);
    }
    this.tidy(order);
  }

  private takeReport(report: OutgoingReport, order: FloorOrder, operation: FloorOperation): void {
    const { id, body, cause, run } = report;
    const corrected = operation.doubted?.report;
    if (cause === 'recount') {
      if (body.replaces !== undefined && corrected !== undefined) {
        operation.takeBack(corrected.run);
        this.material.forget(corrected.id);
      }
      this.correct(id, order, operation);
    }
    operation.add(run, this.keepTotals);
    operation.reports += 1;
    this.material.use(id, run.work.consumptions);
    if (cause === 'recount') return;
    operation.serials += run.work.serialNumbers.length;
    if (run.doubt === undefined) return;
    operation.doubted = { report, doubt: run.doubt };
    this.doubted.add(operation);
  }

  private correct(id: string, order: FloorOrder, operation: FloorOperation): void {
    this.doubted.delete(operation);
    operation.doubted = undefined;
    operation.correcting = id;
    this.correcting.set(id, { order, operation });
  }

  private takeAnswer(id: string, answer: FinalAnswer): void {
    if (answer.outcome === 'refused') {
      this.material.forget(id);
      this.release(id);
      return;
    }
    this.idOfMessage.set(answer.messageId, id);
    this.meet(answer.messageId);
    if (this.keepTotals) this.release(id); // the next total nets it: there is nothing to wait for
  }

  /** A message is settled and we know what it was. */
  private meet(messageId: string): void {
    const id = this.idOfMessage.get(messageId);
    const state = this.settledMessages.get(messageId);
    if (id === undefined || state === undefined) return;
    this.idOfMessage.delete(messageId);
    this.settledMessages.delete(messageId);
    if (state.startsWith('posted')) this.material.markPosted(id);
    else this.material.forget(id);
    this.release(id);
  }

  private release(id: string): void {
    const correction = this.correcting.get(id);
    if (correction === undefined) return;
    this.correcting.delete(id);
    correction.operation.correcting = undefined;
    this.tidy(correction.order);
  }

  private tidy(order: FloorOrder): void {
    const isActive = this.active.includes(order);
    const shouldBe = !order.isDone && !this.isLeftAlone(order.workOrderId);
    if (isActive === shouldBe) return;
    this.active = shouldBe ? [...this.active, order].sort((left, right) => left.startsAt - right.startsAt || (left.workOrderId < right.workOrderId ? -1 : 1)) : this.active.filter((other) => other !== order);
  }
}
