import { ProblemException } from '@plantway/http';
import type { SiteConfiguration, SiteDirectory } from '@plantway/sites';

/** The site of the path. @throws ProblemException `SITE_NOT_FOUND` */
export function siteOf(sites: SiteDirectory, siteId: string): SiteConfiguration {
  const site = sites.get(siteId);
  if (site === undefined) throw new ProblemException('SITE_NOT_FOUND');
  return site;
}
