import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MES_WEBHOOK } from '@plantway/backends/mes-webhook';
import type { WorkOrder, WorkOrderChange } from '@plantway/canonical';
import { SystemMesClient } from '@plantway/clients';
import { sleepFor } from '@plantway/database';
import { PostgresEventTransport, connectEvents } from '@plantway/events';
import { JobOrderBook, JobOrderMaker, OrderNegotiation } from '@plantway/execution';
import { createHttpApp } from '@plantway/http';
import { MESSAGING_DEFAULTS } from '@plantway/messaging';
import { createLogger } from '@plantway/observability';
import type { Clock, ErpPort, Snapshot } from '@plantway/ports';
import { Credentials, type Role } from '@plantway/security';
import type { PlantData, SimulatedErp } from '@plantway/simulation';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteDirectoryOf, siteErp, siteMes } from '@plantway/sites';
import { createTestDatabase, unboundSystems, until, type TestDatabase, unboundPreviews } from '@plantway/testing';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { ProcessApiModule } from '../../apps/process-api/src/process-api.module.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { BUSINESS_TIME, openSimulatedErp } from '../contract/simulated-erp.harness.js';
import { startSystemMesApi } from '../contract/system-mes-api.stand.js';
import { openWebhookMes } from '../contract/webhook-mes.harness.js';
import type { WebhookMes } from '../contract/webhook-mes.js';

const clock: Clock = { now: () => new Date(), sleep: sleepFor };
/** As short as the ERP of the stand allows. */
const messaging = { ...MESSAGING_DEFAULTS, sendDeadlineMs: 1_000, sendGraceMs: 100, pauseAllowanceMs: 500, settleWindowMs: 2_100, backoffBaseMs: 100, backoffCapMs: 300, recheckIntervalMs: 300, leaseMs: 5_000, pollIntervalMs: 100 };

/** For many orders at once, when no answer is lost: whoever is slow is waited for, and few are asked at a time. */
const PATIENT_DEADLINE_MS = 15_000;
const patience = { sendDeadlineMs: 20_000, settleWindowMs: 21_100, leaseMs: 60_000, concurrency: 6 };

export interface StandOptions {
  readonly plant?: PlantData;
  readonly isPatient?: boolean;
}

export interface WorkerOptions {
  /** False: events are written and nobody handles them, as when the worker is killed before it does. */
  readonly handlesEvents?: boolean;
  readonly workOrderRefreshMs?: number;
  readonly workOrderChangesMs?: number;
  /** How long a message waits for its condition before it looks by itself. */
  readonly recheckIntervalMs?: number;
  /** How often the worker looks whether what messages wait for is fulfilled in the ERP. */
  readonly conditionWatchMs?: number;
}

/** Far above the backend's own deadline, so that its verdict arrives. */
const OUTER_DEADLINE_MS = 5_000;

/** What the stand is made of. */
interface ReleaseStandParts {
  readonly database: TestDatabase;
  readonly simulation: SimulatedErp;
  readonly erp: ErpPort;
  readonly mes: WebhookMes;
  readonly app: NestFastifyApplication;
  readonly keys: Readonly<Record<string, string>>;
  readonly time: BusinessTime;
  startWorker(options: WorkerOptions): Promise<NestFastifyApplication>;
  closeForeign(): Promise<void>;
}

/** Business time of ERP and gateway; it stands still until the test moves it. */
interface BusinessTime {
  now: Date;
}

/** Process API and worker as they run, before a simulated ERP and a MES with webhooks behind its system API; the worker can be started and ended by itself. */
export class ReleaseStand {
  readonly simulation: SimulatedErp;
  readonly mes: WebhookMes;
  readonly book: JobOrderBook;
  private worker: NestFastifyApplication | undefined;
  private reports = 0;
  private orders = 0;

  private constructor(private readonly parts: ReleaseStandParts) {
    this.simulation = parts.simulation;
    this.mes = parts.mes;
    this.book = new JobOrderBook(parts.database.pool, clock);
  }

  static async open({ plant, isPatient = false }: StandOptions = {}): Promise<ReleaseStand> {
    const deadline = isPatient ? { deadlineMs: PATIENT_DEADLINE_MS } : {};
    const database = await createTestDatabase();
    const { pool } = database;
    await importSites(pool, 'sites');
    const sites = siteDirectoryOf([(await DatabaseSiteDirectory.load(pool)).get('BER1')!]);
    const time: BusinessTime = { now: BUSINESS_TIME };
    const businessNow = (): Date => time.now;
    const stand = await openSimulatedErp({ longestWriteMs: 500, now: businessNow, ...(plant && { plant }) });
    const erp: ErpPort = siteErp({ directory: sites, backends: new Map([['erp-simulated', stand.backend(deadline)]]), crossReference: new DatabaseCrossReference(pool) });
    const floor = await openWebhookMes();
    const systemMes = await startSystemMesApi({ mes: siteMes({ directory: sites, backends: new Map([[MES_WEBHOOK, floor.backend(deadline)]]) }), sites, pool });
    const mes = new SystemMesClient({ baseUrl: systemMes.baseUrl, apiKey: await systemMes.keyOf('erpTeam'), timeoutMs: isPatient ? PATIENT_DEADLINE_MS : OUTER_DEADLINE_MS });
    const credentials = new Credentials(pool, clock);
    const roles: readonly Role[] = ['mes', 'planner', 'supervisor', 'qms'];
    const keys = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, (await credentials.create({ name: role, role, sites: '*', sourceSystem: role })).apiKey] as const)));
    const logger = createLogger({ level: 'silent', service: 'test' });
    const app = await createHttpApp(ProcessApiModule.forRoot({ pool, clock, sites, erp, previews: unboundPreviews(), maintenance: unboundSystems().maintenance, businessNow, releaseCheckTimeoutMs: 10_000 }), { logger, credentials, siteExists: (siteId) => sites.get(siteId) !== undefined });

    const startWorker = async ({ handlesEvents = true, workOrderRefreshMs = 3_600_000, workOrderChangesMs = 3_600_000, recheckIntervalMs = messaging.recheckIntervalMs, conditionWatchMs = 3_600_000 }: WorkerOptions): Promise<NestFastifyApplication> => {
      const worker = await createHttpApp(WorkerModule.forRoot({ pool, clock, erp, mes, systems: unboundSystems(), sites, businessNow, settings: { messaging: { ...messaging, ...(isPatient && patience), recheckIntervalMs }, events: { retentionDays: 30, idlePollMs: 20 }, workOrderRefreshMs, workOrderChangesMs, conditionWatchMs } }), { logger, credentials, siteExists: () => true });
      if (handlesEvents) {
        connectEvents(worker, new PostgresEventTransport({ pool }));
        await worker.startAllMicroservices();
      } else {
        await worker.init();
      }
      return worker;
    };
    const closeForeign = async (): Promise<void> => {
      await systemMes.close();
      await floor.close();
      await stand.close();
    };
    return new ReleaseStand({ database, simulation: stand.simulation, erp, mes: floor.simulation, app, keys, time, startWorker, closeForeign });
  }

  async startWorker(options: WorkerOptions = {}): Promise<void> {
    this.worker = await this.parts.startWorker(options);
  }

  async endWorker(): Promise<void> {
    await this.worker?.close();
    this.worker = undefined;
  }

  request({ role = 'planner', ...options }: InjectOptions & { readonly role?: 'mes' | 'planner' | 'supervisor' | 'qms' }): Promise<LightMyRequestResponse> {
    return this.parts.app.inject({ ...options, headers: { authorization: `Bearer ${this.parts.keys[role]}`, ...options.headers } });
  }

  release(workOrderId: string, body: object = {}, query = ''): Promise<LightMyRequestResponse> {
    return this.request({ method: 'POST', url: `/process/v1/sites/BER1/work-orders/${workOrderId}/release${query}`, payload: body });
  }

  /** A planner wants the order to be different. */
  change(workOrderId: string, body: object): Promise<LightMyRequestResponse> {
    return this.request({ method: 'POST', url: `/process/v1/sites/BER1/work-orders/${workOrderId}/change`, payload: body });
  }

  /** A plan of the change that was cut off in the middle comes to its end now, whatever became of its message: it asks the MES. */
  async askLate(messageId: string, change: Omit<WorkOrderChange, 'siteId'>): Promise<void> {
    const { value: order, asOf } = await this.erpAnswer(change.workOrderId);
    await new OrderNegotiation(this.parts.database.pool, clock).ask({ messageId, correlationId: messageId, change: { siteId: 'BER1', ...change }, order, asOf });
  }

  /** The MES reports good output of an operation; answers when it is stored. */
  confirm(workOrderId: string, operationId: string, pieces: string, body: object = {}): Promise<LightMyRequestResponse> {
    this.reports += 1;
    const report = { confirmationId: `made-${this.reports}`, workOrderId, operationId, kind: 'partial', yield: { value: pieces, unit: 'H87' }, startedAt: '2026-11-22T08:00:00+01:00', finishedAt: '2026-11-22T08:30:00+01:00', ...body };
    return this.request({ role: 'mes', method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload: report });
  }

  /** A MES or a machine says what was used. */
  consume(body: object): Promise<LightMyRequestResponse> {
    return this.request({ role: 'mes', method: 'POST', url: '/process/v1/sites/BER1/material-consumptions', payload: body });
  }

  acknowledge(jobOrderId: string, body: object): Promise<LightMyRequestResponse> {
    return this.request({ role: 'mes', method: 'POST', url: `/process/v1/sites/BER1/job-orders/${jobOrderId}/acknowledgement`, payload: body });
  }

  async read<Body>(path: string): Promise<Body> {
    return (await this.request({ method: 'GET', url: path.startsWith('/') ? path : `/process/v1/sites/BER1/${path}` })).json<Body>();
  }

  execution(workOrderId: string): Promise<Execution> {
    return this.read<Execution>(`execution/${workOrderId}`);
  }

  /** A clerk changes the order on a screen of the ERP, a minute after whatever happened before. */
  async changeOrder(workOrderId: string, change: { readonly quantity?: string; readonly dueAt?: string }): Promise<void> {
    this.parts.time.now = new Date(this.parts.time.now.getTime() + 60_000);
    const { quantity, dueAt } = change;
    await this.simulation.apply({ type: 'changeOrder', workOrderId, ...(quantity !== undefined && { quantity: { value: quantity, unit: 'H87' } }), ...(dueAt !== undefined && { dueAt }) });
  }

  /** What the ERP answers about the order now. */
  erpAnswer(workOrderId: string): Promise<Snapshot<WorkOrder>> {
    return this.parts.erp.workOrder('BER1', workOrderId);
  }

  /** The answer arrives at the gateway, whenever it was given. */
  async receive({ value, asOf }: Snapshot<WorkOrder>): Promise<void> {
    await new JobOrderMaker(this.parts.erp, this.book).make('BER1', [value], asOf, {});
  }

  /** A created order over 50 bearing brackets, by default one that nobody else has to do with; answers its id. */
  async createOrder(workOrderId = `WO-${9_100 + ++this.orders}`): Promise<string> {
    const order = { workOrderId, itemId: 'FG-100', quantity: { value: '50', unit: 'H87' }, overDeliveryTolerancePercent: '5', released: false, startAt: '2026-11-22T10:00:00.000Z', dueAt: '2026-11-25T10:00:00.000Z' };
    await this.simulation.apply({ type: 'createOrder', order });
    return workOrderId;
  }

  /** Waits until the message of an answer stands in a state. */
  async message(answer: LightMyRequestResponse, state: string): Promise<Message> {
    const { location } = answer.headers;
    if (typeof location !== 'string') throw new Error(`no message was stored: ${answer.body}`);
    return until(async () => {
      const message = await this.read<Message>(location);
      return message.state === state && message;
    }, { within: 15_000 });
  }

  /** Waits until the job orders of an order stand with the MES as given. */
  dispatched(workOrderId: string, state: string, version = 1): Promise<Execution> {
    return until(async () => {
      const execution = await this.execution(workOrderId);
      return execution.dispatch?.state === state && execution.dispatch.version === version && execution;
    }, { within: 15_000 });
  }

  /** What was told of an order by events of a type. */
  async told<Data>(type: string, workOrderId: string): Promise<readonly Data[]> {
    const { rows } = await this.parts.database.pool.query<{ data: Data }>('select data from events.event_log where type = $1 and subject = $2 order by insertion_id', [type, workOrderId]);
    return rows.map(({ data }) => data);
  }

  /** Those of one order, when that is given. */
  async messagesOf(kind: string, workOrderId?: string): Promise<readonly Message[]> {
    return (await this.read<{ items: readonly Message[] }>(`messages?kind=${kind}&limit=1000${workOrderId === undefined ? '' : `&workOrderId=${workOrderId}`}`)).items;
  }

  /** All messages that are not finished, as of one moment. */
  async unfinished(): Promise<readonly UnfinishedMessage[]> {
    const { rows } = await this.parts.database.pool.query<UnfinishedMessage>(`
      select kind, state, work_order_id as "workOrderId", error ->> 'code' as code
        from messaging.message
       where state not in ('posted', 'postedWithFollowUp', 'discarded', 'annulled')`);
    return rows;
  }

  /** How many rows there are, in every table of the gateway's own. */
  async rows(): Promise<Readonly<Record<string, number>>> {
    const { rows } = await this.parts.database.pool.query<{ name: string; rows: string }>(`
      select format('%I.%I', table_schema, table_name) as name,
             (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', table_schema, table_name), false, true, '')))[1]::text as rows
        from information_schema.tables
       where table_type = 'BASE TABLE'
         and table_schema in ('messaging', 'execution', 'events')
       order by name`);
    return Object.fromEntries(rows.map((row) => [row.name, Number(row.rows)]));
  }

  async close(): Promise<void> {
    await this.endWorker();
    await this.parts.app.close();
    await this.parts.closeForeign();
    await this.parts.database.drop();
  }
}

export interface Message {
  readonly messageId: string;
  readonly state: string;
  readonly note?: string;
  readonly senderId: string;
  readonly error?: { readonly code: string; readonly reason: string; readonly owner: string };
}

export interface UnfinishedMessage {
  readonly kind: string;
  readonly state: string;
  readonly workOrderId: string;
  /** Of what went wrong last; null while nothing did. */
  readonly code: string | null;
}

export interface Execution {
  readonly status: string;
  readonly quantity: { readonly value: string; readonly unit: string };
  readonly held?: { readonly reason: string };
  readonly dispatch?: { readonly state: string; readonly version: number; readonly verb: string; readonly proposalFor?: string; readonly messageId?: string };
  readonly jobOrders: readonly { readonly jobOrderId: string; readonly version: number; readonly state: string; readonly acknowledged?: { readonly answer: string; readonly acceptedQuantity?: object; readonly reason?: string } }[];
  readonly operations: readonly object[];
  readonly producedLots: readonly object[];
  readonly consumed: readonly object[];
  readonly genealogy: readonly object[];
}
