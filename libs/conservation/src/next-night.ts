import type { PlantDate } from '@plantway/canonical';

/** What a night is reckoned by: the calendar of a plant. */
export interface NightlyRules {
  /** Plant-local day at this moment. */
  readonly today: PlantDate;
  /** Whether the hour of the comparison has come today. */
  readonly isDueToday: boolean;
  /** Production day that is running. */
  readonly productionDay: PlantDate;
  /** The last night that has a comparison, and its last day. */
  readonly last?: { readonly night: PlantDate; readonly toDay: PlantDate };
}

/** After a longer time away only so many days are compared by themselves. */
const MOST_DAYS = 31;

/** The night whose comparison is due, with its days; undefined when it has one. Nights that were missed have theirs in this one: it begins with the last day of the one before, which was not over then. */
export function nextNight({ today, isDueToday, productionDay, last }: NightlyRules): { readonly night: PlantDate; readonly fromDay: PlantDate; readonly toDay: PlantDate } | undefined {
  const night = isDueToday ? today : daysAfter(today, -1);
  if (last !== undefined && last.night >= night) return undefined;
  const from = last?.toDay ?? daysAfter(productionDay, -1);
  const earliest = daysAfter(productionDay, -MOST_DAYS);
  return { night, fromDay: [from < earliest ? earliest : from, productionDay].sort()[0]!, toDay: productionDay };
}

function daysAfter(day: PlantDate, days: number): PlantDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
