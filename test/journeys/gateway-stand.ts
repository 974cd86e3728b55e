import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { simulatedErp } from '@plantway/backends/erp-simulated';
import type { ConfirmationPolicy, WorkOrder } from '@plantway/canonical';
import { HoldBook, KnownOrders, WorkOrderRegister, type WorkOrderPlaces } from '@plantway/execution';
import { ConfirmProductionFlow, ConsumeMaterialFlow, QualityDecisionFlow, ReverseConfirmationFlow } from '@plantway/flows';
import { createHttpApp } from '@plantway/http';
import { DeliveryEngine, MessageReader, MessageRelations, type MessageAccounting, type MessagingSettings } from '@plantway/messaging';
import { createLogger } from '@plantway/observability';
import type { ErpPort } from '@plantway/ports';
import { Credentials, ROLES, type Role } from '@plantway/security';
import type { SimulatedErp } from '@plantway/simulation';
import { DatabaseCrossReference, DatabaseSiteDirectory, confirmationPolicies, equipmentPlaces, importSites, siteDirectoryOf, siteEquipment, siteErp, siteMappingPreviews, siteMes, type SiteConfiguration, type SiteDirectory } from '@plantway/sites';
import { SeededClock, createTestDatabase, unboundSystems, type TestDatabase } from '@plantway/testing';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { ConsumerApiModule } from '../../apps/consumer-api/src/consumer-api.module.js';
import { ProcessApiModule, equipmentEventSink, processReads } from '../../apps/process-api/src/process-api.module.js';
import { WORK_ORDER_PLACES } from '../../apps/process-api/src/process-api.tokens.js';
import { mesWebhook, MES_WEBHOOK } from '@plantway/backends/mes-webhook';
import { SystemCustomerApiModule } from '../../apps/system-customer-api/src/system-customer-api.module.js';
import { SystemEquipmentApiModule } from '../../apps/system-equipment-api/src/system-equipment-api.module.js';
import { SystemErpApiModule } from '../../apps/system-erp-api/src/system-erp-api.module.js';
import { SystemMaintenanceApiModule } from '../../apps/system-maintenance-api/src/system-maintenance-api.module.js';
import { SystemMesApiModule } from '../../apps/system-mes-api/src/system-mes-api.module.js';
import { SystemPlanningApiModule } from '../../apps/system-planning-api/src/system-planning-api.module.js';
import { SystemQualityApiModule } from '../../apps/system-quality-api/src/system-quality-api.module.js';
import { openSimulatedErp } from '../contract/simulated-erp.harness.js';

/** Far above what the ERP needs on a busy machine; a lost answer costs a test so much. */
const ERP_DEADLINE_MS = 3_000;

/** The process API and the ERP system API as one running application before a simulated ERP; messages are delivered when the test says so. */
export interface GatewayStand {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: SeededClock;
  readonly simulation: SimulatedErp;
  /** The ERP port of every site, in our words. */
  readonly erp: ErpPort;
  readonly sites: SiteDirectory;
  /** Key of each role, for every site. */
  readonly keys: Readonly<Record<Role, string>>;
  readonly credentials: Credentials;
  request(options: InjectOptions & { readonly role?: Role | null; readonly key?: string }): Promise<LightMyRequestResponse>;
  /** Delivers until nothing is due. */
  deliver(): Promise<void>;
  /** Another worker takes over; the one before is gone. */
  restart(): void;
  /** Moves the gateway's clock, then delivers until nothing is due. */
  after(ms: number): Promise<void>;
  /** The books of a site: accepted = posted + open + discarded + annulled. */
  accounting(siteId: string): Promise<MessageAccounting>;
  /** Lets the gateway know an order of a site, as if its ERP had shown it. */
  knowOrder(siteId: string, workOrderId: string): Promise<void>;
  /** Reads every order of a site from its ERP, as the worker does again and again. */
  readOrders(siteId: string): Promise<void>;
  /** What was logged from level `error` on, one JSON text per line. */
  readonly log: readonly string[];
  /** How many messages are stored. */
  countMessages(): Promise<number>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** What Berlin wants otherwise than its file says. */
  readonly policy?: Partial<ConfirmationPolicy>;
  /** Who writes what in Berlin otherwise than its file says. */
  readonly ownership?: Partial<SiteConfiguration['ownership']>;
  /** How late is late in Berlin otherwise than its file says. */
  readonly latencyTargets?: SiteConfiguration['latencyTargets'];
  readonly settings?: Partial<MessagingSettings>;
  /** How long the ERP may take to answer, in milliseconds of real time; `ERP_DEADLINE_MS` when left out. */
  readonly erpDeadlineMs?: number;
  /** Stands between the delivery and the ERP: a line that is slow by the gateway's clock. */
  readonly line?: (erp: ErpPort, clock: SeededClock) => ErpPort;
}

/** Nobody takes webhooks: a MES that is not there. */
const NO_MES = { baseUrl: 'http://127.0.0.1:9', secret: `whsec_${Buffer.alloc(32).toString('base64')}`, deadlineMs: 500, answerLimitBytes: 65_536 };

/** `MUC1` is a second plant of the same shape; no ERP stands behind it. */
export async function openGateway({ policy = {}, ownership = {}, latencyTargets, settings = {}, line = (erp) => erp, erpDeadlineMs = ERP_DEADLINE_MS }: GatewayOptions = {}): Promise<GatewayStand> {
  const database = await createTestDatabase();
  const { pool } = database;
  const clock = new SeededClock('2026-11-22T08:00:00Z');
  await importSites(pool, 'sites');
  const inFile = (await DatabaseSiteDirectory.load(pool)).get('BER1')!;
  const berlin = { ...inFile, confirmationPolicy: { ...inFile.confirmationPolicy, ...policy }, ownership: { ...inFile.ownership, ...ownership }, ...(latencyTargets && { latencyTargets }) };
  const sites = siteDirectoryOf([berlin, { ...berlin, siteId: 'MUC1', name: 'Munich' }]);
  const stand = await openSimulatedErp();
  const { url, apiKey } = stand.simulation;
  const backend = simulatedErp({ baseUrl: url, apiKey, deadlineMs: erpDeadlineMs, answerLimitBytes: 16_777_216 }, clock);
  const erp = siteErp({ directory: sites, backends: new Map([['erp-simulated', backend]]), crossReference: new DatabaseCrossReference(pool) });
  const previews = siteMappingPreviews({ directory: sites, crossReference: new DatabaseCrossReference(pool), pool });
  const mes = siteMes({ directory: sites, backends: new Map([[MES_WEBHOOK, mesWebhook(NO_MES, clock)]]) });
  const related = new MessageRelations({ pool, clock });
  const policies = confirmationPolicies(sites);
  const tools = { erp: line(erp, clock), related, holds: new HoldBook(pool), placesOf: equipmentPlaces(sites), policies };
  const makersOf = (siteId: string, itemId: string): Promise<readonly string[]> => new KnownOrders(pool).makersOf(siteId, itemId);
  const flows = [new ConfirmProductionFlow(tools), new ReverseConfirmationFlow(tools), new ConsumeMaterialFlow({ ...tools, makersOf }), new QualityDecisionFlow(tools)];
  const worker = (): DeliveryEngine => new DeliveryEngine({ pool, clock, settings, flows });
  let engine = worker();
  const deliver = async (): Promise<void> => {
    while ((await engine.runOnce()) > 0);
  };
  const credentials = new Credentials(pool, clock);
  const keys = Object.fromEntries(await Promise.all(ROLES.map(async (role) =>
    [role, (await credentials.create({ name: role, role, sites: '*', sourceSystem: role, ...(role === 'supplier' && { supplierId: 'SUP-1' }) })).apiKey]))) as Record<Role, string>;

  const { planning, maintenance, customer, quality } = unboundSystems();
  @Module({
    imports: [
      ConsumerApiModule.forRoot({ pool, sites, process: processReads(pool, clock, sites), businessNow: () => clock.now() }),
      ProcessApiModule.forRoot({ pool, clock, sites, erp, previews, maintenance }), SystemErpApiModule.forRoot({ erp, sites, clock, previews }), SystemMesApiModule.forRoot({ mes, sites, clock }),
      SystemPlanningApiModule.forRoot({ planning, sites, clock }), SystemMaintenanceApiModule.forRoot({ maintenance, sites, clock }),
      SystemCustomerApiModule.forRoot({ customer, sites, clock }), SystemQualityApiModule.forRoot({ quality, sites, clock }),
      SystemEquipmentApiModule.forRoot({ equipment: siteEquipment({ directory: sites, backends: new Map() }), sites, clock, sink: equipmentEventSink({ pool, clock, sites, businessNow: () => clock.now() }), listen: false }),
    ],
  })
  class GatewayModule {}
  const log: string[] = [];
  const app = await createHttpApp(GatewayModule, { logger: createLogger({ level: 'error', service: 'test' }, { write: (line) => void log.push(line) }), credentials, siteExists: (siteId) => sites.get(siteId) !== undefined, documents: 'openapi' });

  return {
    app, database, clock, erp, sites, keys, credentials, log,
    simulation: stand.simulation,
    request: ({ role = 'mes', key = role === null ? undefined : keys[role], headers, ...options }) =>
      app.inject({ ...options, headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers } }),
    deliver,
    restart: () => void (engine = worker()),
    after: async (ms) => {
      await clock.advance(ms);
      await deliver();
    },
    accounting: (siteId) => new MessageReader(pool).accounting(siteId),
    knowOrder: async (siteId, workOrderId) => {
      await new WorkOrderRegister(pool, erpWithOrder(siteId, workOrderId)).refreshOne(siteId, workOrderId);
      await app.get<WorkOrderPlaces>(WORK_ORDER_PLACES).catchUp();
    },
    readOrders: async (siteId) => {
      await new WorkOrderRegister(pool, erp).refresh(siteId);
      await app.get<WorkOrderPlaces>(WORK_ORDER_PLACES).catchUp();
    },
    countMessages: async () => (await pool.query<{ count: number }>('select count(*)::int as count from messaging.message')).rows[0].count,
    close: async () => {
      await app.close();
      await stand.close();
      await database.drop();
    },
  };
}

function erpWithOrder(siteId: string, workOrderId: string): ErpPort {
  const value: WorkOrder = {
    workOrderId, siteId, itemId: 'FG-100', quantity: { value: '100', unit: 'H87' }, overDeliveryTolerancePercent: '5', status: 'released',
    startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-24T05:00:00.000Z', operations: [], components: [], revision: '1',
  };
  return { workOrder: async () => ({ value, asOf: '2026-11-22T08:00:00.000Z' }) } as unknown as ErpPort;
}
