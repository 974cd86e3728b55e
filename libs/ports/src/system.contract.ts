import { SYSTEM_DOUBT_SCENARIOS, SYSTEM_FAULT_SCENARIOS } from './contract/system-faults.contract.js';
import type { SystemScenario } from './contract/system-harness.js';
import { SYSTEM_WRITING_SCENARIOS } from './contract/system-writing.contract.js';

export type { SystemControl, SystemHarness, SystemScenario } from './contract/system-harness.js';
export { CUSTOMER_SCENARIOS, MAINTENANCE_SCENARIOS, PLANNING_SCENARIOS, QUALITY_SCENARIOS } from './contract/system-reading.contract.js';
export type { CustomerHarness, MaintenanceHarness, PlanningHarness, QualityHarness } from './contract/system-reading.contract.js';

/**
 * The contract of the write of every `SystemPort` as data: each implementation runs it, vendor, simulated or typed client, under any runner, and beside it the
 * scenarios of its family: what it shows, and what is particular about its write.
 */
export const SYSTEM_CONTRACT: readonly SystemScenario[] = [...SYSTEM_WRITING_SCENARIOS, ...SYSTEM_FAULT_SCENARIOS, ...SYSTEM_DOUBT_SCENARIOS];
