import { describe, expect, it } from '@jest/globals';
import Big from 'big.js';
import { readSiteFiles } from '@plantway/sites';
import { ErpEngine } from '../engine/erp-engine.js';
import type { PlantData } from '../engine/plant-data.js';
import { BERLIN } from './berlin.js';
import { DEMO_PLANTS, demoPlantLike, demoPlantSources } from './demo-plants.js';
import { demoPlant } from './demo-plant.js';

const STARTS_AT = new Date('2026-11-22T08:00:00Z');
const plants = DEMO_PLANTS.map((plant) => demoPlant({ ...plant, startsAt: STARTS_AT, seed: 1 }));
const byName = Object.fromEntries(plants.map((plant) => [plant.siteId, plant]));
const IN_BASE_UNIT: Readonly<Record<string, string>> = { 'GRM KGM': '0.001' };

/** Material and set-up and run of one piece, every level below at its own standard cost. */
function rolledUp({ items, bills, routings, activityRates = {} }: PlantData, itemId: string): string {
  const item = (id: string) => items.find((candidate) => candidate.itemId === id)!;
  const material = bills.find((bill) => bill.itemId === itemId)!.components.map(({ componentItemId, quantity }) => {
    const { baseUnit, standardCost } = item(componentItemId);
    return Big(quantity.value).times(quantity.unit === baseUnit ? '1' : IN_BASE_UNIT[`${quantity.unit} ${baseUnit}`]).times(standardCost!.amount);
  });
  const activity = routings.find((routing) => routing.itemId === itemId)!.operations.map(({ workCenterId, setupTime, runTimePerUnit }) =>
    Big(setupTime.value).div(item(itemId).standardLotSize ?? '100').plus(runTimePerUnit.value).times(activityRates[workCenterId].amount).div(60));
  return [...material, ...activity].reduce((sum, cost) => sum.plus(cost), Big(0)).toString();
}

describe('The demo plants', () => {
  const made = plants.flatMap((plant) => plant.bills.map(({ itemId }) => ({ siteId: plant.siteId, itemId })));

  it.each(made)('$siteId $itemId costs what its bill and routing roll up to, to the cent', ({ siteId, itemId }) => {
    const { amount, currency } = byName[siteId].items.find((item) => item.itemId === itemId)!.standardCost!;

    expect({ amount: Big(amount).toString(), currency }).toEqual({ amount: rolledUp(byName[siteId], itemId), currency: byName[siteId].currency });
  });

  it('make worked example 1: FG-100 for 22.30, FG-200 of worked example 8 for 118.40', () => {
    // 0.75 kg × 12.00 + 2 × 4.25 = 17.50; (30/100 + 1.5) min × 1.00 = 1.80; 4 min × 0.75 = 3.00
    expect([rolledUp(byName['BER1'], 'FG-100'), rolledUp(byName['BER1'], 'FG-200')]).toEqual(['22.3', '118.4']);
  });

  it.each(plants)('$siteId has a dozen items, three levels, lots, serial numbers, reported parts and every state of a purchase', ({ items, bills, lots, purchaseOrders, orders }) => {
    const billOf = (itemId: string) => bills.find((bill) => bill.itemId === itemId)?.components ?? [];
    const depth = (itemId: string): number => 1 + Math.max(0, ...billOf(itemId).map(({ componentItemId }) => depth(componentItemId)));

    expect(items.length).toBeGreaterThanOrEqual(12);
    expect(Math.max(...items.map(({ itemId }) => depth(itemId)))).toBe(3);
    expect(new Set(items.filter(({ procurement }) => procurement === 'made').map(({ tracking }) => tracking))).toEqual(new Set(['none', 'lot', 'serial']));
    expect(bills.flatMap(({ components }) => components).some(({ issueMethod }) => issueMethod === 'reported')).toBe(true);
    expect(new Set(lots.map(({ status }) => status))).toEqual(new Set(['unrestricted', 'qualityInspection', 'blocked']));
    expect(purchaseOrders.map(({ status }) => status)).toEqual(expect.arrayContaining(['open', 'received', 'cancelled']));
    expect(new Set(purchaseOrders.map(({ supplierId }) => supplierId)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(orders.map(({ released }) => released))).toEqual(new Set([true, false]));
    expect(orders.slice(0, 2).map(({ released }) => released)).toEqual([true, false]);
  });

  it.each(plants)('$siteId names nothing that it does not have, and makes every item that it calls made', (plant) => {
    const items = new Set(plant.items.map(({ itemId }) => itemId));
    const named = [
      ...plant.bills.flatMap(({ itemId, components }) => [itemId, ...components.map(({ componentItemId }) => componentItemId)]), ...plant.routings.map(({ itemId }) => itemId), ...plant.lots.map(({ itemId }) => itemId),
      ...plant.openingStock.map(({ itemId }) => itemId), ...plant.purchaseOrders.flatMap(({ lines }) => lines.map(({ itemId }) => itemId)), ...plant.orders.map(({ itemId }) => itemId),
    ];
    const operationsOf = (itemId: string) => plant.routings.find((routing) => routing.itemId === itemId)!.operations.map(({ operationId }) => operationId);

    expect(named.filter((itemId) => !items.has(itemId))).toEqual([]);
    expect(plant.items.filter(({ procurement }) => procurement === 'made').map(({ itemId }) => itemId).sort()).toEqual(plant.routings.map(({ itemId }) => itemId).sort());
    expect(plant.bills.flatMap(({ itemId, components }) => components.filter(({ operationId }) => !operationsOf(itemId).includes(operationId)))).toEqual([]);
    expect(plant.routings.flatMap(({ operations }) => operations).filter(({ workCenterId }) => plant.activityRates![workCenterId] === undefined)).toEqual([]);
  });

  it.each(plants)('$siteId is taken by the ERP, and has the material of every released order', (plant) => {
    const engine = ErpEngine.replay([{ type: 'seedPlant', at: STARTS_AT.toISOString(), plant }]);
    const free = new Map<string, Big>();
    for (const { itemId, status, quantity } of engine.balances()) if (status === 'unrestricted') free.set(itemId, (free.get(itemId) ?? Big(0)).plus(quantity.value));
    const needed = new Map<string, Big>();
    for (const order of engine.view.orders.values()) for (const { itemId, required } of order.components) needed.set(itemId, (needed.get(itemId) ?? Big(0)).plus(required));

    expect([...needed].filter(([itemId, amount]) => (free.get(itemId) ?? Big(0)).lt(amount)).map(([itemId]) => itemId)).toEqual([]);
  });

  it('are the same for the same seed, and other orders for another', () => {
    const data = (seed: number) => demoPlantSources(seed).map((source) => source.data(STARTS_AT));

    expect(data(7)).toEqual(data(7));
    expect(data(7).map(({ orders }) => orders)).not.toEqual(data(8).map(({ orders }) => orders));
  });

  it('can be had again under another name, zone and currency, with the same costs', () => {
    const dublin = demoPlant({ ...demoPlantLike(BERLIN, { siteId: 'DUB1', timeZone: 'Europe/Dublin' }), startsAt: STARTS_AT, seed: 1 });

    expect([dublin.siteId, dublin.timeZone, dublin.currency]).toEqual(['DUB1', 'Europe/Dublin', 'EUR']);
    expect(dublin.items).toEqual(byName['BER1'].items);
    expect(ErpEngine.replay([{ type: 'seedPlant', at: STARTS_AT.toISOString(), plant: dublin }]).order('WO-1001')?.quantity.value).toBe('100');
  });

  it.each(DEMO_PLANTS)('$siteId says the same as its file in sites/', async ({ siteId, currency, timeZone, workCenters, reasons, items }) => {
    const site = (await readSiteFiles('sites')).find((candidate) => candidate.siteId === siteId)!;
    const codes = (list: 'workCenters' | 'reasons' | 'units'): string[] => site.referenceData[list].map(({ code }) => code);

    expect([site.currency, site.timeZone]).toEqual([currency, timeZone]);
    expect([codes('workCenters'), codes('reasons')]).toEqual([Object.keys(workCenters), Object.keys(reasons)]);
    expect(codes('units')).toEqual(expect.arrayContaining([...new Set(items.map(({ baseUnit }) => baseUnit))]));
  });
});
