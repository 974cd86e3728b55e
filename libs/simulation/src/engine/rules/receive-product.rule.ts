import { add, amountText, ratio, rounded } from '../exact-amount.js';
import type { Amount } from '../exact-amount.js';
import type { ConfirmationEntry } from '../documents.js';
import type { ErpOrder, ErpState } from '../erp-state.js';
import type { PlantItem } from '../plant-data.js';
import { addReport, NOTHING_YET } from '../running-total.js';
import type { RunningTotal } from '../running-total.js';
import { inBaseUnit } from '../unit-conversion.js';
import { requireItem } from './order.rule.js';
import type { StockDraft } from './stock-draft.js';

/** Receives the yield of the last operation into stock: into the reported lots, or into one of the ERP's own when a lot is needed and none was reported. */
export function receiveProduct(draft: StockDraft, item: PlantItem, order: ErpOrder, entry: ConfirmationEntry, booked: Amount, confirmationNumber: string): void {
  const movement = { kind: 'productReceipt', workOrderId: order.workOrderId } as const;
  const parents = draft.takenLots();
  if (item.tracking !== 'lot') return draft.put(item, booked, movement);
  if (entry.producedLots.length === 0) return draft.put(item, booked, movement, `L${confirmationNumber}`, item.locationId, parents);
  let reported = ratio('0');
  let received = booked.minus(booked);
  entry.producedLots.forEach(({ lotId, quantity }, index) => {
    reported = add(reported, inBaseUnit(item, quantity));
    const isLast = index === entry.producedLots.length - 1;
    const upToHere = isLast ? booked : smaller(rounded(reported, item.baseUnitDecimals), booked);
    draft.put(item, upToHere.minus(received), movement, lotId, item.locationId, parents);
    received = upToHere;
  });
}

/** Receives co- and by-products. */
export function receiveOtherOutputs(state: ErpState, draft: StockDraft, order: ErpOrder, entry: ConfirmationEntry, confirmationNumber: string): {
  /** One for each row of `entry.otherOutputs`. */
  readonly booked: readonly string[];
  readonly totals: Readonly<Record<string, RunningTotal>>;
} {
  const totals: Record<string, RunningTotal> = { ...order.otherOutputs };
  const booked = entry.otherOutputs.map(({ itemId, quantity, lotId }) => {
    const item = requireItem(state, itemId);
    const added = addReport(totals[itemId] ?? NOTHING_YET, quantity, item);
    if (Object.keys(added.total.entered).length > 0) totals[itemId] = added.total;
    const lot = item.tracking === 'lot' ? (lotId ?? `L${confirmationNumber}`) : '';
    draft.put(item, added.booked, { kind: 'productReceipt', workOrderId: order.workOrderId }, lot);
    return amountText(added.booked);
  });
  return { booked, totals };
}

function smaller(left: Amount, right: Amount): Amount {
  return left.lt(right) ? left : right;
}
