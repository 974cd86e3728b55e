import { DateTime } from 'luxon';
import type { CustomerOrder, DemandForecast } from '@plantway/canonical';
import type { SeededRandom } from '@plantway/simulation';
import { chanceOf } from '../../mes/floor/chance.js';
import type { EstatePlant } from '../../plants/estate-plant.js';

/** An order as a customer places it, with who that is. */
export interface PlacedOrder {
  readonly customerId: string;
  readonly order: CustomerOrder;
}

const FIRST_ORDERS = 4;
const HOUR_MS = 3_600_000;
/** At most one new order in each stretch of business time. */
export const ORDER_SLOT_MS = 2 * HOUR_MS;
const ORDER_IN_SLOT_SHARE = 0.6;
const FORECAST_DAYS = 7;

/** What customers of a plant want, by chance of seed, plant and business time. */
export class CustomerDemand {
  constructor(private readonly plant: EstatePlant, private readonly seed: number) {}

  /** What stands there when the story begins. */
  first(at: number): readonly PlacedOrder[] {
    return Array.from({ length: FIRST_ORDERS }, (_unused, place) => this.order(place + 1, at, chanceOf(this.seed, this.plant.siteId, 'firstOrder', place)));
  }

  /** The order that comes at the beginning of a slot, when one does. `number` is its place among all orders. */
  inSlot(slot: number, number: number): PlacedOrder | undefined {
    const random = chanceOf(this.seed, this.plant.siteId, 'orderIn', slot);
    return random.next() < ORDER_IN_SLOT_SHARE ? this.order(number, slot * ORDER_SLOT_MS, random) : undefined;
  }

  /** Expected demand of each finished item in the plant's next week, which begins on the Monday after `at`. */
  forecasts(at: number): readonly DemandForecast[] {
    const { siteId, timeZone, demo } = this.plant;
    const startsOn = DateTime.fromMillis(at, { zone: timeZone }).startOf('week').plus({ weeks: 1 });
    return finished(this.plant).map((itemId) => {
      const pieces = chanceOf(this.seed, siteId, itemId, startsOn.toISODate()!, 'forecast').between(2, 5) * 10;
      return {
        forecastId: `FC-${itemId}-${startsOn.toISODate()!}`, siteId, itemId, startsOn: startsOn.toISODate()!, endsOn: startsOn.plus({ days: FORECAST_DAYS - 1 }).toISODate()!,
        quantity: { value: String(pieces), unit: demo.items.find((item) => item.itemId === itemId)!.baseUnit },
      };
    });
  }

  private order(number: number, at: number, random: SeededRandom): PlacedOrder {
    const { siteId, timeZone, customers, demo } = this.plant;
    const customer = random.pick(customers);
    const lines = Array.from({ length: random.between(1, 2) }, (_unused, place) => {
      const itemId = random.pick(finished(this.plant));
      return {
        lineId: String((place + 1) * 10), itemId, quantity: { value: String(random.between(1, 4) * 10), unit: demo.items.find((item) => item.itemId === itemId)!.baseUnit },
        requestedOn: DateTime.fromMillis(at, { zone: timeZone }).plus({ days: random.between(3, 12) }).toISODate()!,
      };
    });
    return { customerId: customer.customerId, order: { customerOrderId: `CO-${siteId}-${String(number).padStart(5, '0')}`, siteId, customerId: customer.customerId, status: 'open', lines } };
  }
}

/** What customers buy: not the parts that are built into other things. */
function finished({ demo: { products, made } }: EstatePlant): readonly string[] {
  const parts = new Set(Object.values(made).flatMap(({ components }) => components.map(({ componentItemId }) => componentItemId)));
  return products.filter((itemId) => !parts.has(itemId));
}
