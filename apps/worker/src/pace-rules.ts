import type { PaceRule, PaceRules } from '@plantway/messaging';
import { partsOfDestination } from '@plantway/ports';
import { maintenanceAt, systemBehind, systemEntry, type SiteDirectory } from '@plantway/sites';

const SECOND = 1_000;

/** What the files of the sites say of the systems behind destinations: who shares them, their limits, and the maintenance windows as they are at that moment. */
export function paceRules(sites: SiteDirectory): PaceRules {
  const known = new Map<string, { readonly second: number; readonly rule: PaceRule }>(); // asked many times a second, and windows begin and end with a minute
  return {
    of: (destination, at) => {
      const second = Math.floor(at.getTime() / SECOND);
      const last = known.get(destination);
      if (last?.second === second) return last.rule;
      const rule = ruleOf(sites, destination, at);
      known.set(destination, { second, rule });
      return rule;
    },
  };
}

function ruleOf(sites: SiteDirectory, destination: string, at: Date): PaceRule {
  const parts = partsOfDestination(destination);
  const site = parts && sites.get(parts.siteId);
  const entry = site && systemEntry(site, parts.side);
  if (parts === undefined || site === undefined || entry === undefined) return { system: destination };
  const { instance, limits, siteIds } = systemBehind(sites, parts.siteId, parts.side);
  const { until, endedAt } = maintenanceAt(entry.maintenanceWindows ?? [], site.calendar.timeZone, at);
  return {
    system: instance ?? destination, siteIds, ...limits,
    ...(until !== undefined && { windowUntil: until }), ...(endedAt !== undefined && { windowEndedAt: endedAt }),
  };
}
