import { SystemErpClient, SystemMesClient } from '@plantway/clients';
import { BUSINESS_TIME_SETTINGS, businessClock, loadProcessSettings } from '@plantway/config';
import { databaseClock, databaseSettingsFromUrl, openPool } from '@plantway/database';
import { EVENTS_SETTINGS, PostgresEventTransport, connectEvents } from '@plantway/events';
import { EQUIPMENT_SETTINGS, EXECUTION_SETTINGS } from '@plantway/execution';
import { createHttpApp } from '@plantway/http';
import { MESSAGING_SETTINGS, requireNestedDeadlines } from '@plantway/messaging';
import { Metrics, OBSERVABILITY_SETTINGS, createLogger } from '@plantway/observability';
import { Credentials } from '@plantway/security';
import { DatabaseSiteDirectory, SITES_CHECK_MS } from '@plantway/sites';
import { systemClients } from './system-clients.js';
import { WORKER_SETTINGS } from './worker.config.js';
import { WorkerModule, watchPace } from './worker.module.js';

const STOP_WITHIN_MS = 4_500;

// The worker as a process of its own: it reaches ERP, MES and the other systems through their system APIs. Its HTTP face has health and metrics only.
const { worker, business, messaging, events, execution, equipment, observability } = loadProcessSettings({
  worker: WORKER_SETTINGS, business: BUSINESS_TIME_SETTINGS, messaging: MESSAGING_SETTINGS, events: EVENTS_SETTINGS, execution: EXECUTION_SETTINGS, equipment: EQUIPMENT_SETTINGS, observability: OBSERVABILITY_SETTINGS,
});
const logger = createLogger({ level: observability.logLevel, service: 'worker' });
try {
  requireNestedDeadlines(messaging, worker.systemErpTimeoutMs, 'one call of the ERP system API, SYSTEM_ERP_TIMEOUT_MS');
  requireNestedDeadlines(messaging, worker.systemMesTimeoutMs, 'one call of the MES system API, SYSTEM_MES_TIMEOUT_MS');
  requireNestedDeadlines(messaging, worker.systemTimeoutMs, 'one call of another system API, SYSTEM_TIMEOUT_MS');
} catch (error) {
  endUnsafe(error as Error);
}
const pool = openPool(databaseSettingsFromUrl(worker.databaseUrl));
const clock = await databaseClock(pool);
const sites = await DatabaseSiteDirectory.load(pool);
sites.keepFresh(SITES_CHECK_MS, (error) => logger.warn({ err: error }, 'the sites cannot be read again; the known ones stay'));
const erp = new SystemErpClient({ baseUrl: worker.systemErpUrl, apiKey: worker.systemErpApiKey, timeoutMs: worker.systemErpTimeoutMs });
const mes = new SystemMesClient({ baseUrl: worker.systemMesUrl, apiKey: worker.systemMesApiKey, timeoutMs: worker.systemMesTimeoutMs });

const settings = { messaging, events, ...execution, ...equipment };
const metrics = new Metrics('worker');
watchPace(metrics, pool, clock);
const app = await createHttpApp(WorkerModule.forRoot({ pool, clock, erp, mes, systems: systemClients(worker), sites, settings, businessNow: businessClock(business, () => clock.now()), onUnsafe: endUnsafe }), {
  logger, metrics,
  credentials: new Credentials(pool, clock),
  siteExists: (siteId) => sites.get(siteId) !== undefined,
  health: [{ name: 'database', run: async () => void (await pool.query('select 1')) }],
});
connectEvents(app, new PostgresEventTransport({ pool, retry: { failuresBeforeDead: events.failuresBeforeDead } }));
await app.startAllMicroservices();
await app.listen(worker.port, worker.host);
logger.info(`worker ready at ${await app.getUrl()}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(0));

/** It delivers nothing and must not look as if it did: whoever supervises it sees it end. */
function endUnsafe(error: Error): void {
  logger.fatal(`the worker ends: ${error.message}`);
  process.exit(1);
}

/** No new work, then what is under way, then the connections; within 5 s, whatever hangs. */
async function stop(exitCode: number): Promise<void> {
  setTimeout(() => process.exit(exitCode), STOP_WITHIN_MS);
  await app.close();
  sites.close();
  clock.close();
  await pool.end();
  process.exit(exitCode); // a call that nobody waits for any more must not keep it alive
}
