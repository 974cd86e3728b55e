import { compareInstants, type Instant, type ScheduledOperation } from '@plantway/canonical';

/** A work order that a new schedule finishes at another time than the one before. */
export interface AffectedOrder {
  readonly workOrderId: string;
  /** When the schedule before finished it; absent when it did not know the order. */
  readonly finishBefore?: Instant;
  readonly finishAt: Instant;
}

/** When a schedule finishes each work order: the finish of its last operation. */
export function finishesOf(operations: readonly ScheduledOperation[]): ReadonlyMap<string, Instant> {
  const finishes = new Map<string, Instant>();
  for (const { workOrderId, finishAt } of operations) {
    const last = finishes.get(workOrderId);
    if (last === undefined || compareInstants(finishAt, last) > 0) finishes.set(workOrderId, finishAt);
  }
  return finishes;
}

/** Work orders that are new in a schedule or are finished at another time, by their ids. One that is not in it any more is none of them: it is done, or not to be made. */
export function affectedOrders(before: ReadonlyMap<string, Instant>, operations: readonly ScheduledOperation[]): readonly AffectedOrder[] {
  return [...finishesOf(operations)]
    .map(([workOrderId, finishAt]): AffectedOrder => {
      const finishBefore = before.get(workOrderId);
      return { workOrderId, ...(finishBefore !== undefined && { finishBefore }), finishAt };
    })
    .filter(({ finishBefore, finishAt }) => finishBefore === undefined || compareInstants(finishBefore, finishAt) !== 0)
    .sort((one, other) => (one.workOrderId < other.workOrderId ? -1 : 1));
}
