import type { Instant } from '@plantway/canonical';
import { amount, amountText, moneyText } from '../exact-amount.js';
import type { BookedAmounts, ConfirmationDocument, ConfirmationEntry } from '../documents.js';
import type { ErpOperation, ErpOrder, ErpState } from '../erp-state.js';
import type { PlantItem } from '../plant-data.js';
import { activityCost, postActivity } from './cost-of-activity.rule.js';
import { requireForm } from './entry-form.rule.js';
import { addReport } from '../running-total.js';
import type { RunningTotal } from '../running-total.js';
import { requireCodes, requireConfirmable, requireConsumptions, requireProducedLots, requireSequence, requireSerials, requireUnrestricted, requireWithinTolerance } from './confirm-checks.js';
import { planBackflush, planConsumptions } from './issue-components.rule.js';
import type { MissingIssue } from './issue-components.rule.js';
import { openFollowUp, withWithdrawals } from './follow-up.rule.js';
import { requireItem, requireOrder, saveOrder } from './order.rule.js';
import { requireOpenPeriod } from './posting-period.rule.js';
import { receiveOtherOutputs, receiveProduct } from './receive-product.rule.js';
import { settle } from './settle.rule.js';
import { StockDraft } from './stock-draft.js';

/** The operation's totals with one report added, and what that booked. */
interface Totals {
  readonly operation: ErpOperation;
  readonly yield: string;
  readonly rework: string;
  readonly scrap: readonly string[];
}

/**
 * Posts a confirmation: running totals, backflush and reported issues, receipt of the product at the last operation, their cost, and the settlement of the order
 * when that one is final. A component that is short does not stop it: the confirmation stands and a follow-up remains. Everything is checked before anything changes.
 * @throws Refusal in the order: form, order, operation, period, codes, consumptions, tolerance, sequence, lots, serial numbers
 */
export function confirm(state: ErpState, at: Instant, entry: ConfirmationEntry): ConfirmationDocument {
  requireForm(entry);
  const order = requireOrder(state, entry.workOrderId);
  const before = requireConfirmable(order, entry.operationId);
  requireOpenPeriod(state, entry.postingDate);
  requireCodes(state, entry);
  requireConsumptions(state, order, entry);
  const item = requireItem(state, order.itemId);
  const totals = addToTotals(before, entry, item);
  requireWithinTolerance(order, entry.operationId, totals.operation.yield.booked);
  requireSequence(order, entry.operationId, totals.operation.yield.booked);
  const isLast = order.operations.at(-1)!.operationId === entry.operationId;
  if (isLast) requireOutput(state, item, entry, totals.yield);
  for (const { itemId, lotId } of entry.otherOutputs) {
    requireItem(state, itemId);
    if (lotId !== undefined) requireUnrestricted(state, itemId, lotId);
  }

  const number = String(4_000_000_001 + state.confirmations.size);
  const draft = new StockDraft(state);
  const backflush = planBackflush(state, draft, order, item, entry, usedUp(totals.operation));
  const consumed = planConsumptions(state, draft, order, entry);
  const outputs = receiveOtherOutputs(state, draft, order, entry, number);
  if (isLast) receiveProduct(draft, item, order, entry, amount(totals.yield), number);

  const booked: BookedAmounts = {
    yield: totals.yield, rework: totals.rework, scrap: totals.scrap, demand: backflush.demand, consumptions: consumed.booked, otherOutputs: outputs.booked,
    activityCost: activityCost(state, before, entry),
  };
  const stockDocument = draft.post({ reference: entry.reference, postingDate: entry.postingDate, enteredAt: at, confirmationNumber: number });
  const uncosted: Omit<ConfirmationDocument, 'costEntries'> = {
    number, reference: entry.reference, workOrderId: entry.workOrderId, operationId: entry.operationId, postingDate: entry.postingDate, enteredAt: at, entry, booked,
    unit: item.baseUnit, ...(entry.user === undefined ? {} : { user: entry.user }), stockDocuments: stockDocument === undefined ? [] : [stockDocument.number],
  };
  for (const missing of [...backflush.missing, ...consumed.missing]) openFollowUp(state, followUpOf(uncosted, missing));
  if (isLast && item.tracking === 'serial') for (const serialNumber of entry.serialNumbers) state.serials.set(`${item.itemId}|${serialNumber}`, number);

  const operation: ErpOperation = { ...totals.operation, confirmations: before.confirmations + 1, ...(entry.kind === 'final' ? { finalBy: number } : {}) };
  const changed: ErpOrder = {
    ...order, reported: consumed.reported, otherOutputs: outputs.totals, activityCost: moneyText(amount(order.activityCost).plus(booked.activityCost)),
    operations: order.operations.map((candidate) => (candidate.operationId === operation.operationId ? operation : candidate)),
    components: order.components.map((component) => {
      const demand = backflush.demand[component.position];
      return demand === undefined ? component : { ...component, demanded: amountText(amount(component.demanded).plus(demand)) };
    }),
  };
  const saved = saveOrder(state, stockDocument === undefined ? changed : withWithdrawals(changed, stockDocument, 1), { what: 'confirmed', at, reference: entry.reference });
  const activity = postActivity(state, uncosted, before);
  const settlement = settle(state, saved, { postingDate: entry.postingDate, enteredAt: at, sourceDocument: number, confirmationNumber: number });
  const document: ConfirmationDocument = { ...uncosted, costEntries: [...(stockDocument?.costEntries ?? []), ...activity, ...settlement] };
  saveConfirmation(state, document);
  return document;
}

/** Keeps a document findable by its number and, together with any other of the same name, by its reference. */
export function saveConfirmation(state: ErpState, document: ConfirmationDocument): void {
  state.confirmations.set(document.number, document);
  state.confirmationsByReference.set(document.reference, [...(state.confirmationsByReference.get(document.reference) ?? []), document.number]);
}

function requireOutput(state: ErpState, item: PlantItem, entry: ConfirmationEntry, yieldBooked: string): void {
  if (item.tracking === 'lot') requireProducedLots(state, item, entry.yield, entry.producedLots);
  if (item.tracking === 'serial') requireSerials(state, item, yieldBooked, entry.serialNumbers);
}

function addToTotals(operation: ErpOperation, entry: ConfirmationEntry, item: PlantItem): Totals {
  const yielded = addReport(operation.yield, entry.yield, item);
  const reworked = entry.rework === undefined ? { total: operation.rework, booked: amount('0') } : addReport(operation.rework, entry.rework, item);
  let scrap: RunningTotal = operation.scrap;
  const scrapBooked = entry.scrap.map(({ quantity }) => {
    const added = addReport(scrap, quantity, item);
    scrap = added.total;
    return amountText(added.booked);
  });
  return { operation: { ...operation, yield: yielded.total, rework: reworked.total, scrap }, yield: amountText(yielded.booked), rework: amountText(reworked.booked), scrap: scrapBooked };
}

/** What used material up: good and scrap. A piece for rework is reported again, as one or the other, when that is done; it uses its material then. */
function usedUp({ yield: good, scrap }: ErpOperation): string {
  return amountText(amount(good.booked).plus(scrap.booked));
}

function followUpOf(document: Pick<ConfirmationDocument, 'number' | 'workOrderId'>, missing: MissingIssue): Parameters<typeof openFollowUp>[1] {
  const { itemId, quantity, unit } = missing;
  return {
    confirmationNumber: document.number, workOrderId: document.workOrderId, position: missing.position, itemId, lotIds: missing.lotIds,
    quantity: { value: quantity, unit }, reason: `There is not enough stock of item ${itemId}: ${quantity} ${unit} could not be issued.`,
  };
}
