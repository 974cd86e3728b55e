import type { Instant, PlantDate } from '@plantway/canonical';
import type { CustomerOrderFact, PlantCalendarFact } from '../system-fact.js';

const DAY_MS = 86_400_000;

/** The production day of a plant at an instant: the calendar day of its own zone, the day before until `dayStartsAt`. */
export function plantDay(at: Instant, { timeZone, dayStartsAt }: Pick<PlantCalendarFact, 'timeZone' | 'dayStartsAt'>): PlantDate {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((each) => each.type === type)!.value;
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return `${part('hour')}:${part('minute')}` < dayStartsAt ? dayAfter(day, -1) : day;
}

/** The `leadTimeDays`-th day after `day` on which the customer works. */
export function customerDay(day: PlantDate, { workDays, holidays, leadTimeDays }: CustomerOrderFact['customer']): PlantDate {
  let found = day;
  for (let open = leadTimeDays; open > 0;) {
    found = dayAfter(found, 1);
    const weekday = new Date(`${found}T00:00:00Z`).getUTCDay();
    if (workDays.includes(weekday === 0 ? 7 : weekday) && !holidays.includes(found)) open -= 1;
  }
  return found;
}

function dayAfter(day: PlantDate, days: number): PlantDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
