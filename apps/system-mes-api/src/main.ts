import { join } from 'node:path';
import { MES_PULL, mesPull } from '@plantway/backends/mes-pull';
import { MES_WEBHOOK, MES_WEBHOOK_SETTINGS, mesWebhook } from '@plantway/backends/mes-webhook';
import { loadProcessSettings } from '@plantway/config';
import { databaseClock, databaseSettingsFromUrl, openPool } from '@plantway/database';
import { createHttpApp } from '@plantway/http';
import { OBSERVABILITY_SETTINGS, createLogger } from '@plantway/observability';
import { Credentials, THROTTLE_SETTINGS } from '@plantway/security';
import { DatabaseSiteDirectory, SITES_CHECK_MS, siteMes } from '@plantway/sites';
import { SYSTEM_MES_API_SETTINGS } from './system-mes-api.config.js';
import { SystemMesApiModule } from './system-mes-api.module.js';

// The MES system API as a process of its own. A new backend adds one line of settings and one to `backends`.
const { systemMesApi, webhook, throttle, observability } = loadProcessSettings({
  systemMesApi: SYSTEM_MES_API_SETTINGS, webhook: MES_WEBHOOK_SETTINGS, throttle: THROTTLE_SETTINGS, observability: OBSERVABILITY_SETTINGS,
});
const logger = createLogger({ level: observability.logLevel, service: 'system-mes-api' });
const pool = openPool(databaseSettingsFromUrl(systemMesApi.databaseUrl));
const clock = await databaseClock(pool);
const sites = await DatabaseSiteDirectory.load(pool);
sites.keepFresh(SITES_CHECK_MS, (error) => logger.warn({ err: error }, 'the sites cannot be read again; the known ones stay'));
const mes = siteMes({ directory: sites, backends: new Map([[MES_WEBHOOK, mesWebhook(webhook, clock)], [MES_PULL, mesPull(clock)]]) });

const app = await createHttpApp(SystemMesApiModule.forRoot({ mes, sites, clock }), {
  logger,
  credentials: new Credentials(pool, clock),
  limits: throttle,
  siteExists: (siteId) => sites.get(siteId) !== undefined,
  documents: join(import.meta.dirname, '../../../../openapi'),
  health: [{ name: 'database', run: async () => void (await pool.query('select 1')) }],
});
await app.listen(systemMesApi.port, systemMesApi.host);
logger.info(`MES system API ready at ${await app.getUrl()}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** No more requests, then what is under way, then the connections. */
async function stop(): Promise<void> {
  await app.close();
  sites.close();
  clock.close();
  await pool.end();
}
