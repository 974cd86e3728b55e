import { amount, amountText, moneyText } from '../exact-amount.js';
import { takesStock } from '../documents.js';
import type { ConfirmationDocument, StockLine } from '../documents.js';
import type { Reverse } from '../erp-command.js';
import type { ErpOperation, ErpOrder, ErpState } from '../erp-state.js';
import { Refusal } from '../refusal.js';
import { takeReportBack } from '../running-total.js';
import type { RunningTotal } from '../running-total.js';
import { saveConfirmation } from './confirm.rule.js';
import { postActivity } from './cost-of-activity.rule.js';
import { requireReference } from './entry-form.rule.js';
import { withWithdrawals } from './follow-up.rule.js';
import { requireChangeable, requireOrder, saveOrder } from './order.rule.js';
import { requireOpenPeriod } from './posting-period.rule.js';
import { settle } from './settle.rule.js';
import { StockDraft } from './stock-draft.js';

/**
 * Takes a confirmation back: the opposite stock lines with the very lots, the opposite cost lines, also of a settlement, running totals without it, its open
 * follow-ups cancelled. Both documents stay.
 * @throws Refusal `CONFIRMATION_UNKNOWN`, `ALREADY_REVERSED`, `ORDER_CLOSED`, `ORDER_LOCKED`, `PERIOD_...`, `SUCCESSOR_CONFIRMED`, `STOCK_SHORT`
 */
export function reverse(state: ErpState, command: Reverse): ConfirmationDocument {
  requireReference(command.reference);
  const original = requireReversible(state, command.confirmationNumber);
  const order = requireOrder(state, original.workOrderId);
  requireChangeable(order);
  requireOpenPeriod(state, command.postingDate);
  requireNoSuccessor(order, original);

  const draft = new StockDraft(state);
  for (const line of linesToCancel(state, original)) {
    if (draft.cancel(line)) continue;
    throw new Refusal('STOCK_SHORT', `Item ${line.itemId} of confirmation ${original.number} is not in stock any more.`, { itemId: line.itemId, lotId: line.lotId });
  }
  const number = String(4_000_000_001 + state.confirmations.size);
  const stockDocument = draft.post({ reference: command.reference, postingDate: command.postingDate, enteredAt: command.at, confirmationNumber: number });
  const uncosted: Omit<ConfirmationDocument, 'costEntries'> = {
    ...original, user: command.user, number, reference: command.reference, postingDate: command.postingDate, enteredAt: command.at, reverses: original.number,
    stockDocuments: stockDocument === undefined ? [] : [stockDocument.number],
  };
  state.confirmations.set(original.number, { ...original, reversedBy: number });
  for (const followUp of state.followUps.values()) {
    if (followUp.confirmationNumber === original.number && followUp.status === 'open') state.followUps.set(followUp.number, { ...followUp, status: 'cancelled' });
  }
  for (const serialNumber of original.entry.serialNumbers) {
    const key = `${order.itemId}|${serialNumber}`;
    if (state.serials.get(key) === original.number) state.serials.delete(key);
  }
  const without = orderWithout(order, original);
  const saved = saveOrder(state, stockDocument === undefined ? without : withWithdrawals(without, stockDocument, -1), { what: 'reversed', at: command.at, reference: command.reference });
  const activity = postActivity(state, uncosted, order.operations.find(({ operationId }) => operationId === original.operationId)!);
  const settlement = settle(state, saved, { postingDate: command.postingDate, enteredAt: command.at, sourceDocument: number, confirmationNumber: number });
  const reversal: ConfirmationDocument = { ...uncosted, costEntries: [...(stockDocument?.costEntries ?? []), ...activity, ...settlement] };
  saveConfirmation(state, reversal);
  return reversal;
}

function requireReversible(state: ErpState, confirmationNumber: string): ConfirmationDocument {
  const original = state.confirmations.get(confirmationNumber);
  const facts = { confirmationNumber };
  if (original === undefined) throw new Refusal('CONFIRMATION_UNKNOWN', `There is no confirmation ${confirmationNumber}.`, facts);
  if (original.reverses !== undefined) throw new Refusal('ALREADY_REVERSED', `${confirmationNumber} is itself a reversal.`, facts);
  if (original.reversedBy !== undefined) throw new Refusal('ALREADY_REVERSED', `Confirmation ${confirmationNumber} was reversed by ${original.reversedBy}.`, facts);
  return original;
}

/** What was issued comes back before what was received is taken: a confirmation may have used some of its own output. */
function linesToCancel(state: ErpState, original: ConfirmationDocument): readonly StockLine[] {
  const lines = original.stockDocuments.flatMap((stockDocument) => state.stockDocuments.get(stockDocument)!.lines);
  return [...lines.filter(({ kind }) => takesStock(kind)), ...lines.filter(({ kind }) => !takesStock(kind))];
}

/** What is left here must still cover the next operation. */
function requireNoSuccessor(order: ErpOrder, original: ConfirmationDocument): void {
  const place = order.operations.findIndex((operation) => operation.operationId === original.operationId);
  const next = order.operations[place + 1];
  const left = amount(order.operations[place].yield.booked).minus(original.booked.yield);
  if (next === undefined || amount(next.yield.booked).lte(left)) return;
  throw new Refusal('SUCCESSOR_CONFIRMED', `Operation ${next.operationId} has confirmed ${next.yield.booked}, only ${left.toFixed()} would be left before it.`, {
    workOrderId: order.workOrderId, operationId: next.operationId,
  });
}

function orderWithout(order: ErpOrder, { entry, booked, number, operationId }: ConfirmationDocument): ErpOrder {
  return {
    ...order,
    operations: order.operations.map((operation) => (operation.operationId === operationId ? operationWithout(operation, { entry, booked, number }) : operation)),
    components: order.components.map((component) => ({ ...component, demanded: amountText(amount(component.demanded).minus(booked.demand[component.position] ?? '0')) })),
    reported: totalsWithout(order.reported, entry.consumptions, booked.consumptions),
    otherOutputs: totalsWithout(order.otherOutputs, entry.otherOutputs, booked.otherOutputs),
    activityCost: moneyText(amount(order.activityCost).minus(booked.activityCost)),
  };
}

function operationWithout({ finalBy, ...operation }: ErpOperation, { entry, booked, number }: Pick<ConfirmationDocument, 'entry' | 'booked' | 'number'>): ErpOperation {
  return {
    ...operation,
    yield: takeReportBack(operation.yield, entry.yield, booked.yield),
    rework: entry.rework === undefined ? operation.rework : takeReportBack(operation.rework, entry.rework, booked.rework),
    scrap: entry.scrap.reduce((total, { quantity }, index) => takeReportBack(total, quantity, booked.scrap[index]), operation.scrap),
    confirmations: operation.confirmations - 1,
    ...(finalBy === undefined || finalBy === number ? {} : { finalBy }),
  };
}

function totalsWithout(
  totals: Readonly<Record<string, RunningTotal>>,
  rows: readonly { readonly itemId: string; readonly quantity?: { readonly value: string; readonly unit: string } }[],
  booked: readonly string[],
): Readonly<Record<string, RunningTotal>> {
  const left = { ...totals };
  rows.forEach(({ itemId, quantity }, index) => {
    const total = left[itemId];
    if (quantity !== undefined && total !== undefined) left[itemId] = takeReportBack(total, quantity, booked[index]);
  });
  return Object.fromEntries(Object.entries(left).filter(([, total]) => Object.keys(total.entered).length > 0));
}
