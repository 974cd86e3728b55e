import { join } from 'node:path';
import { ProcessReadClient } from '@plantway/clients';
import { BUSINESS_TIME_SETTINGS, businessClock, loadProcessSettings } from '@plantway/config';
import { databaseClock, databaseSettingsFromUrl, openPool } from '@plantway/database';
import { EVENTS_SETTINGS, PostgresEventTransport, connectEvents } from '@plantway/events';
import { createHttpApp } from '@plantway/http';
import { OBSERVABILITY_SETTINGS, createLogger } from '@plantway/observability';
import { Credentials, THROTTLE_SETTINGS } from '@plantway/security';
import { DatabaseSiteDirectory, SITES_CHECK_MS } from '@plantway/sites';
import { CONSUMER_API_SETTINGS, CONSUMER_SETTINGS } from './consumer-api.config.js';
import { ConsumerApiModule } from './consumer-api.module.js';

// The consumer API as a process of its own: it needs the database, where the events are. The process API is asked for backlog and exceptions only, and may be down.
const { consumerApi, business, consumer, events, throttle, observability } = loadProcessSettings({
  consumerApi: CONSUMER_API_SETTINGS, business: BUSINESS_TIME_SETTINGS, consumer: CONSUMER_SETTINGS, events: EVENTS_SETTINGS, throttle: THROTTLE_SETTINGS, observability: OBSERVABILITY_SETTINGS,
});
const logger = createLogger({ level: observability.logLevel, service: 'consumer-api' });
const pool = openPool(databaseSettingsFromUrl(consumerApi.databaseUrl));
const clock = await databaseClock(pool);
const sites = await DatabaseSiteDirectory.load(pool);
sites.keepFresh(SITES_CHECK_MS, (error) => logger.warn({ err: error }, 'the sites cannot be read again; the known ones stay'));
const processTier = new ProcessReadClient({ baseUrl: consumerApi.processApiUrl, apiKey: consumerApi.processApiKey, timeoutMs: consumerApi.processApiTimeoutMs });

const app = await createHttpApp(ConsumerApiModule.forRoot({ pool, sites, process: processTier, businessNow: businessClock(business, () => clock.now()), ...consumer }), {
  logger,
  credentials: new Credentials(pool, clock),
  limits: throttle,
  siteExists: (siteId) => sites.get(siteId) !== undefined,
  documents: join(import.meta.dirname, '../../../../openapi'),
  health: [{ name: 'database', run: async () => void (await pool.query('select 1')) }],
});
connectEvents(app, new PostgresEventTransport({ pool, retry: { failuresBeforeDead: events.failuresBeforeDead } }));
await app.startAllMicroservices();
await app.listen(consumerApi.port, consumerApi.host);
logger.info(`consumer API ready at ${await app.getUrl()}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** No more requests and streams, then what is under way, then the connections. */
async function stop(): Promise<void> {
  await app.close();
  sites.close();
  clock.close();
  await pool.end();
}
