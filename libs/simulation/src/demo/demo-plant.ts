import { DateTime } from 'luxon';
import type { MaterialLot, PostingPeriod, PurchaseOrder, ReferenceCode } from '@plantway/canonical';
import type { NewOrder, OpeningStock, PlantData } from '../engine/plant-data.js';
import { demoBills, demoItems, demoRoutings } from './demo-items.js';
import { SeededRandom } from './seeded-random.js';

/** What makes one demo plant differ from another. */
export interface DemoPlantOptions {
  readonly siteId: string;
  readonly currency: string;
  /** IANA zone. */
  readonly timeZone: string;
  /** Business time at which the plant's story begins. */
  readonly startsAt: Date;
  readonly seed: number;
}

/** The first demo plant, Berlin. */
export const BERLIN = { siteId: 'BER1', currency: 'EUR', timeZone: 'Europe/Berlin' } as const;

/** Data of a demo plant, the same for the same options. WO-1001 is always released and untouched, WO-1002 always created. */
export function demoPlant({ siteId, currency, timeZone, startsAt, seed }: DemoPlantOptions): PlantData {
  const now = DateTime.fromJSDate(startsAt, { zone: timeZone });
  // A production day begins at 06:00: in the first hours of a month the plant still works in the month before.
  const plantDay = now.minus({ hours: 6 });
  return {
    siteId, currency, timeZone,
    items: demoItems(currency), bills: demoBills(plantDay.year), routings: demoRoutings(plantDay.year),
    workCenters: codes([['WC-10', 'Machining'], ['WC-20', 'Assembly'], ['WC-30', 'Test and packing']]),
    reasons: codes([['BURR', 'Burr on the edge'], ['SCRATCH', 'Scratched surface'], ['POROSITY', 'Pores in the casting'], ['WRONG_DIMENSION', 'Dimension out of tolerance']]),
    lots: demoLots(plantDay), openingStock: OPENING_STOCK, periods: demoPeriods(plantDay), purchaseOrders: demoPurchaseOrders(plantDay), orders: demoOrders(now, new SeededRandom(seed)),
  };
}

function codes(rows: readonly (readonly [string, string])[]): readonly ReferenceCode[] {
  return rows.map(([code, description]) => ({ code, description, active: true }));
}

/** The month of `day` and its neighbours: closed, open, future. */
export function demoPeriods(day: DateTime): readonly PostingPeriod[] {
  return ([[-1, 'closed'], [0, 'open'], [1, 'future']] as const).map(([months, status]) => postingPeriod(day.plus({ months }), status));
}

export function postingPeriod(day: DateTime, status: PostingPeriod['status']): PostingPeriod {
  return { periodId: day.toFormat('yyyy-MM'), startsOn: day.startOf('month').toISODate()!, endsOn: day.endOf('month').toISODate()!, status };
}

function demoLots(day: DateTime): readonly MaterialLot[] {
  const lot = (itemId: string, lotId: string, status: MaterialLot['status'], supplierLotId?: string): MaterialLot => ({
    lotId, itemId, status, expiresOn: day.plus({ years: 2 }).toISODate()!, ...(supplierLotId === undefined ? {} : { supplierLotId }), parentLotIds: [],
  });
  return [
    lot('RM-1', 'RM1-A', 'unrestricted', 'S-7781'), lot('RM-1', 'RM1-B', 'unrestricted', 'S-7790'), lot('RM-1', 'RM1-Q', 'qualityInspection', 'S-7802'),
    lot('RM-2', 'RM2-A', 'unrestricted', 'A-1120'), lot('RM-2', 'RM2-X', 'blocked', 'A-1098'), lot('SA-10', 'SA10-A', 'unrestricted'),
  ];
}

function stock(itemId: string, locationId: string, value: string, unit: string, lotId?: string): OpeningStock {
  return { itemId, locationId, quantity: { value, unit }, ...(lotId === undefined ? {} : { lotId }) };
}

const OPENING_STOCK: readonly OpeningStock[] = [
  stock('RM-1', 'RAW', '1200', 'KGM', 'RM1-A'), stock('RM-1', 'RAW', '2500', 'KGM', 'RM1-B'), stock('RM-1', 'RAW', '300', 'KGM', 'RM1-Q'),
  stock('RM-2', 'RAW', '1800', 'KGM', 'RM2-A'), stock('RM-2', 'RAW', '90', 'KGM', 'RM2-X'), stock('RM-3', 'RAW', '400', 'LTR'),
  stock('CP-2', 'RAW', '6000', 'H87'), stock('CP-3', 'RAW', '8000', 'H87'), stock('CP-4', 'RAW', '6000', 'H87'), stock('PK-1', 'RAW', '5000', 'H87'),
  stock('SA-10', 'WIP', '800', 'H87', 'SA10-A'), stock('FG-100', 'FIN', '40', 'H87'),
];

function demoPurchaseOrders(day: DateTime): readonly PurchaseOrder[] {
  const order = (purchaseOrderId: string, supplierId: string, itemId: string, value: string, unit: string, dueInDays: number): PurchaseOrder => ({
    purchaseOrderId, supplierId, status: 'open',
    lines: [{ lineId: '0010', itemId, quantity: { value, unit }, received: { value: '0', unit }, dueOn: day.plus({ days: dueInDays }).toISODate()! }],
  });
  return [order('PO-5001', 'SUP-1', 'RM-1', '2000', 'KGM', 7), order('PO-5002', 'SUP-2', 'CP-2', '4000', 'H87', 5), order('PO-5003', 'SUP-1', 'RM-2', '1000', 'KGM', 12)];
}

/** WO-1001 to WO-1016: twelve and more released, the second and the last two created. */
function demoOrders(now: DateTime, random: SeededRandom): readonly NewOrder[] {
  const fixed: readonly NewOrder[] = [demoOrder('WO-1001', 'FG-100', 100, true, now), demoOrder('WO-1002', 'FG-100', 100, false, now)];
  const varied = Array.from({ length: 14 }, (_unused, index) => demoOrder(`WO-${1003 + index}`, random.pick(DEMO_PRODUCTS), random.between(2, 12) * 10, index < 12, now.plus({ hours: index * 4 })));
  return [...fixed, ...varied];
}

export const DEMO_PRODUCTS = ['FG-100', 'FG-200', 'FG-300', 'SA-10'] as const;

/** An order over whole pieces with 5 % tolerance that starts at the full hour of `from` and is due three days later. */
export function demoOrder(workOrderId: string, itemId: string, pieces: number, released: boolean, from: DateTime): NewOrder {
  const startAt = from.startOf('hour');
  return {
    workOrderId, itemId, quantity: { value: String(pieces), unit: 'H87' }, overDeliveryTolerancePercent: '5', released,
    startAt: startAt.toUTC().toISO()!, dueAt: startAt.plus({ days: 3 }).toUTC().toISO()!,
  };
}
