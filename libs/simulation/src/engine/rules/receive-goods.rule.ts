import type { LotStatusChange, StockDocument } from '../documents.js';
import type { ReceiveGoods, SetLotStatus } from '../erp-command.js';
import { isAmountText, rounded } from '../exact-amount.js';
import type { ErpState } from '../erp-state.js';
import { Refusal } from '../refusal.js';
import { inBaseUnit } from '../unit-conversion.js';
import { requireLotName, requireQuantity, requireReference } from './entry-form.rule.js';
import { requireItem } from './order.rule.js';
import { requireOpenPeriod } from './posting-period.rule.js';
import { StockDraft } from './stock-draft.js';

/** @throws Refusal `ITEM_UNKNOWN`, `LOT_UNKNOWN` (a lot-tracked item without lot), `PERIOD_...`, `UNIT_NOT_CONVERTIBLE`, `MALFORMED` */
export function receiveGoods(state: ErpState, command: ReceiveGoods): StockDocument {
  requireQuantity(command.quantity, 'quantity');
  const item = requireItem(state, command.itemId);
  if (item.tracking === 'lot' && command.lotId === undefined) throw new Refusal('LOT_UNKNOWN', `Item ${item.itemId} needs a lot.`, { itemId: item.itemId });
  const lotId = item.tracking === 'lot' ? command.lotId! : '';
  if (item.tracking === 'lot') requireLotName(lotId);
  requireLotName(command.locationId);
  requireOpenPeriod(state, command.postingDate);
  const quantity = rounded(inBaseUnit(item, command.quantity), item.baseUnitDecimals);
  if (quantity.lte(0)) throw new Refusal('MALFORMED', 'quantity must be above zero.', { field: 'quantity' });
  const { unitPrice } = command;
  if (unitPrice !== undefined && !(isAmountText(unitPrice.amount) && unitPrice.currency === state.currency)) {
    throw new Refusal('MALFORMED', `unitPrice must be zero or more, in ${state.currency}.`, { field: 'unitPrice' });
  }
  const draft = new StockDraft(state);
  draft.put(item, quantity, { kind: 'receipt' }, lotId, command.locationId);
  return draft.post({ reference: command.reference ?? '', postingDate: command.postingDate, enteredAt: command.at }, unitPrice)!;
}

/** @throws Refusal `MALFORMED`, `LOT_UNKNOWN` */
export function setLotStatus(state: ErpState, { at, itemId, lotId, status, reference, reason }: SetLotStatus): LotStatusChange {
  requireReference(reference);
  const lot = state.lots.get(itemId)?.get(lotId);
  if (lot === undefined) throw new Refusal('LOT_UNKNOWN', `Item ${itemId} has no lot ${lotId}.`, { itemId, lotId });
  state.lots.get(itemId)!.set(lotId, { ...lot, status });
  const change: LotStatusChange = {
    number: String(9_000_000_001 + state.lotStatusChanges.length), itemId, lotId, before: lot.status, status, enteredAt: at,
    ...(reference === undefined ? {} : { reference }), ...(reason === undefined ? {} : { reason }),
  };
  state.lotStatusChanges.push(change);
  return change;
}
