import { SystemErpClient } from '@plantway/clients';
import { loadProcessSettings } from '@plantway/config';
import { databaseClock, databaseSettingsFromUrl, openPool } from '@plantway/database';
import { EVENTS_SETTINGS, PostgresEventTransport, connectEvents } from '@plantway/events';
import { EXECUTION_SETTINGS } from '@plantway/execution';
import { createHttpApp } from '@plantway/http';
import { MESSAGING_SETTINGS } from '@plantway/messaging';
import { OBSERVABILITY_SETTINGS, createLogger } from '@plantway/observability';
import { Credentials } from '@plantway/security';
import { DatabaseSiteDirectory } from '@plantway/sites';
import { WORKER_SETTINGS } from './worker.config.js';
import { WorkerModule } from './worker.module.js';

// The worker as a process of its own: it reaches the ERP through the ERP system API. Its HTTP face has health and metrics only.
const { worker, messaging, events, execution, observability } = loadProcessSettings({
  worker: WORKER_SETTINGS, messaging: MESSAGING_SETTINGS, events: EVENTS_SETTINGS, execution: EXECUTION_SETTINGS, observability: OBSERVABILITY_SETTINGS,
});
const logger = createLogger({ level: observability.logLevel, service: 'worker' });
const pool = openPool(databaseSettingsFromUrl(worker.databaseUrl));
const clock = await databaseClock(pool);
const sites = await DatabaseSiteDirectory.load(pool);
const erp = new SystemErpClient({ baseUrl: worker.systemErpUrl, apiKey: worker.systemErpApiKey });

const app = await createHttpApp(WorkerModule.forRoot({ pool, clock, erp, sites, settings: { messaging, events, workOrderRefreshMs: execution.workOrderRefreshMs } }), {
  logger,
  credentials: new Credentials(pool, clock),
  siteExists: (siteId) => sites.get(siteId) !== undefined,
  health: [{ name: 'database', run: async () => void (await pool.query('select 1')) }],
});
connectEvents(app, new PostgresEventTransport({ pool, retry: { failuresBeforeDead: events.failuresBeforeDead } }));
await app.startAllMicroservices();
await app.listen(worker.port, worker.host);
logger.info(`worker ready at ${await app.getUrl()}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** No new work, then what is under way, then the connections. */
async function stop(): Promise<void> {
  await app.close();
  clock.close();
  await pool.end();
}
