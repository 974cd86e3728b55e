import { DefectError, TechnicalRetryableError, type JobOrderDispatch } from '@plantway/canonical';
import type { CallOptions, DispatchReceipt, MesCapabilities, MesPort, MesTotals, MesTotalsQuestion } from '@plantway/ports';
import type { SiteDirectory } from './site-directory.js';

export interface SiteMesBindings {
  readonly directory: SiteDirectory;
  /** Every MES backend that a site may name, by its name in the site's file. */
  readonly backends: ReadonlyMap<string, MesPort>;
}

/** Backend of a site that names no MES: its job orders are only offered. */
const OFFERED = 'mes-pull';

/**
 * One MES port for all plants: it goes to the backend that the site names. Ids, units and codes are ours on both sides.
 * @throws TechnicalRetryableError `SITE_NOT_FOUND`, a site may be imported a moment later; DefectError `BACKEND_NOT_BOUND`; beside the errors of the backend
 */
export function siteMes({ directory, backends }: SiteMesBindings): MesPort {
  return new SiteMes((siteId) => {
    const site = directory.get(siteId);
    if (site === undefined) throw new TechnicalRetryableError('SITE_NOT_FOUND', `There is no site ${siteId} yet. Use a site of this gateway, or import its file.`, { details: { siteId } });
    const name = site.mes?.backend ?? OFFERED;
    const mes = backends.get(name);
    if (mes === undefined) throw new DefectError('BACKEND_NOT_BOUND', `Site ${siteId} uses the backend ${name}, which this process has not bound. Bind it, or correct the site's file.`, { effect: 'none' });
    return mes;
  });
}

class SiteMes implements MesPort {
  constructor(private readonly at: (siteId: string) => MesPort) {}

  async capabilities(siteId: string): Promise<MesCapabilities> {
    return this.at(siteId).capabilities(siteId);
  }

  async dispatch(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<DispatchReceipt> {
    return this.at(dispatch.siteId).dispatch(dispatch, reference, options);
  }

  async find(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<readonly DispatchReceipt[]> {
    return this.at(dispatch.siteId).find(dispatch, reference, options);
  }

  async totals(siteId: string, question: MesTotalsQuestion, options?: CallOptions): Promise<MesTotals> {
    return this.at(siteId).totals(siteId, question, options);
  }
}
