import { SeededRandom } from '../../dist/libs/simulation/src/index.js';

const HOUR_MS = 3_600_000;

/** The orders to create: the plants by turns; items, quantities and dates by seed. */
export function plannedOrders({ seed, count, products, startAt, hours }) {
  const random = new SeededRandom(seed * 7_919 + 17);
  const sites = Object.keys(products);
  return Array.from({ length: count }, (_, index) => {
    const siteId = sites[index % sites.length];
    const { itemId, baseUnit } = random.pick(products[siteId]);
    const start = startAt.getTime() + random.between(0, Math.max(1, Math.floor(hours))) * HOUR_MS;
    return {
      siteId,
      order: {
        workOrderId: `PILOT-${String(index + 1).padStart(4, '0')}`, itemId, quantity: { value: `${random.between(8, 30)}`, unit: baseUnit }, overDeliveryTolerancePercent: '5',
        startAt: new Date(start).toISOString(), dueAt: new Date(start + 60 * 24 * HOUR_MS).toISOString(), released: false,
      },
    };
  });
}
