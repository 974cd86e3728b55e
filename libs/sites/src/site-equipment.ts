import { DefectError, TechnicalRetryableError } from '@plantway/canonical';
import type { EquipmentEventSink, EquipmentPort, EquipmentStanding } from '@plantway/ports';
import type { SiteDirectory } from './site-directory.js';

export interface SiteEquipmentBindings {
  readonly directory: SiteDirectory;
  /** Every equipment backend that a site may name, by its name in the site's file. */
  readonly backends: ReadonlyMap<string, EquipmentPort>;
}

/**
 * One equipment port for all plants: it goes to the backend that the site names.
 * @throws TechnicalRetryableError `SITE_NOT_FOUND`, a site may be imported a moment later; DefectError `BACKEND_NOT_BOUND`, also for a site whose machines are not connected
 */
export function siteEquipment({ directory, backends }: SiteEquipmentBindings): EquipmentPort {
  return new SiteEquipment((siteId) => {
    const site = directory.get(siteId);
    if (site === undefined) throw new TechnicalRetryableError('SITE_NOT_FOUND', `There is no site ${siteId} yet. Use a site of this gateway, or import its file.`, { details: { siteId } });
    const name = site.systems.equipment?.backend;
    if (name === undefined) throw new DefectError('BACKEND_NOT_BOUND', `Site ${siteId} names no way to its machines. Add it to the site's file under systems.equipment.`, { effect: 'none' });
    const equipment = backends.get(name);
    if (equipment === undefined) throw new DefectError('BACKEND_NOT_BOUND', `Site ${siteId} uses the backend ${name}, which this process has not bound. Bind it, or correct the site's file.`, { effect: 'none' });
    return equipment;
  });
}

class SiteEquipment implements EquipmentPort {
  constructor(private readonly at: (siteId: string) => EquipmentPort) {}

  async capabilities(siteId: string): ReturnType<EquipmentPort['capabilities']> {
    return this.at(siteId).capabilities(siteId);
  }

  async standings(siteId: string): Promise<readonly EquipmentStanding[]> {
    return this.at(siteId).standings(siteId);
  }

  async listen(siteId: string, sink: EquipmentEventSink, onUnreadable: (topic: string, reason: string) => void): Promise<{ close(): Promise<void> }> {
    return this.at(siteId).listen(siteId, sink, onUnreadable);
  }
}
