import type { ErpScenario } from './contract/erp-harness.js';
import { DOUBT_SCENARIOS, FAULT_SCENARIOS } from './contract/erp-faults.contract.js';
import { POSTING_SCENARIOS, REFUSAL_SCENARIOS, REVERSAL_SCENARIOS } from './contract/erp-posting.contract.js';
import { CARRIAGE_SCENARIOS } from './contract/erp-carriage.contract.js';
import { RELEASE_SCENARIOS } from './contract/erp-release.contract.js';
import { CHANGE_SCENARIOS } from './contract/erp-changes.contract.js';
import { CLAIM_SCENARIOS } from './contract/erp-claims.contract.js';
import { CONSUMPTION_SCENARIOS } from './contract/erp-consumption.contract.js';
import { DOCUMENT_SCENARIOS } from './contract/erp-documents.contract.js';
import { DISPOSITION_SCENARIOS } from './contract/erp-disposition.contract.js';
import { PLANNED_ORDER_SCENARIOS } from './contract/erp-planned-orders.contract.js';
import { READ_SCENARIOS } from './contract/erp-reads.contract.js';

export type { ContractControl, ContractDocument, ContractFacts, ContractOrder, ErpHarness, ErpScenario, OrderWithReportedComponent } from './contract/erp-harness.js';

/** The contract of `ErpPort` as data: every implementation runs it, vendor, simulated or typed client, under any runner. */
export const ERP_CONTRACT: readonly ErpScenario[] = [
  ...READ_SCENARIOS, ...POSTING_SCENARIOS, ...CARRIAGE_SCENARIOS, ...REFUSAL_SCENARIOS, ...FAULT_SCENARIOS, ...DOUBT_SCENARIOS, ...REVERSAL_SCENARIOS, ...RELEASE_SCENARIOS,
  ...CHANGE_SCENARIOS, ...CONSUMPTION_SCENARIOS, ...PLANNED_ORDER_SCENARIOS, ...DISPOSITION_SCENARIOS, ...DOCUMENT_SCENARIOS, ...CLAIM_SCENARIOS,
];
