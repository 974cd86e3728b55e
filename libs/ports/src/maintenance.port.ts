import type { MaintenanceRequest, MaintenanceStatus, MaintenanceWork } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';
import type { Page, PageRequest } from './erp.port.js';
import type { SystemPort } from './system.port.js';

export interface MaintenanceFilter extends PageRequest {
  readonly status?: MaintenanceStatus;
  readonly equipmentId?: string;
}

/** What Plantway needs from a maintenance system (CMMS, EAM). A receipt has document `maintenanceRequest`. */
export interface MaintenancePort extends SystemPort<MaintenanceRequest> {
  requests(siteId: string, filter: MaintenanceFilter, options?: CallOptions): Promise<Page<MaintenanceWork>>;
}
