import { amount, amountText } from '../exact-amount.js';
import type { ConfirmationEntry } from '../documents.js';
import type { ErpOrder, ErpState } from '../erp-state.js';
import type { PlantItem } from '../plant-data.js';
import { addReport, NOTHING_YET } from '../running-total.js';
import type { RunningTotal } from '../running-total.js';
import { demandFor } from './create-order.rule.js';
import { requireItem } from './order.rule.js';
import type { StockDraft } from './stock-draft.js';

/** An issue that the stock did not cover. */
export interface MissingIssue {
  readonly position?: string;
  readonly itemId: string;
  readonly lotIds?: readonly string[];
  /** In the item's base unit. */
  readonly quantity: string;
  readonly unit: string;
}

/**
 * Issues the operation's backflushed components into the draft. Demand is the rounded need of all that was produced so far minus what was demanded before, so
 * that rounding never drifts. Lots that the sender named are taken in that order, otherwise the oldest free ones.
 */
export function planBackflush(state: ErpState, draft: StockDraft, order: ErpOrder, product: PlantItem, entry: ConfirmationEntry, producedSoFar: string): {
  readonly demand: Readonly<Record<string, string>>;
  readonly missing: readonly MissingIssue[];
} {
  const demand: Record<string, string> = {};
  const missing: MissingIssue[] = [];
  for (const component of order.components) {
    if (component.operationId !== entry.operationId || component.issueMethod !== 'backflush') continue;
    const item = requireItem(state, component.itemId);
    const quantity = amount(demandFor(state, product, component, producedSoFar)).minus(component.demanded);
    if (quantity.lte(0)) continue;
    demand[component.position] = amountText(quantity);
    const named = entry.consumptions.filter((consumption) => consumption.backflush && consumption.itemId === item.itemId).flatMap(({ lotId }) => lotId ?? []);
    const lotIds = named.length > 0 ? named : undefined;
    const movement = { kind: 'issue', workOrderId: order.workOrderId, position: component.position } as const;
    if (!draft.take(item, quantity, movement, lotIds)) {
      missing.push({ position: component.position, itemId: item.itemId, lotIds, quantity: amountText(quantity), unit: item.baseUnit });
    }
  }
  return { demand, missing };
}

/** Issues what the sender reported into the draft; an item outside the bill is issued too. */
export function planConsumptions(state: ErpState, draft: StockDraft, order: ErpOrder, entry: Pick<ConfirmationEntry, 'operationId' | 'consumptions'>): {
  /** One for each row of `entry.consumptions`. */
  readonly booked: readonly string[];
  readonly reported: Readonly<Record<string, RunningTotal>>;
  readonly missing: readonly MissingIssue[];
} {
  const reported: Record<string, RunningTotal> = { ...order.reported };
  const missing: MissingIssue[] = [];
  const booked = entry.consumptions.map(({ itemId, quantity, lotId }) => {
    if (quantity === undefined) return '0';
    const item = requireItem(state, itemId);
    const added = addReport(reported[itemId] ?? NOTHING_YET, quantity, item);
    if (Object.keys(added.total.entered).length > 0) reported[itemId] = added.total;
    const inBill = order.components.filter((component) => component.itemId === itemId);
    const position = (inBill.find(({ operationId }) => operationId === entry.operationId) ?? inBill[0])?.position;
    const lotIds = lotId === undefined ? undefined : [lotId];
    if (!draft.take(item, added.booked, { kind: 'issue', workOrderId: order.workOrderId, position }, lotIds)) {
      missing.push({ position, itemId, lotIds, quantity: amountText(added.booked), unit: item.baseUnit });
    }
    return amountText(added.booked);
  });
  return { booked, reported, missing };
}
