import { afterAll, beforeAll } from '@jest/globals';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteErp } from '@plantway/sites';
import type { SiteDirectory } from '@plantway/sites';
import { createTestDatabase } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { runErpContract, type ClosableHarness } from './run-erp-contract.js';
import { openSimulatedErp } from './simulated-erp.harness.js';

let database: TestDatabase;
let directory: SiteDirectory;

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  directory = await DatabaseSiteDirectory.load(database.pool);
});
afterAll(() => database.drop());

const boundTo = (options: Parameters<typeof openSimulatedErp>[0]) => async (): Promise<ClosableHarness> => {
  const stand = await openSimulatedErp(options);
  const crossReference = new DatabaseCrossReference(database.pool);
  const harness = stand.harness((backend) => siteErp({ directory, backends: new Map([['erp-simulated', backend]]), crossReference }));
  return { ...harness, close: () => stand.close() };
};

runErpContract('bound in the process to the simulated ERP', boundTo({}));
// Where the class makes a difference.
runErpContract('bound in the process to one that enforces references (class K)', boundTo({ enforceReference: true }), ['posting', 'reversals', 'doubt', 'changes', 'consumptions', 'plannedOrders', 'dispositions']);
