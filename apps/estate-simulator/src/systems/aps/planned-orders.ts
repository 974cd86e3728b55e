import { DateTime } from 'luxon';
import { compare, subtract, sum } from '@plantway/canonical';
import type { CustomerOrder, DemandForecast, PlannedOrder, Quantity } from '@plantway/canonical';
import type { EstatePlant } from '../../plants/estate-plant.js';

const HOUR_MS = 3_600_000;
/** Days between the day that a customer wants and that on which it should be ready. */
const SHIPPING_DAYS = 2;
const HOURS_TO_MAKE = 12;

/** A planned order without its number, and the demand that it covers. */
export interface ProposedOrder {
  /** "order/line", or the id of the forecast. */
  readonly demand: string;
  readonly order: Omit<PlannedOrder, 'plannedOrderId' | 'siteId'>;
}

/**
 * What is wanted and nobody makes yet: lines of customer orders, and of forecasts what customers have not ordered for the days of the forecast, whoever makes that. Pure. `covered`: demand that has a
 * planned order.
 * @throws MappingError when a line and the forecast of its item have different units: both have the item's base unit
 */
export function proposeOrders(
  plant: EstatePlant, wanted: { readonly customerOrders: readonly CustomerOrder[]; readonly forecasts: readonly DemandForecast[] }, covered: (demand: string) => boolean, now: number,
): readonly ProposedOrder[] {
  const lines = wanted.customerOrders.filter(({ status }) => status === 'open').flatMap(({ customerOrderId, lines: each }) => each.map((line) => ({ customerOrderId, line })));
  const forLines = lines.filter(({ customerOrderId, line: { lineId, workOrderId } }) => workOrderId === undefined && !covered(`${customerOrderId}/${lineId}`))
    .map(({ customerOrderId, line: { lineId, itemId, quantity, requestedOn } }): ProposedOrder => ({
      demand: `${customerOrderId}/${lineId}`, order: { itemId, quantity, ...times(plant, requestedOn, now), customerOrderId, customerOrderLineId: lineId },
    }));
  const forStock = wanted.forecasts.filter(({ forecastId }) => !covered(forecastId)).flatMap(({ forecastId, itemId, startsOn, endsOn, quantity }): readonly ProposedOrder[] => {
    const ordered = lines.filter(({ line }) => line.itemId === itemId && line.requestedOn >= startsOn && line.requestedOn <= endsOn).map(({ line }) => line.quantity);
    const missing = subtract(quantity, sum(ordered, quantity.unit));
    return isAboveZero(missing) ? [{ demand: forecastId, order: { itemId, quantity: missing, ...times(plant, startsOn, now) } }] : [];
  });
  return [...forLines, ...forStock];
}

function isAboveZero(quantity: Quantity): boolean {
  return compare(quantity, { value: '0', unit: quantity.unit }) > 0;
}

function times({ timeZone, dayStartsAt }: EstatePlant, neededOn: string, now: number): Pick<PlannedOrder, 'startAt' | 'dueAt'> {
  const needed = DateTime.fromISO(`${neededOn}T${dayStartsAt}`, { zone: timeZone }).minus({ days: SHIPPING_DAYS }).toMillis();
  const soonest = Math.ceil(now / HOUR_MS) * HOUR_MS + HOUR_MS;
  const startAt = Math.max(soonest, needed - HOURS_TO_MAKE * HOUR_MS);
  return { startAt: new Date(startAt).toISOString(), dueAt: new Date(startAt + HOURS_TO_MAKE * HOUR_MS).toISOString() };
}
