import { afterAll, beforeAll } from '@jest/globals';
import { SystemErpClient } from '@plantway/clients';
import type { ErpPort } from '@plantway/ports';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteErp } from '@plantway/sites';
import { createTestDatabase } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { ErpSocket } from './erp-socket.js';
import { runErpContract } from './run-erp-contract.js';
import { openSimulatedErp } from './simulated-erp.harness.js';
import { startSystemErpApi } from './system-erp-api.stand.js';
import type { SystemErpApiStand } from './system-erp-api.stand.js';

/** Far above the backend's own deadline, so that its verdict arrives. */
const OUTER_DEADLINE_MS = 5_000;

/** A running API whose ERP is plugged in by each scenario; a scenario binds the port at most twice. */
interface PluggableApi {
  readonly socket: ErpSocket;
  readonly stand: SystemErpApiStand;
  readonly client: ErpPort;
}
let database: TestDatabase;
let apis: readonly PluggableApi[];

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  apis = await Promise.all([startApi(), startApi()]);
});
afterAll(async () => {
  for (const { stand } of apis) await stand.close();
  await database.drop();
});

async function startApi(): Promise<PluggableApi> {
  const { pool } = database;
  const sites = await DatabaseSiteDirectory.load(pool);
  const socket = new ErpSocket();
  const stand = await startSystemErpApi({ erp: siteErp({ directory: sites, backends: new Map([['erp-simulated', socket.port]]), crossReference: new DatabaseCrossReference(pool) }), sites, pool });
  return { socket, stand, client: new SystemErpClient({ baseUrl: stand.baseUrl, apiKey: await stand.keyOf('erpTeam'), timeoutMs: OUTER_DEADLINE_MS }) };
}

runErpContract('over HTTP through the ERP system API', async () => {
  const stand = await openSimulatedErp();
  const free = apis.values();
  const harness = stand.harness((backend) => {
    const { value: api } = free.next();
    if (api === undefined) throw new Error('a scenario binds the port more often than there are APIs');
    api.socket.plug(backend);
    return api.client;
  });
  return { ...harness, close: () => stand.close() };
});
