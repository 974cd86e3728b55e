import { DateTime } from 'luxon';
import type { PostingPeriod, PurchaseOrder, ReferenceCode } from '@plantway/canonical';
import type { NewOrder, OpeningStock, PlantData, PlantItem } from '../engine/plant-data.js';
import type { DemoItem, DemoPlant } from './demo-plant-definition.js';
import { SeededRandom } from './seeded-random.js';

export { BERLIN } from './berlin.js';

/** A demo plant, the business time at which its story begins, and its chance. */
export interface DemoPlantOptions extends DemoPlant {
  readonly startsAt: Date;
  readonly seed: number;
}

/** Data of a demo plant, the same for the same options. The first order is always released and untouched, the second always created. */
export function demoPlant({ startsAt, seed, ...plant }: DemoPlantOptions): PlantData {
  const { siteId, currency, timeZone } = plant;
  const now = DateTime.fromJSDate(startsAt, { zone: timeZone });
  // A production day begins at 06:00: in the first hours of a month the plant still works in the month before.
  const plantDay = now.minus({ hours: 6 });
  const master = { revision: 'A', validFrom: `${plantDay.year - 1}-01-01` };
  return {
    siteId, currency, timeZone,
    items: plant.items.map((item) => plantItem(item, currency)),
    bills: Object.entries(plant.made).map(([itemId, { components }]) => ({ itemId, ...master, lotSize: { value: '1', unit: 'H87' }, components })),
    routings: Object.entries(plant.made).map(([itemId, { operations }]) => ({ itemId, ...master, operations })),
    workCenters: codes(plant.workCenters),
    activityRates: Object.fromEntries(Object.entries(plant.hourlyRates).map(([workCenterId, amount]) => [workCenterId, { amount, currency }])),
    reasons: codes(plant.reasons),
    lots: plant.lots.map(({ itemId, lotId, status, supplierLotId }) => ({
      lotId, itemId, status, expiresOn: plantDay.plus({ years: 2 }).toISODate()!, ...(supplierLotId === undefined ? {} : { supplierLotId }), parentLotIds: [],
    })),
    openingStock: openingStock(plant),
    periods: demoPeriods(plantDay),
    purchaseOrders: purchaseOrders(plant, plantDay),
    orders: demoOrders(plant, now, new SeededRandom(seed)),
  };
}

function plantItem({ conversions = [], standardCost, standardLotSize, ...item }: DemoItem, currency: string): PlantItem {
  return { ...item, conversions, standardCost: { amount: standardCost, currency }, ...(standardLotSize === undefined ? {} : { standardLotSize }) };
}

function codes(table: Readonly<Record<string, string>>): readonly ReferenceCode[] {
  return Object.entries(table).map(([code, description]) => ({ code, description, active: true }));
}

function openingStock({ items, lots, stock }: DemoPlant): readonly OpeningStock[] {
  const at = (itemId: string): DemoItem => items.find((item) => item.itemId === itemId)!;
  const row = (itemId: string, value: string, lotId?: string): OpeningStock => {
    const { locationId, baseUnit } = at(itemId);
    return { itemId, locationId, quantity: { value, unit: baseUnit }, ...(lotId === undefined ? {} : { lotId }) };
  };
  return [...lots.map(({ itemId, lotId, quantity }) => row(itemId, quantity, lotId)), ...Object.entries(stock).map(([itemId, value]) => row(itemId, value))];
}

/** The month of `day` and its neighbours: closed, open, future. */
export function demoPeriods(day: DateTime): readonly PostingPeriod[] {
  return ([[-1, 'closed'], [0, 'open'], [1, 'future']] as const).map(([months, status]) => postingPeriod(day.plus({ months }), status));
}

export function postingPeriod(day: DateTime, status: PostingPeriod['status']): PostingPeriod {
  return { periodId: day.toFormat('yyyy-MM'), startsOn: day.startOf('month').toISODate()!, endsOn: day.endOf('month').toISODate()!, status };
}

function purchaseOrders({ items, purchases }: DemoPlant, day: DateTime): readonly PurchaseOrder[] {
  return purchases.map(({ purchaseOrderId, supplierId, itemId, quantity, received = '0', status = 'open', dueInDays }) => {
    const unit = items.find((item) => item.itemId === itemId)!.baseUnit;
    return {
      purchaseOrderId, supplierId, status,
      lines: [{ lineId: '0010', itemId, quantity: { value: quantity, unit }, received: { value: received, unit }, dueOn: day.plus({ days: dueInDays }).toISODate()! }],
    };
  });
}

/** Sixteen orders of which twelve and more are released, the second and the last two created; then the plant's own rows. */
function demoOrders({ firstOrderNumber, products, orders }: DemoPlant, now: DateTime, random: SeededRandom): readonly NewOrder[] {
  const id = (place: number): string => `WO-${firstOrderNumber + place}`;
  const fixed = [demoOrder(id(0), products[0], 100, true, now), demoOrder(id(1), products[0], 100, false, now)];
  const varied = Array.from({ length: 14 }, (_unused, index) =>
    demoOrder(id(2 + index), random.pick(products), random.between(2, 12) * 10, index < 12, now.plus({ hours: index * 4 })));
  const own = orders.map(({ itemId, pieces, released, startsInHours, underDeliveryTolerancePercent }, index) => ({
    ...demoOrder(id(16 + index), itemId, pieces, released, now.plus({ hours: startsInHours })), ...(underDeliveryTolerancePercent === undefined ? {} : { underDeliveryTolerancePercent }),
  }));
  return [...fixed, ...varied, ...own];
}

/** An order over whole pieces with 5 % tolerance that starts at the full hour of `from` and is due three days later. */
export function demoOrder(workOrderId: string, itemId: string, pieces: number, released: boolean, from: DateTime): NewOrder {
  const startAt = from.startOf('hour');
  return {
    workOrderId, itemId, quantity: { value: String(pieces), unit: 'H87' }, overDeliveryTolerancePercent: '5', released,
    startAt: startAt.toUTC().toISO()!, dueAt: startAt.plus({ days: 3 }).toUTC().toISO()!,
  };
}
