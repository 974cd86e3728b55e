import { afterAll, beforeAll } from '@jest/globals';
import { SystemCustomerClient, SystemMaintenanceClient, SystemPlanningClient, SystemQualityClient } from '@plantway/clients';
import type { SystemPorts } from '@plantway/ports';
import { DatabaseSiteDirectory, importSites, siteSystem } from '@plantway/sites';
import { createTestDatabase } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { openBusinessSystems } from './business-systems.harness.js';
import { runSystemContract } from './run-system-contract.js';
import { startSystemApis } from './system-apis.stand.js';
import type { SystemApisStand } from './system-apis.stand.js';

/** Far above the backend's own deadline, so that its verdict arrives. */
const OUTER_DEADLINE_MS = 5_000;
const BACKEND_OF = { planning: 'aps-simulated', maintenance: 'cmms-simulated', customer: 'crm-simulated', quality: 'qms-simulated' } as const;

/** Running APIs whose systems are plugged in by each scenario; a scenario binds the port at most twice. */
class PluggableApis {
  private constructor(readonly stand: SystemApisStand, private readonly clients: SystemPorts, private readonly plugged: { -readonly [Family in keyof SystemPorts]?: SystemPorts[Family] }) {}

  static async start(database: TestDatabase): Promise<PluggableApis> {
    const plugged: { -readonly [Family in keyof SystemPorts]?: SystemPorts[Family] } = {};
    const sites = await DatabaseSiteDirectory.load(database.pool);
    const routed = <Family extends keyof SystemPorts>(family: Family): SystemPorts[Family] => siteSystem({
      directory: sites, family, backends: { get: (name: string) => (name === BACKEND_OF[family] ? plugged[family] : undefined) } as ReadonlyMap<string, SystemPorts[Family]>,
    });
    const systems = { planning: routed('planning'), maintenance: routed('maintenance'), customer: routed('customer'), quality: routed('quality') };
    const stand = await startSystemApis({ systems, sites, pool: database.pool });
    const connection = { baseUrl: stand.baseUrl, apiKey: await stand.keyOf('erpTeam'), timeoutMs: OUTER_DEADLINE_MS };
    const clients = {
      planning: new SystemPlanningClient(connection), maintenance: new SystemMaintenanceClient(connection), customer: new SystemCustomerClient(connection), quality: new SystemQualityClient(connection),
    };
    return new PluggableApis(stand, clients, plugged);
  }

  plug<Family extends keyof SystemPorts>(family: Family, backend: SystemPorts[Family]): SystemPorts[Family] {
    this.plugged[family] = backend;
    return this.clients[family];
  }
}

let database: TestDatabase;
let apis: readonly PluggableApis[];

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  apis = await Promise.all([PluggableApis.start(database), PluggableApis.start(database)]);
});
afterAll(async () => {
  for (const { stand } of apis) await stand.close();
  await database.drop();
});

for (const family of Object.keys(BACKEND_OF) as (keyof SystemPorts)[]) {
  runSystemContract(family, 'over HTTP through its system API', () => {
    const free = { planning: apis.values(), maintenance: apis.values(), customer: apis.values(), quality: apis.values() };
    return openBusinessSystems((of, backend) => {
      const { value: api } = free[of].next();
      if (api === undefined) throw new Error('a scenario binds the port more often than there are APIs');
      return api.plug(of, backend);
    });
  });
}
