import { DefectError, TechnicalRetryableError } from '@plantway/canonical';
import type { Inspection, MaintenanceRequest, MaintenanceWork, Nonconformity, PromiseDateUpdate, ReplanRequest, ScheduleVersion } from '@plantway/canonical';
import type {
  CallOptions, CustomerOrderFilter, CustomerPort, DeliveryReceipt, InspectionFilter, MaintenanceFilter, MaintenancePort, Page, PageRequest, PlanningPort, PromiseReceipt, QualityPort, Snapshot,
  SystemCapabilities, SystemPort, SystemPorts,
} from '@plantway/ports';
import type { SiteDirectory } from './site-directory.js';

export interface SiteSystemBindings<Family extends keyof SystemPorts> {
  readonly directory: SiteDirectory;
  readonly family: Family;
  /** Every backend of the family that a site may name, by its name in the site's file. */
  readonly backends: ReadonlyMap<string, SystemPorts[Family]>;
}

/**
 * One port of a family for all plants: it goes to the backend that the site names. Ids, units and codes are ours on both sides.
 * @throws TechnicalRetryableError `SITE_NOT_FOUND`, a site may be imported a moment later; DefectError `BACKEND_NOT_BOUND`, also for a site that has no such system; beside the errors of the backend
 */
export function siteSystem<Family extends keyof SystemPorts>({ directory, family, backends }: SiteSystemBindings<Family>): SystemPorts[Family] {
  const at = (siteId: string): SystemPorts[Family] => {
    const site = directory.get(siteId);
    if (site === undefined) throw new TechnicalRetryableError('SITE_NOT_FOUND', `There is no site ${siteId} yet. Use a site of this gateway, or import its file.`, { details: { siteId } });
    const name = site.systems[family]?.backend;
    if (name === undefined) throw new DefectError('BACKEND_NOT_BOUND', `Site ${siteId} names no ${family} system. Add it to the site's file under systems.${family}.`, { effect: 'none' });
    const system = backends.get(name);
    if (system === undefined) throw new DefectError('BACKEND_NOT_BOUND', `Site ${siteId} uses the backend ${name}, which this process has not bound. Bind it, or correct the site's file.`, { effect: 'none' });
    return system;
  };
  return new FAMILIES[family](at);
}

/** What the ports of all families have in common; every command names its site. */
class SiteSystem<Command extends { readonly siteId: string }, Receipt extends DeliveryReceipt, Port extends SystemPort<Command, Receipt>> implements SystemPort<Command, Receipt> {
  constructor(protected readonly at: (siteId: string) => Port) {}

  async capabilities(siteId: string): Promise<SystemCapabilities> {
    return this.at(siteId).capabilities(siteId);
  }

  async post(command: Command, reference: string, options?: CallOptions): Promise<Receipt> {
    return this.at(command.siteId).post(command, reference, options);
  }

  async find(command: Command, reference: string, options?: CallOptions): Promise<readonly Receipt[]> {
    return this.at(command.siteId).find(command, reference, options);
  }
}

class SitePlanning extends SiteSystem<ReplanRequest, DeliveryReceipt, PlanningPort> implements PlanningPort {
  async currentSchedule(siteId: string, options?: CallOptions): Promise<Snapshot<ScheduleVersion>> {
    return this.at(siteId).currentSchedule(siteId, options);
  }
}

class SiteMaintenance extends SiteSystem<MaintenanceRequest, DeliveryReceipt, MaintenancePort> implements MaintenancePort {
  async requests(siteId: string, filter: MaintenanceFilter, options?: CallOptions): Promise<Page<MaintenanceWork>> {
    return this.at(siteId).requests(siteId, filter, options);
  }
}

class SiteCustomer extends SiteSystem<PromiseDateUpdate, PromiseReceipt, CustomerPort> implements CustomerPort {
  async customerOrders(siteId: string, filter: CustomerOrderFilter, options?: CallOptions) {
    return this.at(siteId).customerOrders(siteId, filter, options);
  }

  async forecasts(siteId: string, page: PageRequest, options?: CallOptions) {
    return this.at(siteId).forecasts(siteId, page, options);
  }
}

class SiteQuality extends SiteSystem<Nonconformity, DeliveryReceipt, QualityPort> implements QualityPort {
  async inspections(siteId: string, filter: InspectionFilter, options?: CallOptions): Promise<Page<Inspection>> {
    return this.at(siteId).inspections(siteId, filter, options);
  }
}

const FAMILIES: { readonly [Family in keyof SystemPorts]: new (at: (siteId: string) => SystemPorts[Family]) => SystemPorts[Family] } = {
  planning: SitePlanning, maintenance: SiteMaintenance, customer: SiteCustomer, quality: SiteQuality,
};
