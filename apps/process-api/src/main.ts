import { join } from 'node:path';
import { SystemErpClient, SystemMaintenanceClient } from '@plantway/clients';
import { BUSINESS_TIME_SETTINGS, businessClock, businessSpeed, loadProcessSettings } from '@plantway/config';
import { databaseClock, databaseSettingsFromUrl, openPool } from '@plantway/database';
import { EXECUTION_SETTINGS } from '@plantway/execution';
import { createHttpApp } from '@plantway/http';
import { OBSERVABILITY_SETTINGS, createLogger } from '@plantway/observability';
import { Credentials, THROTTLE_SETTINGS } from '@plantway/security';
import { DatabaseSiteDirectory, SITES_CHECK_MS } from '@plantway/sites';
import { PROCESS_API_SETTINGS, RELEASE_SETTINGS } from './process-api.config.js';
import { ProcessApiModule } from './process-api.module.js';

// The process API as a process of its own: it needs the database. The system APIs of ERP and maintenance are asked about single orders and failures only, and may be down. The worker delivers what is accepted.
const { processApi, business, release, execution, throttle, observability } = loadProcessSettings({
  processApi: PROCESS_API_SETTINGS, business: BUSINESS_TIME_SETTINGS, release: RELEASE_SETTINGS, execution: EXECUTION_SETTINGS, throttle: THROTTLE_SETTINGS, observability: OBSERVABILITY_SETTINGS,
});
const logger = createLogger({ level: observability.logLevel, service: 'process-api' });
const pool = openPool(databaseSettingsFromUrl(processApi.databaseUrl));
const clock = await databaseClock(pool);
const sites = await DatabaseSiteDirectory.load(pool);
sites.keepFresh(SITES_CHECK_MS, (error) => logger.warn({ err: error }, 'the sites cannot be read again; the known ones stay'));

const erp = new SystemErpClient({ baseUrl: processApi.systemErpUrl, apiKey: processApi.systemErpApiKey, timeoutMs: release.releaseCheckTimeoutMs });
const maintenance = new SystemMaintenanceClient({ baseUrl: processApi.systemMaintenanceUrl, apiKey: processApi.systemMaintenanceApiKey, timeoutMs: release.releaseCheckTimeoutMs });

const app = await createHttpApp(ProcessApiModule.forRoot({ pool, clock, sites, erp, previews: erp, maintenance, businessNow: businessClock(business, () => clock.now()), businessSpeed: businessSpeed(business), ...execution, ...release }), {
  logger,
  credentials: new Credentials(pool, clock),
  limits: throttle,
  siteExists: (siteId) => sites.get(siteId) !== undefined,
  documents: join(import.meta.dirname, '../../../../openapi'),
  health: [{ name: 'database', run: async () => void (await pool.query('select 1')) }],
});
await app.listen(processApi.port, processApi.host);
logger.info(`process API ready at ${await app.getUrl()}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** No more requests, then what is under way, then the connections. */
async function stop(): Promise<void> {
  await app.close();
  sites.close();
  clock.close();
  await pool.end();
}
