import type { WorkOrderRegister } from '@plantway/execution';
import type { SiteDirectory } from '@plantway/sites';

/** Reads the orders of every site again; a site whose ERP is away is reported and the others are read all the same. */
export async function refreshAllSites(sites: SiteDirectory, register: WorkOrderRegister, signal: AbortSignal, report: (siteId: string, error: unknown) => void): Promise<void> {
  await Promise.all(sites.all().map(({ siteId }) =>
    register.refresh(siteId, { signal }).catch((error: unknown) => { if (!signal.aborted) report(siteId, error); })));
}
