import type { ScheduledOperation, WorkOrder } from '@plantway/canonical';
import type { Capacity } from './capacity.js';

const MINUTE_MS = 60_000;
const SET_UP_MS = 15 * MINUTE_MS;
/** A finish that cannot be held is put off by whole steps of this, so that it does not creep with every report. */
const PUT_OFF_BY_MS = 15 * MINUTE_MS;

export interface ForwardPlan {
  /** In the sequence in which capacity is given to them. */
  readonly orders: readonly WorkOrder[];
  /** Business milliseconds. */
  readonly now: number;
  /** Operations that the schedule before begins earlier keep their start. */
  readonly frozenUntil: number;
  readonly before: readonly ScheduledOperation[];
  /** Orders whose operations may begin earlier than before; the others are only put off. */
  readonly mayPullIn: (workOrderId: string) => boolean;
  readonly capacity: Capacity;
}

interface Slot {
  readonly startAt: number;
  readonly finishAt: number;
}

/**
 * Schedules forward by finite capacity: each machine does one operation at a time, each operation begins when the one before it ends, in the sequence of the orders. What is
 * frozen keeps its start, and its finish as long as it can be held. An order that is not done within years is left out. Pure.
 */
export function scheduleForward(plan: ForwardPlan): readonly ScheduledOperation[] {
  const { orders, before, frozenUntil, now } = plan;
  const known = new Map(before.map((operation) => [keyOf(operation.workOrderId, operation.operationId), { startAt: Date.parse(operation.startAt), finishAt: Date.parse(operation.finishAt) }]));
  const freeAt = new Map<string, number>();
  const slots = new Map<string, Slot>();
  const endless = new Set<string>();
  const place = (order: WorkOrder, index: number, isFrozen: boolean): void => {
    const { operationId, workCenterId, status } = order.operations[index];
    const key = keyOf(order.workOrderId, operationId);
    if (status === 'completed' || slots.has(key)) return;
    const standing = known.get(key);
    if ((standing !== undefined && standing.startAt < frozenUntil) !== isFrozen) return;
    const unit = firstFree(plan.capacity.units(workCenterId), freeAt);
    const idleFrom = Math.max(freeAt.get(unit) ?? now, finishBefore(order, index, slots));
    const slot = isFrozen ? held(standing!, plan.capacity.doneAt(unit, Math.max(idleFrom, standing!.startAt), workOf(order, index, plan.capacity))) : free(plan, order, index, unit, Math.max(idleFrom, earliest(plan, order, standing)));
    slots.set(key, slot);
    freeAt.set(unit, slot.finishAt);
  };
  const inOrderOfStart = [...orders].sort((left, right) => firstStart(left, known) - firstStart(right, known));
  for (const [sequence, isFrozen] of [[inOrderOfStart, true], [orders, false]] as const) {
    for (const order of sequence) {
      if (endless.has(order.workOrderId)) continue;
      try {
        for (const index of order.operations.keys()) place(order, index, isFrozen);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        endless.add(order.workOrderId);
        for (const { operationId } of order.operations) slots.delete(keyOf(order.workOrderId, operationId));
      }
    }
  }
  return orders.flatMap(({ workOrderId, operations }) => operations.flatMap(({ operationId, workCenterId }): readonly ScheduledOperation[] => {
    const slot = slots.get(keyOf(workOrderId, operationId));
    return slot === undefined ? [] : [{ workOrderId, operationId, workCenterId, startAt: new Date(slot.startAt).toISOString(), finishAt: new Date(slot.finishAt).toISOString() }];
  }));
}

/** A frozen slot: its start stands, and its finish until it cannot be held. */
function held({ startAt, finishAt }: Slot, expected: number): Slot {
  return { startAt, finishAt: expected <= finishAt ? finishAt : Math.ceil(expected / PUT_OFF_BY_MS) * PUT_OFF_BY_MS };
}

function free({ capacity }: ForwardPlan, order: WorkOrder, index: number, unit: string, from: number): Slot {
  const startAt = Math.ceil(capacity.doneAt(unit, from, 0) / MINUTE_MS) * MINUTE_MS;
  return { startAt, finishAt: Math.ceil(capacity.doneAt(unit, startAt, workOf(order, index, capacity)) / MINUTE_MS) * MINUTE_MS };
}

function earliest({ frozenUntil, mayPullIn }: ForwardPlan, { workOrderId, status, startAt }: WorkOrder, standing: Slot | undefined): number {
  const planned = status === 'created' ? Date.parse(startAt) : 0;
  return Math.max(frozenUntil, planned, mayPullIn(workOrderId) ? 0 : (standing?.startAt ?? 0));
}

/** What is left to do, set-up included when nothing was confirmed. */
function workOf({ quantity, operations }: WorkOrder, index: number, capacity: Capacity): number {
  const { workCenterId, yieldConfirmed, scrapConfirmed } = operations[index];
  const done = Number(yieldConfirmed.value) + Number(scrapConfirmed.value);
  return (done === 0 ? SET_UP_MS : 0) + Math.max(MINUTE_MS, (Number(quantity.value) - done) * capacity.millisecondsAPiece(workCenterId));
}

/** The end of the last operation before; 0 when all of them are done. */
function finishBefore({ workOrderId, operations }: WorkOrder, index: number, slots: ReadonlyMap<string, Slot>): number {
  return Math.max(0, ...operations.slice(0, index).map(({ operationId }) => slots.get(keyOf(workOrderId, operationId))?.finishAt ?? 0));
}

function firstStart({ workOrderId, operations }: WorkOrder, known: ReadonlyMap<string, Slot>): number {
  return Math.min(...operations.map(({ operationId }) => known.get(keyOf(workOrderId, operationId))?.startAt ?? Number.MAX_SAFE_INTEGER));
}

function firstFree(units: readonly string[], freeAt: ReadonlyMap<string, number>): string {
  return units.reduce((best, unit) => ((freeAt.get(unit) ?? 0) < (freeAt.get(best) ?? 0) ? unit : best));
}

function keyOf(workOrderId: string, operationId: string): string {
  return `${workOrderId}/${operationId}`;
}
