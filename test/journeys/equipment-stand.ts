import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EQUIPMENT_MQTT, equipmentMqttWithin } from '@plantway/backends/equipment-mqtt';
import { mesPull } from '@plantway/backends/mes-pull';
import type { Downtime } from '@plantway/canonical';
import { sleepFor } from '@plantway/database';
import { PostgresEventTransport, connectEvents } from '@plantway/events';
import { createHttpApp } from '@plantway/http';
import { MESSAGING_DEFAULTS } from '@plantway/messaging';
import { startMqttBroker } from '@plantway/mqtt-broker';
import { createLogger } from '@plantway/observability';
import type { Clock, EquipmentPort, ErpPort } from '@plantway/ports';
import { Credentials, auditEntriesOf, type AuditEntry, type Role } from '@plantway/security';
import { DatabaseSiteDirectory, importSites, siteDirectoryOf, siteEquipment, type SiteConfiguration } from '@plantway/sites';
import { createTestDatabase, unboundSystems, type TestDatabase, unboundPreviews } from '@plantway/testing';
import type { LightMyRequestResponse } from 'fastify';
import { connectAsync, type MqttClient } from 'mqtt';
import { ProcessApiModule, equipmentEventSink } from '../../apps/process-api/src/process-api.module.js';
import { SystemEquipmentApiModule } from '../../apps/system-equipment-api/src/system-equipment-api.module.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { openSimulatedErp } from '../contract/simulated-erp.harness.js';
import { MaintenanceInMemory } from './maintenance-in-memory.js';

const clock: Clock = { now: () => new Date(), sleep: sleepFor };
const messaging = { ...MESSAGING_DEFAULTS, sendDeadlineMs: 1_000, sendGraceMs: 100, pauseAllowanceMs: 500, settleWindowMs: 2_100, backoffBaseMs: 50, backoffCapMs: 100, recheckIntervalMs: 300, leaseMs: 5_000, pollIntervalMs: 50 };
const ROLES_OF_STAND = ['edge', 'mes', 'supervisor', 'planner'] as const satisfies readonly Role[];
type RoleOfStand = (typeof ROLES_OF_STAND)[number];
const HALL: Pick<SiteConfiguration, 'equipment' | 'systems' | 'downtimeReasons'> = {
  systems: { equipment: { backend: EQUIPMENT_MQTT }, maintenance: { backend: 'in-memory' } },
  equipment: [
    { equipmentId: 'LINE-1', level: 'area', description: 'Line 1' }, { equipmentId: 'WC-20', level: 'workCenter', description: 'Assembly', parentId: 'LINE-1' },
    { equipmentId: 'WU-20-A', level: 'workUnit', description: 'Cell A', parentId: 'WC-20' },
  ],
  downtimeReasons: [{ code: 'MECHANICAL', description: 'Mechanical', isPlanned: false, active: true }],
};

/** Process API, equipment system API with the embedded broker, and worker as they run, before a maintenance system. Business time stands still until the test moves it. */
export class EquipmentStand {
  readonly maintenance = new MaintenanceInMemory();
  private constructor(
    readonly database: TestDatabase, private readonly machines: MqttClient, private readonly keys: Readonly<Record<RoleOfStand, string>>, private readonly closing: (() => Promise<void>)[],
    private readonly business: { ms: number }, private readonly listened: EquipmentPort, readonly log: readonly string[],
  ) {}

  private api!: NestFastifyApplication;

  static async open(ownership: Partial<SiteConfiguration['ownership']> = {}): Promise<EquipmentStand> {
    const database = await createTestDatabase();
    const { pool } = database;
    await importSites(pool, 'sites');
    const berlin = (await DatabaseSiteDirectory.load(pool)).get('BER1')!;
    const sites = siteDirectoryOf([{ ...berlin, ...HALL, equipmentPolicy: { ...berlin.equipmentPolicy, microStopBelowSeconds: 120, replanWindowSeconds: 300, faultCodes: { 'E-4711': 'MECHANICAL' } }, ownership: { ...berlin.ownership, ...ownership } }]);
    const credentials = new Credentials(pool, clock);
    const keys = Object.fromEntries(await Promise.all(ROLES_OF_STAND.map(async (role) => [role, (await credentials.create({ name: role, role, sites: '*', sourceSystem: role })).apiKey] as const))) as Record<RoleOfStand, string>;
    const user = { username: 'machines', password: 'secret' };
    const broker = await startMqttBroker({ port: 0, users: [{ ...user, siteId: 'BER1' }] });
    const log: string[] = [];
    const logger = createLogger({ level: 'warn', service: 'test' }, { write: (line) => void log.push(line) });
    const shell = { logger, credentials, siteExists: (siteId: string) => sites.get(siteId) !== undefined };
    const equipment = siteEquipment({ directory: sites, backends: new Map([[EQUIPMENT_MQTT, equipmentMqttWithin(broker, clock, () => undefined)]]) });
    const business = { ms: Date.parse('2026-11-22T08:00:00Z') };
    const businessNow = (): Date => new Date(business.ms);
    const system = await createHttpApp(SystemEquipmentApiModule.forRoot({ equipment, sites, clock, sink: equipmentEventSink({ pool, clock, sites, businessNow }), listen: true }), shell);
    await system.init();
    const machines = await connectAsync(broker.url, { ...user, clientId: 'machines', protocolVersion: 4, reconnectPeriod: 50 });
    const erpStand = await openSimulatedErp({ longestWriteMs: 500 });
    const erp: ErpPort = erpStand.backend();
    const stand = new EquipmentStand(database, machines, keys, [() => machines.endAsync(true), () => system.close(), () => broker.close(), () => erpStand.close()], business, equipment, log);
    const systems = { ...unboundSystems(), maintenance: stand.maintenance };
    stand.api = await createHttpApp(ProcessApiModule.forRoot({ pool, clock, sites, erp, previews: unboundPreviews(), maintenance: stand.maintenance, businessNow, releaseCheckTimeoutMs: 500 }), shell);
    const settings = { messaging, events: { retentionDays: 30, idlePollMs: 20 }, workOrderRefreshMs: 3_600_000, downtimeSweepMs: 20, downtimeSettleMs: 0 };
    const worker = await createHttpApp(WorkerModule.forRoot({ pool, clock, erp, mes: mesPull(clock), systems, sites, businessNow, settings }), shell);
    connectEvents(worker, new PostgresEventTransport({ pool }));
    await worker.startAllMicroservices();
    stand.closing.unshift(() => worker.close(), () => stand.api.close());
    return stand;
  }

  /** What the machines said last, as the listener has heard it. */
  async heardStates(): Promise<readonly (readonly [string, string])[]> {
    return (await this.listened.standings('BER1')).map(({ equipmentId, state }) => [equipmentId, state]);
  }

  /** Business time moves on. */
  pass(seconds: number): void {
    this.business.ms += seconds * 1_000;
  }

  /** A machine says it over MQTT; resolves when it is acknowledged. */
  async publish(type: string, content: object): Promise<void> {
    await this.machines.publishAsync(`plantway/BER1/equipment/WU-20-A/${type}`, JSON.stringify(content), { qos: 1 });
  }

  request(role: RoleOfStand, method: 'GET' | 'POST', path: string, payload?: object): Promise<LightMyRequestResponse> {
    return this.api.inject({ method, url: `/process/v1/sites/BER1/${path}`, headers: { authorization: `Bearer ${this.keys[role]}` }, ...(payload && { payload }) });
  }

  async downtimes(): Promise<readonly Downtime[]> {
    return (await this.request('planner', 'GET', 'downtimes')).json<{ items: readonly Downtime[] }>().items;
  }

  async messages(kind: string): Promise<readonly { readonly senderId: string; readonly state: string }[]> {
    return (await this.request('planner', 'GET', `messages?kind=${kind}`)).json<{ items: readonly { senderId: string; state: string }[] }>().items;
  }

  audited(downtimeId: string): Promise<readonly AuditEntry[]> {
    return auditEntriesOf(this.database.pool, 'downtime', downtimeId);
  }

  async close(): Promise<void> {
    for (const end of this.closing) await end();
    await this.database.drop();
  }
}
