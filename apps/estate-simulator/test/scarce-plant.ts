import { BERLIN, demoPlant, SeededRandom } from '@plantway/simulation';
import type { NewOrder, PlantData } from '@plantway/simulation';

/** When the plant begins. */
export const START = '2026-11-22T08:00:00.000Z';
export const TODAY = '2026-11-22';
/** An order that the plant leaves alone. */
export const SPARE_ORDER = 'WO-SPARE';

export function pieces(value: number | string): { readonly value: string; readonly unit: string } {
  return { value: String(value), unit: 'H87' };
}

/** One order after the other is counted piece by piece, and every third at a machine that only counts upwards. */
const PRODUCTS = ['FG-100', 'FG-300', 'FG-100', 'SA-10', 'FG-200', 'FG-100', 'FG-300', 'FG-100', 'FG-100'] as const;

/** The demo plant with little material, so that some of it is short, and orders of every kind. */
export function scarcePlant(seed: number): PlantData {
  const plant = demoPlant({ ...BERLIN, startsAt: new Date(START), seed });
  const scarce = (itemId: string, value: string): string => (itemId.startsWith('RM-') ? String(Number(value) / 100) : value);
  const random = new SeededRandom(seed);
  const order = (workOrderId: string, itemId: string, quantity: number): NewOrder => ({
    workOrderId, itemId, quantity: pieces(quantity), overDeliveryTolerancePercent: '5', startAt: START, dueAt: START, released: true,
  });
  const orders = PRODUCTS.map((itemId, place) => order(`WO-${place + 1}`, itemId, random.between(2, 8) * 10));
  return { ...plant, orders: [...orders, order(SPARE_ORDER, 'FG-100', 100)], openingStock: plant.openingStock.map((stock) => ({ ...stock, quantity: { ...stock.quantity, value: scarce(stock.itemId, stock.quantity.value) } })) };
}
