import { amount, isAmountText } from '../exact-amount.js';
import type { SeedPlant } from '../erp-command.js';
import type { ErpState } from '../erp-state.js';
import type { PlantData } from '../plant-data.js';
import { Refusal } from '../refusal.js';
import { createOrder } from './create-order.rule.js';
import { requireItem } from './order.rule.js';
import { plantDay } from './posting-period.rule.js';
import { StockDraft } from './stock-draft.js';

/** Fills an empty ERP. @throws Refusal `MALFORMED` when it is not empty, or when the data contradict themselves */
export function seedPlant(state: ErpState, { at, plant }: SeedPlant): void {
  if (state.siteId !== '') throw new Refusal('MALFORMED', `The ERP of ${state.siteId} has its data already.`);
  requireMoney(plant);
  state.siteId = plant.siteId;
  state.currency = plant.currency;
  state.timeZone = plant.timeZone;
  for (const item of plant.items) state.items.set(item.itemId, item);
  for (const bill of plant.bills) state.bills.set(bill.itemId, bill);
  for (const routing of plant.routings) state.routings.set(routing.itemId, routing);
  for (const workCenter of plant.workCenters) state.workCenters.set(workCenter.code, workCenter);
  for (const [workCenterId, rate] of Object.entries(plant.activityRates ?? {})) state.activityRates.set(workCenterId, rate);
  for (const reason of plant.reasons) state.reasons.set(reason.code, reason);
  for (const period of plant.periods) state.periods.set(period.periodId, period);
  for (const purchaseOrder of plant.purchaseOrders) state.purchaseOrders.set(purchaseOrder.purchaseOrderId, purchaseOrder);
  for (const lot of plant.lots) {
    if (!state.lots.has(lot.itemId)) state.lots.set(lot.itemId, new Map());
    state.lots.get(lot.itemId)!.set(lot.lotId, lot);
  }
  const draft = new StockDraft(state);
  for (const stock of plant.openingStock) draft.put(requireItem(state, stock.itemId), amount(stock.quantity.value), { kind: 'opening' }, stock.lotId, stock.locationId);
  draft.post({ reference: '', postingDate: plantDay(state, at), enteredAt: at });
  for (const order of plant.orders) createOrder(state, order, at);
}

/** Costs, rates and lot sizes that valuation can count on. */
function requireMoney({ items, activityRates = {}, workCenters, currency }: PlantData): void {
  const costs = [...items.map(({ itemId, standardCost }) => [`standard cost of ${itemId}`, standardCost] as const), ...Object.entries(activityRates).map(([id, rate]) => [`rate of ${id}`, rate] as const)];
  const wrong = costs.find(([, money]) => money !== undefined && !(isAmountText(money.amount) && money.currency === currency));
  if (wrong !== undefined) throw new Refusal('MALFORMED', `The ${wrong[0]} must be zero or more, in ${currency}.`);
  const nowhere = Object.keys(activityRates).find((id) => workCenters.every(({ code }) => code !== id));
  if (nowhere !== undefined) throw new Refusal('MALFORMED', `There is a rate of ${nowhere}, which is no work center.`);
  const flat = items.find(({ standardLotSize }) => standardLotSize !== undefined && !(isAmountText(standardLotSize) && amount(standardLotSize).gt(0)));
  if (flat !== undefined) throw new Refusal('MALFORMED', `The standard lot size of ${flat.itemId} must be above zero.`);
}
