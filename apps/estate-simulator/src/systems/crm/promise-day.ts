import { DateTime } from 'luxon';
import type { Instant, PlantDate } from '@plantway/canonical';
import type { EstatePlant } from '../../plants/estate-plant.js';
import type { PlantCustomer } from '../../plants/customers.js';

/** The day that is promised for what is finished at an instant: so many working days of the customer after the production day of the plant. */
export function promiseDay(finishAt: Instant, { timeZone, dayStartsAt }: Pick<EstatePlant, 'timeZone' | 'dayStartsAt'>, { workDays, holidays, leadTimeDays }: PlantCustomer): PlantDate {
  const local = DateTime.fromISO(finishAt, { zone: timeZone });
  const begins = dayStartsAt <= local.toFormat('HH:mm') ? local : local.minus({ days: 1 });
  let day = DateTime.fromISO(begins.toISODate()!, { zone: 'utc' });
  for (let open = leadTimeDays; open > 0;) {
    day = day.plus({ days: 1 });
    if (workDays.includes(day.weekday) && !holidays.includes(day.toFormat('MM-dd'))) open -= 1;
  }
  return day.toISODate()!;
}
