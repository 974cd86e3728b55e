import type { AddressInfo } from 'node:net';
import { createHttpApp } from '@plantway/http';
import { createLogger } from '@plantway/observability';
import type { Clock, SystemPorts } from '@plantway/ports';
import { Credentials, type Role } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Module } from '@nestjs/common';
import type { Pool } from 'pg';
import { SystemCustomerApiModule } from '../../apps/system-customer-api/src/system-customer-api.module.js';
import { SystemMaintenanceApiModule } from '../../apps/system-maintenance-api/src/system-maintenance-api.module.js';
import { SystemPlanningApiModule } from '../../apps/system-planning-api/src/system-planning-api.module.js';
import { SystemQualityApiModule } from '../../apps/system-quality-api/src/system-quality-api.module.js';

/** The running system APIs of planning, maintenance, customer and quality, side by side as in the embedded shape. */
export interface SystemApisStand {
  readonly baseUrl: string;
  /** Makes a key of the role for every site. */
  keyOf(role: Role): Promise<string>;
  close(): Promise<void>;
}

export interface SystemApisBindings {
  readonly systems: SystemPorts;
  readonly sites: SiteDirectory;
  readonly pool: Pool;
  readonly clock?: Pick<Clock, 'now'>;
}

@Module({})
class SystemApisModule {}

export async function startSystemApis({ systems: { planning, maintenance, customer, quality }, sites, pool, clock = { now: () => new Date() } }: SystemApisBindings): Promise<SystemApisStand> {
  const credentials = new Credentials(pool, { now: () => new Date() });
  const imports = [
    SystemPlanningApiModule.forRoot({ planning, sites, clock }), SystemMaintenanceApiModule.forRoot({ maintenance, sites, clock }),
    SystemCustomerApiModule.forRoot({ customer, sites, clock }), SystemQualityApiModule.forRoot({ quality, sites, clock }),
  ];
  const app = await createHttpApp({ module: SystemApisModule, imports }, {
    logger: createLogger({ level: 'silent', service: 'system-apis' }),
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
