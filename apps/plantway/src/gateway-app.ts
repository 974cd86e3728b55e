import { join } from 'node:path';
import { simulatedErp, SIMULATED_ERP } from '@plantway/backends/erp-simulated';
import { EQUIPMENT_MQTT, equipmentMqttWithin } from '@plantway/backends/equipment-mqtt';
import { mesPull, MES_PULL } from '@plantway/backends/mes-pull';
import { mesWebhook, MES_WEBHOOK } from '@plantway/backends/mes-webhook';
import { isMigrated } from '@plantway/database';
import { connectEvents, PostgresEventTransport } from '@plantway/events';
import { createHttpApp } from '@plantway/http';
import { Metrics } from '@plantway/observability';
import type { MqttBroker } from '@plantway/mqtt-broker';
import type { Clock } from '@plantway/ports';
import type { Credentials } from '@plantway/security';
import { DatabaseCrossReference, siteEquipment, siteErp, siteMappingPreviews, siteMes, type SiteDirectory } from '@plantway/sites';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { DELIVERY_ENGINE, INSTANCE_CLAIMS, requireNestedDeadlines, requireSafeSettings, watchPace } from '../../worker/src/worker.module.js';
import { equipmentEventSink, processReads } from '../../process-api/src/process-api.module.js';
import type { EmbeddedSettings } from './embedded-settings.js';
import { boundSystems, type BusinessSystems } from './bound-systems.js';
import { PlantwayModule } from './plantway.module.js';
import { runningParts } from './running-parts.js';

/** The order is read when a lot is called otherwise in the ERP, then the ERP posts. */
const ERP_CALLS_OF_A_SEND = 2;

/** What runs already and the application is bound to; whoever made it ends it after the application was closed. */
export interface GatewayParts {
  /** The project's folder. */
  readonly root: string;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly sites: SiteDirectory;
  readonly credentials: Credentials;
  readonly settings: EmbeddedSettings;
  readonly logger: Logger;
  /** The simulated ERP. */
  readonly erp: { readonly url: string; readonly apiKey: string };
  /** The simulated MES of the plants that take webhooks. */
  readonly mes: { readonly url: string; readonly secret: string };
  /** The simulated planning, maintenance, customer and quality systems. */
  readonly systems: BusinessSystems;
  /** Where the machines of the plants are heard. */
  readonly broker: MqttBroker;
  /** Business time of the plants. */
  readonly businessNow: () => Date;
  /** How many times as fast as the technical clock it runs. */
  readonly businessSpeed: number;
}

/**
 * All tiers as one application, initialised and not listening yet. Its engine delivers from now on.
 * @throws DefectError `SETTLE_WINDOW_TOO_SHORT`, `DEADLINES_NOT_NESTED` when the settings could lead to a double posting in the ERP of a site
 */
export async function createGatewayApp({ root, pool, clock, sites, credentials, settings, logger, erp: { url, apiKey }, mes: webhook, systems: business, broker, businessNow, businessSpeed }: GatewayParts): Promise<NestFastifyApplication> {
  const backends = new Map([[SIMULATED_ERP, simulatedErp({ baseUrl: url, apiKey, ...settings.erp }, clock)]]);
  const erp = siteErp({ directory: sites, backends, crossReference: new DatabaseCrossReference(pool) });
  const previews = siteMappingPreviews({ directory: sites, crossReference: new DatabaseCrossReference(pool), pool });
  const mes = siteMes({ directory: sites, backends: new Map([[MES_PULL, mesPull(clock, { baseUrl: webhook.url, apiKey: webhook.secret, ...settings.mes })], [MES_WEBHOOK, mesWebhook({ baseUrl: webhook.url, secret: webhook.secret, ...settings.mes }, clock)]]) });
  requireNestedDeadlines(settings.messaging, ERP_CALLS_OF_A_SEND * settings.erp.deadlineMs, `a send may call the simulated ERP ${ERP_CALLS_OF_A_SEND} times, for ${settings.erp.deadlineMs} ms each`);
  for (const { siteId } of sites.all()) requireSafeSettings(settings.messaging, (await erp.capabilities(siteId)).longestWriteMs);
  const systems = boundSystems(business, settings.systems, sites, clock);
  const equipment = siteEquipment({ directory: sites, backends: new Map([[EQUIPMENT_MQTT, equipmentMqttWithin(broker, clock, (problem) => logger.warn(problem))]]) });
  const module = PlantwayModule.forRoot({
    systemEquipmentApi: { equipment, sites, clock, sink: equipmentEventSink({ pool, clock, sites, businessNow, businessSpeed }), listen: true },
    consumerApi: { pool, sites, process: processReads(pool, clock, sites), businessNow, ...settings.consumer },
    processApi: { pool, clock, erp, previews, maintenance: systems.maintenance, sites, businessNow, businessSpeed, ...settings.execution, ...settings.release },
    systemErpApi: { erp, previews, sites, clock },
    systemMesApi: { mes, sites, clock },
    worker: { pool, clock, erp, mes, systems, sites, businessNow, settings: { messaging: settings.messaging, events: settings.events, ...settings.execution, ...settings.equipment } },
    parts: runningParts,
  });
  const metrics = new Metrics('plantway');
  watchPace(metrics, pool, clock);
  const app: NestFastifyApplication = await createHttpApp(module, {
    logger, metrics,
    credentials,
    limits: settings.throttle,
    siteExists: (siteId) => sites.get(siteId) !== undefined,
    documents: join(root, 'openapi'),
    health: [
      { name: 'database', run: async () => void (await pool.query('select 1')) },
      { name: 'migrations', run: () => requireMigrated(pool) },
      { name: 'engine', run: async () => requireDelivering(app.get<{ readonly isDelivering: boolean }>(DELIVERY_ENGINE, { strict: false })) },
      { name: 'holder', run: async () => requireHolder(await app.get<{ refused(): Promise<readonly { readonly siteId: string }[]> }>(INSTANCE_CLAIMS, { strict: false }).refused(), sites) },
    ],
  });
  connectEvents(app, new PostgresEventTransport({ pool, retry: { failuresBeforeDead: settings.events.failuresBeforeDead } }));
  await app.startAllMicroservices();
  return app;
}

async function requireMigrated(pool: Pool): Promise<void> {
  if (!(await isMigrated(pool))) throw new Error('the schema of the database is not the one of this version');
}

function requireDelivering(engine: { readonly isDelivering: boolean }): void {
  if (!engine.isDelivering) throw new Error('the delivery engine does not reach its database');
}

/** One that holds no plant is of no use, and no balancer is to send it reports; of one that holds some, the alert says which it does not. */
function requireHolder(refused: readonly { readonly siteId: string }[], sites: SiteDirectory): void {
  if (refused.length > 0 && refused.length >= sites.all().length) throw new Error(`another gateway holds ${refused.map(({ siteId }) => siteId).join(', ')}`);
}
