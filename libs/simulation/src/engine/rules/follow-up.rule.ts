import type { Instant, PlantDate } from '@plantway/canonical';
import { amount, amountText } from '../exact-amount.js';
import type { FollowUp, StockDocument } from '../documents.js';
import type { ErpOrder, ErpState } from '../erp-state.js';
import { Refusal } from '../refusal.js';
import { requireOpenPeriod } from './posting-period.rule.js';
import { saveOrder } from './order.rule.js';
import { settle } from './settle.rule.js';
import { StockDraft } from './stock-draft.js';

export function openFollowUp(state: ErpState, followUp: Omit<FollowUp, 'number' | 'status'>): void {
  const number = String(state.followUps.size + 1);
  state.followUps.set(number, { number, ...followUp, status: 'open' });
}

/**
 * Posts every open follow-up that stock now covers, with its cost, oldest first, each whole and once; the others stay open. A follow-up keeps the posting date of its
 * confirmation while that period is open, and takes `postingDate` afterwards.
 */
export function processFollowUps(state: ErpState, at: Instant, postingDate: PlantDate): readonly FollowUp[] {
  const posted: FollowUp[] = [];
  for (const followUp of [...state.followUps.values()].filter(({ status }) => status === 'open')) {
    const draft = new StockDraft(state);
    const { workOrderId, position } = followUp;
    if (!draft.take(state.items.get(followUp.itemId)!, amount(followUp.quantity.value), { kind: 'issue', workOrderId, position }, followUp.lotIds)) continue;
    const confirmation = state.confirmations.get(followUp.confirmationNumber)!;
    const date = [confirmation.postingDate, postingDate].find((candidate) => isOpen(state, candidate));
    if (date === undefined) continue;
    const document = draft.post({ reference: confirmation.reference, postingDate: date, enteredAt: at, confirmationNumber: confirmation.number })!;
    const done: FollowUp = { ...followUp, status: 'posted', stockDocument: document.number };
    state.followUps.set(followUp.number, done);
    const order = saveOrder(state, withWithdrawals(state.orders.get(workOrderId)!, document, 1), { what: 'issued', at });
    const settlement = settle(state, order, { postingDate: date, enteredAt: at, sourceDocument: document.number, confirmationNumber: confirmation.number });
    state.confirmations.set(confirmation.number, {
      ...confirmation, stockDocuments: [...confirmation.stockDocuments, document.number], costEntries: [...confirmation.costEntries, ...document.costEntries, ...settlement],
    });
    posted.push(done);
  }
  return posted;
}

/** The order with what a document issued to it (1) or gave back (-1). */
export function withWithdrawals(order: ErpOrder, document: StockDocument, sign: 1 | -1): ErpOrder {
  return {
    ...order,
    components: order.components.map((component) => {
      const lines = document.lines.filter(({ position, kind }) => position === component.position && (kind === 'issue' || kind === 'issueCancelled'));
      if (lines.length === 0) return component;
      const moved = lines.reduce((sum, line) => sum.plus(line.quantity.value), amount('0'));
      return { ...component, withdrawn: amountText(amount(component.withdrawn).plus(moved.times(sign))) };
    }),
  };
}

function isOpen(state: ErpState, date: PlantDate): boolean {
  try {
    requireOpenPeriod(state, date);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
