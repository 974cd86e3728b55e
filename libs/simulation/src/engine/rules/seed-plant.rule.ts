import { amount } from '../exact-amount.js';
import type { SeedPlant } from '../erp-command.js';
import type { ErpState } from '../erp-state.js';
import { Refusal } from '../refusal.js';
import { createOrder, requireItem } from './order.rule.js';
import { StockDraft } from './stock-draft.js';

/** Fills an empty ERP. @throws Refusal `MALFORMED` when it is not empty, or when the data contradict themselves */
export function seedPlant(state: ErpState, { at, plant }: SeedPlant): void {
  if (state.siteId !== '') throw new Refusal('MALFORMED', `The ERP of ${state.siteId} has its data already.`);
  state.siteId = plant.siteId;
  state.currency = plant.currency;
  state.timeZone = plant.timeZone;
  for (const item of plant.items) state.items.set(item.itemId, item);
  for (const bill of plant.bills) state.bills.set(bill.itemId, bill);
  for (const routing of plant.routings) state.routings.set(routing.itemId, routing);
  for (const workCenter of plant.workCenters) state.workCenters.set(workCenter.code, workCenter);
  for (const reason of plant.reasons) state.reasons.set(reason.code, reason);
  for (const period of plant.periods) state.periods.set(period.periodId, period);
  for (const purchaseOrder of plant.purchaseOrders) state.purchaseOrders.set(purchaseOrder.purchaseOrderId, purchaseOrder);
  for (const lot of plant.lots) {
    if (!state.lots.has(lot.itemId)) state.lots.set(lot.itemId, new Map());
    state.lots.get(lot.itemId)!.set(lot.lotId, lot);
  }
  const draft = new StockDraft(state);
  for (const stock of plant.openingStock) draft.put(requireItem(state, stock.itemId), amount(stock.quantity.value), { kind: 'opening' }, stock.lotId, stock.locationId);
  draft.post({ reference: '', postingDate: at.slice(0, 10), enteredAt: at });
  for (const order of plant.orders) createOrder(state, order);
}
