import type { Inspection, Nonconformity } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';
import type { Page, PageRequest } from './erp.port.js';
import type { SystemPort } from './system.port.js';

export interface InspectionFilter extends PageRequest {
  readonly status?: Inspection['status'];
}

/** What Plantway needs from a quality system (QMS). It sends holds, releases and dispositions to the process API by itself. A receipt has document `inspection`. */
export interface QualityPort extends SystemPort<Nonconformity> {
  inspections(siteId: string, filter: InspectionFilter, options?: CallOptions): Promise<Page<Inspection>>;
}
