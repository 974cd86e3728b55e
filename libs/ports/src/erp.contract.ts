import type { ErpScenario } from './contract/erp-harness.js';
import { DOUBT_SCENARIOS, FAULT_SCENARIOS } from './contract/erp-faults.contract.js';
import { POSTING_SCENARIOS, REFUSAL_SCENARIOS, REVERSAL_SCENARIOS } from './contract/erp-posting.contract.js';
import { CARRIAGE_SCENARIOS } from './contract/erp-carriage.contract.js';
import { RELEASE_SCENARIOS } from './contract/erp-release.contract.js';
import { READ_SCENARIOS } from './contract/erp-reads.contract.js';

export type { ContractControl, ContractDocument, ContractFacts, ContractOrder, ErpHarness, ErpScenario } from './contract/erp-harness.js';

/** The contract of `ErpPort` as data: every implementation runs it, vendor, simulated or typed client, under any runner. */
export const ERP_CONTRACT: readonly ErpScenario[] = [
  ...READ_SCENARIOS, ...POSTING_SCENARIOS, ...CARRIAGE_SCENARIOS, ...REFUSAL_SCENARIOS, ...FAULT_SCENARIOS, ...DOUBT_SCENARIOS, ...REVERSAL_SCENARIOS, ...RELEASE_SCENARIOS,
];
