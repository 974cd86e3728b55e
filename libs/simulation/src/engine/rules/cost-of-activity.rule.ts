import { add, amount, moneyText, ratio, toMoney } from '../exact-amount.js';
import type { ConfirmationDocument, ConfirmationEntry } from '../documents.js';
import type { ErpOperation, ErpState } from '../erp-state.js';
import { timeCost } from '../standard-cost.js';
import { postCostEntry } from './cost-journal.js';

/** Machine time costs; the hour rate of a work center includes its people, so that `labor` is kept but costs nothing more. */
const COSTED_ACTIVITIES: readonly string[] = ['setup', 'run', 'teardown'];

/** What the time of an entry costs at the work center that did it, rounded half even once. */
export function activityCost(state: ErpState, operation: ErpOperation, entry: ConfirmationEntry): string {
  const seconds = entry.activities.filter(({ activity }) => COSTED_ACTIVITIES.includes(activity)).reduce((sum, { seconds: value }) => add(sum, ratio(value)), ratio('0'));
  return moneyText(toMoney(timeCost(state, entry.workCenterId ?? operation.workCenterId, { over: seconds.over, under: seconds.under.times(60) })));
}

/** Charges the order with the time of a confirmation, or, for a reversal, gives it back. */
export function postActivity(state: ErpState, document: Omit<ConfirmationDocument, 'costEntries'>, operation: ErpOperation): readonly string[] {
  const { number, reverses, workOrderId, postingDate, enteredAt, entry, booked } = document;
  const charged = amount(booked.activityCost).times(reverses === undefined ? 1 : -1);
  const event = reverses === undefined ? 'activity' : 'activityCancelled';
  return postCostEntry(state, { event, postingDate, enteredAt, sourceDocument: number, confirmationNumber: number, workOrderId }, [
    { account: 'wip', object: workOrderId, amount: charged },
    { account: 'absorption', object: entry.workCenterId ?? operation.workCenterId, amount: charged.times(-1) },
  ]);
}
