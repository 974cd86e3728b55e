import type { ReplanRequest, ScheduleVersion } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';
import type { Snapshot } from './erp.port.js';
import type { SystemPort } from './system.port.js';

/** What Plantway needs from a planning system (APS). It publishes planned orders and schedules to the process API by itself. */
export interface PlanningPort extends SystemPort<ReplanRequest> {
  /** The schedule in force over there. @throws BusinessException `NOT_FOUND` when there is none yet */
  currentSchedule(siteId: string, options?: CallOptions): Promise<Snapshot<ScheduleVersion>>;
}
