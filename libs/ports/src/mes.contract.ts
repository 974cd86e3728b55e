import { DISPATCHING_SCENARIOS } from './contract/mes-dispatching.contract.js';
import { MES_DOUBT_SCENARIOS, MES_FAULT_SCENARIOS } from './contract/mes-faults.contract.js';
import { TOTALS_SCENARIOS } from './contract/mes-totals.contract.js';
import type { MesScenario } from './contract/mes-harness.js';

export type { MesControl, MesHarness, MesScenario, StandingJobOrders } from './contract/mes-harness.js';

/** The contract of `MesPort` as data: every implementation runs it, vendor, simulated or typed client, under any runner; one that only offers runs what does not need `push`. */
export const MES_CONTRACT: readonly MesScenario[] = [...DISPATCHING_SCENARIOS, ...TOTALS_SCENARIOS, ...MES_FAULT_SCENARIOS, ...MES_DOUBT_SCENARIOS];
