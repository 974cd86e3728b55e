import type { AddressInfo } from 'node:net';
import { createHttpApp } from '@plantway/http';
import { createLogger } from '@plantway/observability';
import type { Clock, ErpPort } from '@plantway/ports';
import { Credentials, type Role } from '@plantway/security';
import { DatabaseCrossReference, siteMappingPreviews, type SiteDirectory } from '@plantway/sites';
import type { Pool } from 'pg';
import { SystemErpApiModule } from '../../apps/system-erp-api/src/system-erp-api.module.js';

/** A running ERP system API. */
export interface SystemErpApiStand {
  readonly baseUrl: string;
  /** Makes a key of the role for every site. */
  keyOf(role: Role): Promise<string>;
  close(): Promise<void>;
}

/** Starts the app as `main.ts` does, on a port of the system's choice. */
export async function startSystemErpApi({ erp, sites, pool, clock = { now: () => new Date() } }: { readonly erp: ErpPort; readonly sites: SiteDirectory; readonly pool: Pool; readonly clock?: Pick<Clock, 'now'> }): Promise<SystemErpApiStand> {
  const credentials = new Credentials(pool, { now: () => new Date() });
  const app = await createHttpApp(SystemErpApiModule.forRoot({ erp, previews: siteMappingPreviews({ directory: sites, crossReference: new DatabaseCrossReference(pool), pool }), sites, clock }), {
    logger: createLogger({ level: 'silent', service: 'system-erp-api' }),
    credentials,
    siteExists: (siteId) => sites.get(siteId) !== undefined,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    keyOf: async (role) => (await credentials.create({ name: role, role, sites: '*', sourceSystem: 'contract' })).apiKey,
    close: () => app.close(),
  };
}
