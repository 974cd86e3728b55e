import { afterAll, beforeAll } from '@jest/globals';
import { MES_PULL, mesPull } from '@plantway/backends/mes-pull';
import { MES_WEBHOOK } from '@plantway/backends/mes-webhook';
import { SystemMesClient } from '@plantway/clients';
import type { MesPort } from '@plantway/ports';
import { DatabaseSiteDirectory, importSites, siteMes } from '@plantway/sites';
import { createTestDatabase } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { runMesContract } from './run-mes-contract.js';
import { startSystemMesApi } from './system-mes-api.stand.js';
import type { SystemMesApiStand } from './system-mes-api.stand.js';
import { dispatchOf, openWebhookMes } from './webhook-mes.harness.js';

/** Far above the backend's own deadline, so that its verdict arrives. */
const OUTER_DEADLINE_MS = 5_000;

/** A running API whose MES is plugged in by each scenario; a scenario binds the port at most twice. */
class PluggableApi {
  private constructor(readonly stand: SystemMesApiStand, readonly client: MesPort, private readonly socket: { plug(mes: MesPort): void }) {}

  static async start(database: TestDatabase): Promise<PluggableApi> {
    let plugged: MesPort | undefined;
    const socket = { plug: (mes: MesPort) => void (plugged = mes) };
    const webhook: MesPort = {
      capabilities: (...asked) => plugged!.capabilities(...asked), dispatch: (...asked) => plugged!.dispatch(...asked), find: (...asked) => plugged!.find(...asked),
      totals: (...asked) => plugged!.totals(...asked),
    };
    const sites = await DatabaseSiteDirectory.load(database.pool);
    const mes = siteMes({ directory: sites, backends: new Map([[MES_WEBHOOK, webhook], [MES_PULL, mesPull({ now: () => new Date() })]]) });
    const stand = await startSystemMesApi({ mes, sites, pool: database.pool });
    return new PluggableApi(stand, new SystemMesClient({ baseUrl: stand.baseUrl, apiKey: await stand.keyOf('erpTeam'), timeoutMs: OUTER_DEADLINE_MS }), socket);
  }

  plug(mes: MesPort): MesPort {
    this.socket.plug(mes);
    return this.client;
  }
}

let database: TestDatabase;
let apis: readonly PluggableApi[];

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  apis = await Promise.all([PluggableApi.start(database), PluggableApi.start(database)]);
});
afterAll(async () => {
  for (const { stand } of apis) await stand.close();
  await database.drop();
});

runMesContract('over HTTP through the MES system API to a MES with webhooks', async () => {
  const stand = await openWebhookMes();
  const free = apis.values();
  const harness = stand.harness((backend) => {
    const { value: api } = free.next();
    if (api === undefined) throw new Error('a scenario binds the port more often than there are APIs');
    return api.plug(backend);
  });
  return { ...harness, close: () => stand.close() };
});

runMesContract('over HTTP through the MES system API to a MES that fetches', async () => {
  const stand = await openWebhookMes();
  return { ...stand.harness(() => apis[0]!.client), siteId: 'CHI1', newDispatch: () => dispatchOf('WO-2001', 'CHI1'), close: () => stand.close() };
}, { applies: ({ needs }) => needs !== 'push' });
