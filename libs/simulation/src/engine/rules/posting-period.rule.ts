import { DateTime } from 'luxon';
import type { Instant, PlantDate } from '@plantway/canonical';
import type { ErpState } from '../erp-state.js';
import { Refusal } from '../refusal.js';

export function isPlantDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The calendar day at the plant: the posting date of what nobody dated. */
export function plantDay(state: ErpState, at: Instant): PlantDate {
  return DateTime.fromISO(at, { zone: state.timeZone }).toISODate()!;
}

/**
 * Only an open period takes postings.
 * @throws Refusal `PERIOD_CLOSED`, `PERIOD_NOT_OPEN_YET`, `MALFORMED`
 */
export function requireOpenPeriod(state: ErpState, postingDate: PlantDate): void {
  if (!isPlantDate(postingDate)) throw new Refusal('MALFORMED', `Posting date ${postingDate} is no calendar day.`, { field: 'postingDate' });
  const periods = [...state.periods.values()];
  const period = periods.find(({ startsOn, endsOn }) => startsOn <= postingDate && postingDate <= endsOn);
  if (period?.status === 'open') return;
  const isEarly = period === undefined ? periods.every(({ endsOn }) => endsOn < postingDate) : period.status === 'future';
  const facts = { postingDate, period: period?.periodId ?? '' };
  if (isEarly) throw new Refusal('PERIOD_NOT_OPEN_YET', `Posting date ${postingDate}: its period is not open yet.`, facts);
  throw new Refusal('PERIOD_CLOSED', `Posting date ${postingDate}: its period is closed.`, facts);
}
