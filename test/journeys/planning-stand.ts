import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mesPull } from '@plantway/backends/mes-pull';
import { sleepFor } from '@plantway/database';
import { PostgresEventTransport, connectEvents } from '@plantway/events';
import { createHttpApp } from '@plantway/http';
import { MESSAGING_DEFAULTS } from '@plantway/messaging';
import { createLogger } from '@plantway/observability';
import type { Clock, ErpPort, MaintenancePort } from '@plantway/ports';
import { Credentials, type Role } from '@plantway/security';
import type { SimulatedErp } from '@plantway/simulation';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteDirectoryOf, siteErp, type SiteConfiguration } from '@plantway/sites';
import { createTestDatabase, unboundSystems, until, type TestDatabase, unboundPreviews } from '@plantway/testing';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { ProcessApiModule } from '../../apps/process-api/src/process-api.module.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { BUSINESS_TIME, openSimulatedErp, type SimulatedErpStand } from '../contract/simulated-erp.harness.js';
import { MaintenanceInMemory } from './maintenance-in-memory.js';
import { CustomersInMemory, PlanningInMemory } from './planning-systems.js';

const clock: Clock = { now: () => new Date(), sleep: sleepFor };
/** As short as the systems of the stand allow. */
const messaging = { ...MESSAGING_DEFAULTS, sendDeadlineMs: 1_000, sendGraceMs: 100, pauseAllowanceMs: 500, settleWindowMs: 2_100, backoffBaseMs: 50, backoffCapMs: 100, recheckIntervalMs: 300, leaseMs: 5_000, pollIntervalMs: 50 };
const ROLES_OF_STAND = ['aps', 'mes', 'edge', 'planner', 'supervisor', 'admin'] as const satisfies readonly Role[];
type RoleOfStand = (typeof ROLES_OF_STAND)[number];

/** Process API and worker as they run, with their event handlers, before a simulated ERP and a planning, a maintenance and a customer system. Business time stands still until the test moves it. */
export class PlanningStand {
  readonly planning = new PlanningInMemory();
  readonly maintenance = new MaintenanceInMemory();
  readonly customers = new CustomersInMemory();
  private businessMs = BUSINESS_TIME.getTime();

  private constructor(readonly database: TestDatabase, private readonly erpStand: SimulatedErpStand, private readonly keys: Readonly<Record<RoleOfStand, string>>, private site: SiteConfiguration) {}

  private apps: readonly NestFastifyApplication[] = [];

  /**
   * @param ownership what Berlin says otherwise than its file
   * @param systems what it has beside planning and customers
   */
  static async open(conversion: SiteConfiguration['plannedOrders']['conversion'], ownership: Partial<SiteConfiguration['ownership']> = {}, systems: SiteConfiguration['systems'] = {}): Promise<PlanningStand> {
    const database = await createTestDatabase();
    const { pool } = database;
    await importSites(pool, 'sites');
    const berlin = (await DatabaseSiteDirectory.load(pool)).get('BER1')!;
    const site: SiteConfiguration = {
      ...berlin, plannedOrders: { conversion }, systems: { planning: { backend: 'in-memory' }, customer: { backend: 'in-memory' }, ...systems },
      equipmentPolicy: { ...berlin.equipmentPolicy, replanWindowSeconds: 300 }, ownership: { ...berlin.ownership, ...ownership },
    };
    const credentials = new Credentials(pool, clock);
    const keys = Object.fromEntries(await Promise.all(ROLES_OF_STAND.map(async (role) => [role, (await credentials.create({ name: role, role, sites: '*', sourceSystem: role })).apiKey] as const))) as Record<RoleOfStand, string>;
    const stand = new PlanningStand(database, await openSimulatedErp({ longestWriteMs: 500 }), keys, site);
    await stand.start(credentials);
    return stand;
  }

  private async start(credentials: Credentials): Promise<void> {
    const { pool } = this.database;
    const sites = siteDirectoryOf([this.site]);
    const erp: ErpPort = siteErp({ directory: sites, backends: new Map([['erp-simulated', this.erpStand.backend()]]), crossReference: new DatabaseCrossReference(pool) });
    const businessNow = (): Date => new Date(this.businessMs);
    const logger = createLogger({ level: 'silent', service: 'test' });
    const siteExists = (siteId: string): boolean => sites.get(siteId) !== undefined;
    const systems = { ...unboundSystems(), planning: this.planning, maintenance: this.maintenance as unknown as MaintenancePort, customer: this.customers };
    const api = await createHttpApp(ProcessApiModule.forRoot({ pool, clock, sites, erp, previews: unboundPreviews(), maintenance: systems.maintenance, businessNow }), { logger, credentials, siteExists });
    const settings = { messaging, events: { retentionDays: 30, idlePollMs: 20 }, workOrderRefreshMs: 3_600_000, replanSweepMs: 20, downtimeSweepMs: 20, downtimeSettleMs: 0 };
    const worker = await createHttpApp(WorkerModule.forRoot({ pool, clock, erp, mes: mesPull(clock), systems, sites, businessNow, settings }), { logger, credentials, siteExists });
    connectEvents(worker, new PostgresEventTransport({ pool }));
    await worker.startAllMicroservices();
    this.apps = [worker, api];
  }

  get simulation(): SimulatedErp {
    return this.erpStand.simulation;
  }

  /** Business time moves on. */
  pass(seconds: number): void {
    this.businessMs += seconds * 1_000;
  }

  get businessNow(): Date {
    return new Date(this.businessMs);
  }

  request({ role = 'planner', ...options }: InjectOptions & { readonly role?: RoleOfStand }): Promise<LightMyRequestResponse> {
    return this.apps[1].inject({ ...options, headers: { authorization: `Bearer ${this.keys[role]}`, ...options.headers } });
  }

  post(path: string, payload: object, role: RoleOfStand = 'aps'): Promise<LightMyRequestResponse> {
    return this.request({ role, method: 'POST', url: `/process/v1/sites/BER1/${path}`, payload });
  }

  async read<Body>(path: string): Promise<Body> {
    return (await this.request({ method: 'GET', url: path.startsWith('/') ? path : `/process/v1/sites/BER1/${path}` })).json<Body>();
  }

  async messagesOf(kind: string): Promise<readonly Message[]> {
    return (await this.read<{ items: readonly Message[] }>(`messages?kind=${kind}&limit=1000`)).items;
  }

  /** Waits until the message of an answer stands in a state. */
  message(answer: LightMyRequestResponse, state: string): Promise<Message> {
    return until(async () => {
      const message = await this.read<Message>(answer.headers.location as string);
      return message.state === state && message;
    });
  }

  /** Publishes a planned order and waits for the work order that is made of it. */
  async workOrderFor(plannedOrderId: string, line: { readonly customerOrderId?: string; readonly customerOrderLineId?: string } = {}): Promise<string> {
    await this.post('planned-orders', { ...PLANNED_ORDER, plannedOrderId, ...line });
    return until(async () => (await this.read<{ workOrderId?: string }>(`planned-orders/${plannedOrderId}`)).workOrderId);
  }

  /** Publishes a schedule that finishes work orders at hours of 24 November, and waits until it is in force; `answered`: the replan requests that it is made for. */
  async schedule(version: number, finishHours: Readonly<Record<string, number>>, ...answered: readonly string[]): Promise<void> {
    await this.message(await this.post('schedule-versions', { ...scheduleOf(version, finishHours), ...(answered.length > 0 && { reason: 'replan', replanRequestIds: answered }) }), 'posted');
  }

  /** Lets something happen at the plant, as its own part of the gateway tells it. */
  async tell(type: string, subject: string, data: object): Promise<void> {
    await this.database.pool.query('select events.append_event(gen_random_uuid(), $1, $2, $3, $4, null, $5, now())', [type, 'BER1', subject, `journey-${subject}`, JSON.stringify({ siteId: 'BER1', ...data })]);
  }

  /** Waits until so many causes of replanning are gathered. */
  async causes(count: number): Promise<void> {
    await until(async () => (await this.database.pool.query('select from execution.replan_cause')).rowCount === count);
  }

  /** What was appended to the log of events of one type, in the order of time. */
  async events<Data>(type: string): Promise<readonly Data[]> {
    return (await this.database.pool.query<{ data: Data }>('select data from events.event_log where type = $1 order by insertion_id', [type])).rows.map(({ data }) => data);
  }

  async close(): Promise<void> {
    for (const app of this.apps) await app.close();
    await this.erpStand.close();
    await this.database.drop();
  }
}

export const PLANNED_ORDER = { plannedOrderId: 'PL-1', itemId: 'FG-100', quantity: { value: '40', unit: 'H87' }, startAt: '2026-11-23T06:00:00+01:00', dueAt: '2026-11-25T22:00:00+01:00' };

export function scheduleOf(version: number, finishHours: Readonly<Record<string, number>>): object {
  return {
    scheduleVersionId: `APS-${version}`, version, ...(version > 1 && { supersedes: version - 1 }), createdAt: '2026-11-22T08:00:00Z', frozenUntil: '2026-11-22T09:00:00Z', reason: 'regular', replanRequestIds: [],
    operations: Object.entries(finishHours).map(([workOrderId, hour]) => {
      const finish = Date.UTC(2026, 10, 24, hour);
      return { workOrderId, operationId: '0010', workCenterId: 'WC-10', startAt: new Date(finish - 3_600_000).toISOString(), finishAt: new Date(finish).toISOString() };
    }),
  };
}

export interface Message {
  readonly messageId: string;
  readonly state: string;
  readonly note?: string;
  readonly senderId: string;
  readonly sourceSystem: string;
  readonly error?: { readonly code: string; readonly reason: string; readonly owner: string };
}
