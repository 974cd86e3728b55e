import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlantwayEvent, ProductionConfirmation } from '@plantway/canonical';
import { EventLog, type StoredEvent } from '@plantway/events';
import { ConfirmProductionFlow } from '@plantway/flows';
import { DeliveryEngine, Intake, MessageDesk, MessageReader } from '@plantway/messaging';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteErp } from '@plantway/sites';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { BUSINESS_TIME, openSimulatedErp, type SimulatedErpStand } from '../contract/simulated-erp.harness.js';

interface Schema {
  type?: string;
  additionalProperties?: boolean;
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

/** One message for each way that a message can go. */
async function liveThroughEverything({ pool }: TestDatabase, erp: SimulatedErpStand): Promise<readonly StoredEvent[]> {
  const clock = new SeededClock(BUSINESS_TIME);
  const reader = new MessageReader(pool);
  const intake = new Intake({ pool, clock });
  const desk = new MessageDesk(pool, clock, reader);
  await importSites(pool, join(ROOT, 'sites'));
  const port = siteErp({ directory: await DatabaseSiteDirectory.load(pool), backends: new Map([['erp-simulated', erp.backend()]]), crossReference: new DatabaseCrossReference(pool) });
  const engine = new DeliveryEngine({ pool, clock, flows: [new ConfirmProductionFlow(port)], settings: { sendDeadlineMs: 5_000, settleWindowMs: 120_000 } });
  const deliver = async (): Promise<void> => {
    while (await engine.runOnce() > 0);
  };
  const accept = async (workOrderId: string, operationId: string): Promise<string> => {
    const confirmationId = `mes-${workOrderId}-${operationId}`;
    const confirmation = confirmationOf(confirmationId, workOrderId, operationId);
    const { messageId } = await intake.accept({
      siteId: 'BER1', kind: 'productionConfirmation', sourceSystem: 'mes', senderId: confirmationId, laneKey: `${workOrderId}:${operationId}`, correlationId: `journey-${confirmationId}`,
      acceptedBy: 'credential-1', received: confirmation, canonical: confirmation, postingDate: '2026-11-22', productionDay: '2026-11-22',
      search: { workOrderId, operationId, confirmationId, lotIds: [], serialNumbers: [] },
    });
    return messageId;
  };

  await accept('WO-1001', '0010'); // posted
  await deliver();
  const unknown = await accept('WO-404', '0010'); // parked
  await deliver();
  await desk.resubmit({ siteId: 'BER1', messageId: unknown, actor: 'supervisor' });
  await deliver();
  await desk.discard({ siteId: 'BER1', messageId: unknown, actor: 'supervisor', reason: 'no such order' });
  erp.simulation.faults.plan({ kind: 'lock' });
  await accept('WO-1001', '0020'); // retrying, then in doubt, then posted
  await deliver();
  erp.simulation.faults.plan({ kind: 'fail-after-commit' });
  for (let minute = 0; minute < 30; minute++) {
    await clock.advance(60_000);
    await deliver();
  }
  await accept('WO-1003', '0020'); // waits for operation 0010
  await deliver();

  await pool.query('select events.assign_positions(1000, 0)');
  return (await new EventLog(pool).read({ siteId: null, types: null, after: 0, limit: 1_000 })).events;
}

function confirmationOf(confirmationId: string, workOrderId: string, operationId: string): ProductionConfirmation {
  return {
    confirmationId, siteId: 'BER1', workOrderId, operationId, kind: 'partial', cumulative: false,
    yield: { value: '2', unit: 'H87' }, scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR' }],
    producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [],
    startedAt: '2026-11-22T06:00:00.000Z', finishedAt: '2026-11-22T07:00:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22', workCenterId: operationId === '0010' ? 'WC-10' : 'WC-20',
  };
}
