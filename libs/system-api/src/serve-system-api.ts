import { join } from 'node:path';
import type { SettingsOf } from '@plantway/config';
import { databaseClock, databaseSettingsFromUrl, openPool } from '@plantway/database';
import { createHttpApp } from '@plantway/http';
import { createLogger } from '@plantway/observability';
import type { Clock } from '@plantway/ports';
import { Credentials } from '@plantway/security';
import { DatabaseSiteDirectory, SITES_CHECK_MS, type SiteDirectory } from '@plantway/sites';
import type { DynamicModule } from '@nestjs/common';
import type { Pool } from 'pg';
import type { SYSTEM_API_PROCESS_SETTINGS, systemApiSettings } from './system-api.config.js';

export interface SystemApiProcess {
  /** "ERP", as in "ERP system API". */
  readonly name: string;
  /** Name in the logs: "system-erp-api". */
  readonly service: string;
  readonly api: SettingsOf<ReturnType<typeof systemApiSettings>>;
  readonly throttle: SettingsOf<typeof SYSTEM_API_PROCESS_SETTINGS['throttle']>;
  readonly observability: SettingsOf<typeof SYSTEM_API_PROCESS_SETTINGS['observability']>;
  /** Makes the root module of what a process has. */
  readonly module: (context: { readonly sites: SiteDirectory; readonly clock: Clock; readonly pool: Pool }) => DynamicModule;
}

/** A system API as a process of its own: its sites and credentials are the gateway's, and it stops with the requests that are under way at SIGTERM or SIGINT. */
export async function serveSystemApi({ name, service, api, throttle, observability, module }: SystemApiProcess): Promise<void> {
  const logger = createLogger({ level: observability.logLevel, service });
  const pool = openPool(databaseSettingsFromUrl(api.databaseUrl));
  const clock = await databaseClock(pool);
  const sites = await DatabaseSiteDirectory.load(pool);
  sites.keepFresh(SITES_CHECK_MS, (error) => logger.warn({ err: error }, 'the sites cannot be read again; the known ones stay'));
  const app = await createHttpApp(module({ sites, clock, pool }), {
    logger,
    credentials: new Credentials(pool, clock),
    limits: throttle,
    siteExists: (siteId) => sites.get(siteId) !== undefined,
    documents: join(import.meta.dirname, '../../../../openapi'),
    health: [{ name: 'database', run: async () => void (await pool.query('select 1')) }],
  });
  await app.listen(api.port, api.host);
  logger.info(`${name} system API ready at ${await app.getUrl()}`);

  /** No more requests, then what is under way, then the connections. */
  const stop = async (): Promise<void> => {
    await app.close();
    sites.close();
    clock.close();
    await pool.end();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
}
