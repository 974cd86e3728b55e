import { chanceOf } from './chance.js';
import type { FloorOrder } from './floor-order.js';

/** What the planner is told about a work order instead of "accepted". */
export interface PlannedAnswer {
  readonly answer: 'partly' | 'refused';
  readonly reason: string;
  /** With `partly`, 0 to 1. */
  readonly acceptedShare: number;
}

/** Percent of the quantity that is accepted of a work order which is taken only partly. */
const LEAST_ACCEPTED = 50;
const MOST_ACCEPTED = 90;

/** "Partly" for `share` (0 to 1) of the work orders, each the same in every version and for each of its job orders; undefined for the others, and for orders that cannot be divided. */
export function answerByChance(seed: number, siteId: string, { workOrderId, operations }: FloorOrder, share: number): PlannedAnswer | undefined {
  const random = chanceOf(seed, siteId, workOrderId, 'answer');
  if (random.next() >= share) return undefined;
  const acceptedShare = random.between(LEAST_ACCEPTED, MOST_ACCEPTED) / 100;
  const isDivisible = [...operations.values()].every(({ jobOrder }) => Math.floor(Number(jobOrder.quantity.value) * acceptedShare) >= 1);
  return isDivisible ? { answer: 'partly', reason: 'There is no capacity for more by the due date.', acceptedShare } : undefined;
}
