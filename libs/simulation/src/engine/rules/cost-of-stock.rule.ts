import type { Money } from '@plantway/canonical';
import { amount, amountText, multiply, ratio, toMoney } from '../exact-amount.js';
import type { Amount } from '../exact-amount.js';
import type { CostAccount } from '../cost-entry.js';
import { MOVEMENT_KINDS, takesStock } from '../documents.js';
import type { MovementKind, StockDocument, StockLine } from '../documents.js';
import type { ErpState } from '../erp-state.js';
import { unitCost } from '../standard-cost.js';
import { postCostEntry } from './cost-journal.js';
import type { AccountChange } from './cost-journal.js';

/**
 * Values a stock document, one entry for each kind of movement in it. Stock moves at standard cost. Every line is rounded half even to the cent for the other side
 * of the entry, so that a cancellation is exactly its opposite; the account `stock` moves to the rounded value of what is in stock now, so that it never
 * drifts from it; the cent between the two, if any, goes to `roundingDifference`.
 * @returns the numbers of the entries
 */
export function valueStockDocument(state: ErpState, document: Omit<StockDocument, 'costEntries'>, unitPrice?: Money): readonly string[] {
  const { number: sourceDocument, postingDate, enteredAt, confirmationNumber, lines } = document;
  return MOVEMENT_KINDS.flatMap((kind) => {
    const ofKind = lines.filter((line) => line.kind === kind);
    const workOrderId = ofKind[0]?.workOrderId;
    const header = { event: kind, postingDate, enteredAt, sourceDocument, ...(confirmationNumber === undefined ? {} : { confirmationNumber }), ...(workOrderId === undefined ? {} : { workOrderId }) };
    const items = [...new Set(ofKind.map(({ itemId }) => itemId))];
    return postCostEntry(state, header, merged(items.flatMap((itemId) => valueItem(state, kind, ofKind.filter((line) => line.itemId === itemId), unitPrice))));
  });
}

/** The lines of one item and kind. */
function valueItem(state: ErpState, kind: MovementKind, lines: readonly StockLine[], unitPrice: Money | undefined): readonly AccountChange[] {
  const [{ itemId, workOrderId }] = lines;
  const cost = unitCost(state.items.get(itemId)!);
  const sign = takesStock(kind) ? -1 : 1;
  const quantity = lines.reduce((sum, line) => sum.plus(line.quantity.value), amount('0'));
  const moved = lines.reduce((sum, line) => sum.plus(toMoney(multiply(ratio(line.quantity.value), cost))), amount('0')).times(sign);

  const before = amount(state.valuedStock.get(itemId) ?? '0');
  const after = before.plus(quantity.times(sign));
  state.valuedStock.set(itemId, amountText(after));
  const stockChange = toMoney(multiply(ratio(after), cost)).minus(toMoney(multiply(ratio(before), cost)));

  return [
    { account: 'stock', object: itemId, amount: stockChange },
    { account: 'roundingDifference', object: itemId, amount: moved.minus(stockChange) },
    ...otherSide(kind, itemId, workOrderId, moved, unitPrice === undefined ? moved : toMoney(multiply(ratio(quantity), ratio(unitPrice.amount)))),
  ];
}

/** Against what `moved` is posted; `paid` is what a receipt of bought goods costs. */
function otherSide(kind: MovementKind, itemId: string, workOrderId: string | undefined, moved: Amount, paid: Amount): readonly AccountChange[] {
  const against = (account: CostAccount, object: string, value: Amount): AccountChange => ({ account, object, amount: value.times(-1) });
  if (kind === 'opening') return [against('openingClearing', itemId, moved)];
  if (kind === 'receipt') return [against('receiptClearing', itemId, paid), against('priceDifference', itemId, moved.minus(paid))];
  return [against('wip', workOrderId!, moved)];
}

/** One change for each account and object. */
function merged(changes: readonly AccountChange[]): readonly AccountChange[] {
  const sums = new Map<string, AccountChange>();
  for (const change of changes) {
    const key = `${change.account}|${change.object}`;
    sums.set(key, { ...change, amount: change.amount.plus(sums.get(key)?.amount ?? '0') });
  }
  return [...sums.values()];
}
