import { join } from 'node:path';
import { SIMULATED_ERP, SIMULATED_ERP_SETTINGS, simulatedErp } from '@plantway/backends/erp-simulated';
import { loadProcessSettings } from '@plantway/config';
import { databaseClock, databaseSettingsFromUrl, openPool } from '@plantway/database';
import { createHttpApp } from '@plantway/http';
import { OBSERVABILITY_SETTINGS, createLogger } from '@plantway/observability';
import { Credentials, THROTTLE_SETTINGS } from '@plantway/security';
import { DatabaseCrossReference, DatabaseSiteDirectory, SITES_CHECK_MS, siteErp } from '@plantway/sites';
import { SYSTEM_ERP_API_SETTINGS } from './system-erp-api.config.js';
import { SystemErpApiModule } from './system-erp-api.module.js';

// The ERP system API as a process of its own. A new backend adds one line of settings and one to `backends`.
const { systemErpApi, simulated, throttle, observability } = loadProcessSettings({
  systemErpApi: SYSTEM_ERP_API_SETTINGS, simulated: SIMULATED_ERP_SETTINGS, throttle: THROTTLE_SETTINGS, observability: OBSERVABILITY_SETTINGS,
});
const logger = createLogger({ level: observability.logLevel, service: 'system-erp-api' });
const pool = openPool(databaseSettingsFromUrl(systemErpApi.databaseUrl));
const clock = await databaseClock(pool);
const sites = await DatabaseSiteDirectory.load(pool);
sites.keepFresh(SITES_CHECK_MS, (error) => logger.warn({ err: error }, 'the sites cannot be read again; the known ones stay'));
const backends = new Map([[SIMULATED_ERP, simulatedErp(simulated, clock)]]);
const erp = siteErp({ directory: sites, backends, crossReference: new DatabaseCrossReference(pool) });

const app = await createHttpApp(SystemErpApiModule.forRoot({ erp, sites, clock }), {
  logger,
  credentials: new Credentials(pool, clock),
  limits: throttle,
  siteExists: (siteId) => sites.get(siteId) !== undefined,
  documents: join(import.meta.dirname, '../../../../openapi'),
  health: [{ name: 'database', run: async () => void (await pool.query('select 1')) }],
});
await app.listen(systemErpApi.port, systemErpApi.host);
logger.info(`ERP system API ready at ${await app.getUrl()}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** No more requests, then what is under way, then the connections. */
async function stop(): Promise<void> {
  await app.close();
  sites.close();
  clock.close();
  await pool.end();
}
