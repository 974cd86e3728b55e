import type { SiteConfiguration, SystemEntry, SystemFamily, SystemLimits } from './site-configuration.js';
import type { SiteDirectory } from './site-directory.js';

/** The side of a site that a message is written to. */
type Side = 'erp' | 'mes' | SystemFamily;

/** The system behind one side of a site, with what all sites that share it say of its limits. */
export interface SystemBehind {
  /** Name of the installation; undefined when the site does not share it. */
  readonly instance?: string;
  readonly limits: SystemLimits;
  /** Sites that write to it. */
  readonly siteIds: readonly string[];
}

/** What the site says of one of its systems; undefined for a side that it does not have. */
export function systemEntry(site: SiteConfiguration, side: string): SystemEntry | undefined {
  if (side === 'erp') return site.erp;
  return side === 'mes' ? site.mes : site.systems[side as SystemFamily];
}

/** Finds out who shares the system. Of different limits that sites name for it the smaller one counts. */
export function systemBehind(directory: SiteDirectory, siteId: string, side: Side | (string & {})): SystemBehind {
  const site = directory.get(siteId);
  const entry = site && systemEntry(site, side);
  if (entry?.instance === undefined) return { limits: entry?.limits ?? {}, siteIds: [siteId] };
  const { instance } = entry;
  const sharing = directory.all().flatMap((other) => {
    const shared = systemEntry(other, side);
    return shared?.instance === instance ? [{ siteId: other.siteId, limits: shared.limits ?? {} }] : [];
  });
  const concurrentRequests = smallest(sharing.map(({ limits }) => limits.concurrentRequests));
  const requestsPerSecond = smallest(sharing.map(({ limits }) => limits.requestsPerSecond));
  return { instance, limits: { ...(concurrentRequests !== undefined && { concurrentRequests }), ...(requestsPerSecond !== undefined && { requestsPerSecond }) }, siteIds: sharing.map((each) => each.siteId) };
}

function smallest(limits: readonly (number | undefined)[]): number | undefined {
  const named = limits.filter((limit) => limit !== undefined);
  return named.length === 0 ? undefined : Math.min(...named);
}
