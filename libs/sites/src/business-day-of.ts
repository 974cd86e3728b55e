import type { Instant, PlantDate } from '@plantway/canonical';
import { productionDayOf } from './production-day.js';
import type { SiteDirectory } from './site-directory.js';

/** The plant-local day of an instant by the calendar of its site; by that of UTC for a site that is not known (any more). */
export function businessDayOf(sites: SiteDirectory): (siteId: string, instant: Instant) => PlantDate {
  return (siteId, instant) => {
    const site = sites.get(siteId);
    return site === undefined ? instant.slice(0, 10) : productionDayOf(site.calendar, instant);
  };
}
