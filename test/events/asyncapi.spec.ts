import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mesPull } from '@plantway/backends/mes-pull';
import type { ConfirmationReversal, JobOrderAcknowledgement, MessageKind, PlannedOrder, PlannedOrderConversion, PlantwayEvent, ProductionConfirmation } from '@plantway/canonical';
import { EventLog, type StoredEvent } from '@plantway/events';
import { HoldBook, JobOrderBook, JobOrderMaker, OrderChangeFeed, OrderNegotiation, PlannedOrderBook, PromiseBook, ScheduleBook, WorkOrderRegister } from '@plantway/execution';
import { acceptedDecision, scopeOfDecision, type QualityCommand } from '@plantway/flows';
import { DeliveryEngine, Intake, MessageDesk, MessageReader, MessageRelations } from '@plantway/messaging';
import type { Submission } from '@plantway/ports';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteDirectoryOf, siteErp } from '@plantway/sites';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { deliveryFlows } from '../../apps/worker/src/delivery-flows.js';
import { askedMes } from '../../apps/worker/src/work-order-negotiation.js';
import { BUSINESS_TIME, openSimulatedErp, type SimulatedErpStand } from '../contract/simulated-erp.harness.js';
import { liveInTheBooks } from './books-life.js';
import { liveAtTheDesk } from './desk-life.js';
import { liveOnTheFloor } from './equipment-life.js';
import { livePlanning, planningSystems } from './planning-life.js';

interface Schema {
  type?: string;
  allOf?: readonly unknown[];
  additionalProperties?: boolean;
  unevaluatedProperties?: boolean;
}

interface AsyncApiDocument {
  readonly channels: Readonly<Record<string, { readonly address: string; readonly messages: Readonly<Record<string, unknown>> }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const ROOT = process.cwd();
const document = parse(readFileSync(join(ROOT, 'openapi/asyncapi.yaml'), 'utf8')) as AsyncApiDocument;
const documentedTypes = Object.values(document.channels).map((channel) => channel.address).sort();

describe('openapi/asyncapi.yaml', () => {
  let database: TestDatabase;
  let erp: SimulatedErpStand;
  let events: readonly StoredEvent[];

  beforeAll(async () => {
    database = await createTestDatabase();
    erp = await openSimulatedErp();
    events = await liveThroughEverything(database, erp);
  });
  afterAll(async () => {
    await erp.close();
    await database.drop();
  });

  it('has every type that the code emits, and no other', () => {
    expect(documentedTypes).toEqual(typesInCode());
  });

  it('describes each emitted event completely: required fields are there, and no field is unknown', () => {
    const judge = strictJudge();

    const faults = events.flatMap(({ event }) => judge(event));

    expect(faults).toEqual([]);
    expect([...new Set(events.map(({ event }) => event.type))].sort()).toEqual(documentedTypes);
  });
});

/** Types as they stand in the source: 'message.posted.v1'. */
function typesInCode(): readonly string[] {
  const sources = ['apps', 'libs'].flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(ROOT, folder, name)))
    .filter((path) => /\/src\/.*\.ts$/.test(path) && !/\.(spec|contract)\.ts$/.test(path) && !path.includes('/generated/'));
  const found = sources.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/'((?:[a-z][a-z-]*\.)+v[0-9]+)'/g)].map((match) => match[1]));
  return [...new Set(found)].sort();
}

/** Judges an event by the payload of its type, without the leniency that consumers are asked to have. Answers what is wrong. */
function strictJudge(): (event: PlantwayEvent) => readonly string[] {
  const strict = structuredClone(document);
  for (const [name, schema] of Object.entries(strict.components.schemas)) {
    if (schema.type === 'object' && name !== 'cloudEvent') schema.additionalProperties = false;
    if (schema.allOf !== undefined) schema.unevaluatedProperties = false; // what it is made of has no type of its own
  }
  const ajv = new Ajv2019({ strict: false, allErrors: true, formats: {
    uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, date: /^\d{4}-\d\d-\d\d$/, 'uri-reference': /^\/sites\/[^/]+$/,
  } });
  ajv.addSchema(strict, 'asyncapi');
  return (event) => {
    const channel = Object.values(strict.channels).find(({ address }) => address === event.type);
    if (channel === undefined) return [`${event.type} is not documented`];
    const validate: ValidateFunction = ajv.compile({ $ref: `asyncapi#/components/messages/${Object.keys(channel.messages)[0]}/payload`, unevaluatedProperties: false });
    const fits: boolean = validate(event);
    return fits ? [] : (validate.errors ?? []).map((error) => `${event.type} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  };
}

/** One message for each way that a message can go, of every kind. */
async function liveThroughEverything({ pool }: TestDatabase, erp: SimulatedErpStand): Promise<readonly StoredEvent[]> {
  const clock = new SeededClock(BUSINESS_TIME);
  const reader = new MessageReader(pool);
  const intake = new Intake({ pool, clock });
  const desk = new MessageDesk(pool, clock, reader);
  await importSites(pool, join(ROOT, 'sites'));
  const sites = siteDirectoryOf([{ ...(await DatabaseSiteDirectory.load(pool)).get('BER1')!, plannedOrders: { conversion: 'approve' } }]);
  const port = siteErp({ directory: sites, backends: new Map([['erp-simulated', erp.backend()]]), crossReference: new DatabaseCrossReference(pool) });
  const book = new JobOrderBook(pool, clock);
  const related = new MessageRelations({ pool, clock });
  const maker = new JobOrderMaker(port, book);
  const flows = deliveryFlows({
    erp: port, mes: mesPull(clock), systems: planningSystems(), related, jobOrders: book, askedMes: askedMes(new OrderNegotiation(pool, clock), maker), holds: new HoldBook(pool), makersOf: async () => [],
    plannedOrders: new PlannedOrderBook(pool), schedules: new ScheduleBook(pool), promises: new PromiseBook(pool), messages: reader, sites, businessNow: () => BUSINESS_TIME, dayOf: () => '2026-11-22',
  });
  const engine = new DeliveryEngine({ pool, clock, flows, settings: { sendDeadlineMs: 5_000, settleWindowMs: 120_000 } });
  const deliver = async (): Promise<void> => {
    while (await engine.runOnce() > 0);
  };
  const accept = async (kind: MessageKind, senderId: string, laneKey: string, canonical: unknown, search: { readonly workOrderId?: string; readonly operationId?: string; readonly confirmationId?: string }, more: Pick<Submission, 'effects' | 'events'> = {}): Promise<string> => {
    const { messageId } = await intake.accept({
      siteId: 'BER1', kind, sourceSystem: 'mes', senderId, laneKey, correlationId: `journey-${senderId}`, acceptedBy: 'credential-1', received: canonical, canonical,
      postingDate: '2026-11-22', productionDay: '2026-11-22', search: { ...search, lotIds: [], serialNumbers: [] }, ...more,
    });
    return messageId;
  };
  const confirm = (workOrderId: string, operationId: string): Promise<string> => {
    const confirmation = confirmationOf(`mes-${workOrderId}-${operationId}`, workOrderId, operationId);
    return accept('productionConfirmation', confirmation.confirmationId, `${workOrderId}:${operationId}`, confirmation, { workOrderId, operationId, confirmationId: confirmation.confirmationId });
  };
  const reverse = (workOrderId: string, operationId: string): Promise<string> => {
    const reversal = reversalOf(`mes-${workOrderId}-${operationId}`, workOrderId, operationId);
    return accept('confirmationReversal', reversal.reversalId, `reversal:${reversal.confirmationId}`, reversal, { workOrderId, operationId, confirmationId: reversal.confirmationId });
  };
  const acknowledge = (acknowledgement: JobOrderAcknowledgement): Promise<string> =>
    accept('jobOrderAcknowledgement', acknowledgement.acknowledgementId, `acknowledgement:${acknowledgement.acknowledgementId}`, acknowledgement, {});

  await liveAtTheDesk(pool, clock, intake);
  await confirm('WO-1001', '0010'); // posted
  await deliver();
  const unknown = await confirm('WO-404', '0010'); // parked
  await deliver();
  await desk.resubmit({ siteId: 'BER1', messageId: unknown, actor: 'supervisor' });
  await deliver();
  await desk.discard({ siteId: 'BER1', messageId: unknown, actor: 'supervisor', reason: 'no such order' });
  erp.simulation.faults.plan({ kind: 'unavailable' });
  await confirm('WO-1001', '0020'); // retrying, then in doubt, then posted
  await deliver();
  erp.simulation.faults.plan({ kind: 'fail-after-commit' });
  for (let minute = 0; minute < 30; minute++) {
    await clock.advance(60_000);
    await deliver();
  }
  await confirm('WO-1003', '0020'); // waits for operation 0010
  await deliver();
  await reverse('WO-1003', '0020'); // which is annulled
  await reverse('WO-1001', '0020'); // reversed
  await deliver();

  await accept('workOrderRelease', 'WO-1002', 'workOrder:WO-1002', { releaseId: 'WO-1002', siteId: 'BER1', workOrderId: 'WO-1002' }, { workOrderId: 'WO-1002' });
  await deliver();
  const order = (await port.workOrder('BER1', 'WO-1002')).value;
  await maker.make('BER1', [order], clock.now().toISOString(), {});
  const [{ dispatch }] = await book.undispatched();
  const dispatched = await accept('jobOrderDispatch', 'WO-1002@1', 'jobOrderDispatch:WO-1002', dispatch, { workOrderId: 'WO-1002' });
  await book.carriedBy({ siteId: 'BER1', workOrderId: 'WO-1002', version: 1 }, dispatched);
  await deliver();
  const [first, second] = dispatch.jobOrders;
  await acknowledge({ acknowledgementId: 'a-1', siteId: 'BER1', jobOrderId: first.jobOrderId, version: 1, answer: 'partly', acceptedQuantity: { value: '5', unit: 'H87' }, reason: 'one fixture is broken', acknowledgedAt: '2026-11-22T08:01:00.000Z' });
  const refusal: JobOrderAcknowledgement = { acknowledgementId: 'a-2', siteId: 'BER1', jobOrderId: second.jobOrderId, version: 1, answer: 'refused', reason: 'no fixture', acknowledgedAt: '2026-11-22T08:02:00.000Z' };
  const refused = await acknowledge(refusal);
  await deliver();
  await book.acknowledge(refusal, refused);
  await desk.resubmit({ siteId: 'BER1', messageId: refused, actor: 'planner' }); // sent again
  await deliver();

  await new WorkOrderRegister(pool, port).refreshOne('BER1', 'WO-1001');
  const feed = new OrderChangeFeed(pool);
  const { nextCursor: from } = await port.changes('BER1', {});
  await feed.begin('BER1', from);
  await erp.simulation.apply({ type: 'changeOrder', workOrderId: 'WO-1003', dueAt: '2026-11-27T05:00:00.000Z' }); // on a screen of the ERP
  await accept('materialConsumption', 'use-1', 'WO-1001:0010', {
    consumptionId: 'use-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', itemId: 'CP-3', quantity: { value: '3', unit: 'H87' }, serialNumbers: [], consumedAt: '2026-11-22T07:00:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22',
  }, { workOrderId: 'WO-1001', operationId: '0010' });
  await deliver();
  const changed = await port.changes('BER1', { cursor: from });
  await feed.advance('BER1', from, changed.nextCursor, changed.items);

  const decide = (command: QualityCommand): Promise<string> => accept('qualityDecision', command.qualityEventId, `quality:${JSON.stringify(scopeOfDecision(command))}`, command, {}, acceptedDecision(command, 'qms'));
  const quality = { siteId: 'BER1', occurredAt: '2026-11-22T07:40:00.000Z', reason: 'burr on the long edge' } as const;
  await decide({ ...quality, type: 'hold', qualityEventId: 'QE-1', holdId: 'H-1', scope: { type: 'workOrder', workOrderId: 'WO-1004', operationId: '0020' } });
  await decide({ ...quality, type: 'hold', qualityEventId: 'QE-2', holdId: 'H-2', scope: { type: 'lot', itemId: 'FG-300', lotId: 'FG300-1' } });
  await decide({ ...quality, type: 'hold', qualityEventId: 'QE-3', holdId: 'H-3', scope: { type: 'equipment', equipmentId: 'WC-10' } });
  await decide({ ...quality, type: 'release', qualityEventId: 'QE-4', holdId: 'H-3', scope: { type: 'equipment', equipmentId: 'WC-10' } });
  await decide({ ...quality, type: 'disposition', qualityEventId: 'QE-5', holdId: 'H-2', itemId: 'FG-300', lotId: 'FG300-1', decision: 'accept' });
  await deliver();

  const planned: PlannedOrder = { plannedOrderId: 'PL-1', siteId: 'BER1', itemId: 'FG-100', quantity: { value: '20', unit: 'H87' }, startAt: '2026-11-24T05:00:00.000Z', dueAt: '2026-11-26T05:00:00.000Z' };
  const conversion: PlannedOrderConversion = { conversionId: 'PL-1', siteId: 'BER1', plannedOrderId: 'PL-1' };
  await accept('plannedOrder', 'PL-1', 'planned-order:PL-1', planned, {});
  await deliver();
  const awaiting = await accept('plannedOrderConversion', 'PL-1', 'planned-order:PL-1', conversion, {});
  await deliver();
  await desk.approve({ siteId: 'BER1', messageId: awaiting, actor: 'supervisor', reason: 'agreed with sales' });
  await deliver();

  await livePlanning(accept, deliver);
  await liveOnTheFloor(pool, clock, sites, (request) => accept('maintenanceRequest', request.maintenanceRequestId, `maintenance:${request.equipmentId}`, request, {}), deliver);
  await liveInTheBooks(pool, clock, port, erp.simulation);

  await pool.query('select events.assign_positions(1000, 0)');
  return (await new EventLog(pool).read({ siteId: null, types: null, after: 0, limit: 1_000 })).events;
}

function reversalOf(confirmationId: string, workOrderId: string, operationId: string): ConfirmationReversal {
  return { reversalId: `reversal-of-${confirmationId}`, siteId: 'BER1', confirmationId, workOrderId, operationId, reason: 'counted twice', reversedAt: '2026-11-22T07:30:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22' };
}

function confirmationOf(confirmationId: string, workOrderId: string, operationId: string): ProductionConfirmation {
  return {
    confirmationId, siteId: 'BER1', workOrderId, operationId, kind: 'partial', cumulative: false,
    yield: { value: '2', unit: 'H87' }, scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR' }],
    producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [],
    startedAt: '2026-11-22T06:00:00.000Z', finishedAt: '2026-11-22T07:00:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22', workCenterId: operationId === '0010' ? 'WC-10' : 'WC-20',
  };
}
