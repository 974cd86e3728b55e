import type { CustomerPort } from './customer.port.js';
import type { MaintenancePort } from './maintenance.port.js';
import type { PlanningPort } from './planning.port.js';
import type { QualityPort } from './quality.port.js';

/** The systems beside ERP and MES that the gateway writes to, one port for all sites each. A site that has no such system makes its port throw `BACKEND_NOT_BOUND`. */
export interface SystemPorts {
  readonly planning: PlanningPort;
  readonly maintenance: MaintenancePort;
  readonly customer: CustomerPort;
  readonly quality: QualityPort;
}
