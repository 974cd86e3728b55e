import { TechnicalRetryableError } from '@plantway/canonical';
import type { SiteConfiguration, SiteDirectory } from '@plantway/sites';

/**
 * The site of an event. This process may hear of an event before it hears that its site was imported, so a handler that decides by the site tries again.
 * @throws TechnicalRetryableError `SITE_NOT_FOUND`
 */
export function knownSite(sites: Pick<SiteDirectory, 'get'>, siteId: string): SiteConfiguration {
  const site = sites.get(siteId);
  if (site === undefined) throw new TechnicalRetryableError('SITE_NOT_FOUND', `There is no site ${siteId} yet. Import its file.`, { details: { siteId } });
  return site;
}
