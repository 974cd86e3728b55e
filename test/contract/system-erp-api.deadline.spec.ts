import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemErpClient } from '@plantway/clients';
import type { CallOptions, ErpPart, ErpPort, PostingReceipt } from '@plantway/ports';
import { DatabaseSiteDirectory, importSites, siteErp } from '@plantway/sites';
import type { CrossReference } from '@plantway/sites';
import { createTestDatabase, until } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { openSimulatedErp } from './simulated-erp.harness.js';
import type { SimulatedErpStand } from './simulated-erp.harness.js';
import { startSystemErpApi } from './system-erp-api.stand.js';
import type { SystemErpApiStand } from './system-erp-api.stand.js';

const NOW = new Date('2026-11-22T08:00:00.000Z');
const part: ErpPart = {
  action: 'confirm', partId: 'confirmation',
  confirmation: {
    confirmationId: 'mes-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', cumulative: false, yield: { value: '10', unit: 'H87' }, scrap: [], producedLots: [],
    serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [], startedAt: '2026-11-22T06:00:00.000Z',
    finishedAt: '2026-11-22T06:40:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22',
  },
};

let database: TestDatabase;
let stand: SimulatedErpStand;
let api: SystemErpApiStand;
let client: ErpPort;
let key: string;
/** How the API looks ids up, and what its ERP port is asked with; each test sets its own. */
let lookUp: CrossReference['rows'] = async () => [];
let observe: ((options: CallOptions | undefined) => Promise<PostingReceipt>) | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  const sites = await DatabaseSiteDirectory.load(database.pool);
  stand = await openSimulatedErp();
  const erp = siteErp({ directory: sites, backends: new Map([['erp-simulated', stand.backend()]]), crossReference: { rows: (...asked) => lookUp(...asked) } });
  const observed = new Proxy(erp, {
    get: (target, name: keyof ErpPort) => (name === 'post' ? (asked: ErpPart, reference: string, options?: CallOptions) => (observe ?? (() => target.post(asked, reference, options)))(options) : target[name]?.bind(target)),
  });
  api = await startSystemErpApi({ erp: observed, sites, pool: database.pool, clock: { now: () => NOW } });
  key = await api.keyOf('erpTeam');
  client = new SystemErpClient({ baseUrl: api.baseUrl, apiKey: key });
});
afterAll(async () => {
  await api.close();
  await stand.close();
  await database.drop();
});

afterEach(() => {
  observe = undefined;
  lookUp = async () => [];
});

const inMs = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
const post = (deadline: string): Promise<Response> => fetch(`${api.baseUrl}/system/erp/v1/sites/BER1/confirmations`, {
  method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'plantway-deadline': deadline }, body: JSON.stringify({ part, reference: randomUUID() }),
});
const postings = (): Promise<number> => stand.simulation.read((engine) => engine.confirmations().length);

describe('The deadline of a write', () => {
  it('goes all the way to the ERP port', async () => {
    let seen: CallOptions | undefined;
    observe = async (options) => ((seen = options), { reference: 'r-1', documents: [] as const } as unknown as PostingReceipt);

    await client.post(part, 'r-1', { deadlineAt: inMs(60_000) });

    expect([seen?.deadlineAt, seen?.signal?.constructor.name]).toEqual([inMs(60_000), 'AbortSignal']);
  });

  it('refuses what comes after it, and sends nothing', async () => {
    const answer = await post(inMs(-1).toISOString());

    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'ERP_UNAVAILABLE', effect: 'none' }]);
    expect(await postings()).toBe(0);
  });

  it.each(['soon', '2026-11-22T08:00:00', '2026-13-22T08:00:00Z', ''])('refuses "%s", which is no instant', async (deadline) => {
    const answer = await post(deadline);

    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'VALIDATION_FAILED', findings: [{ path: '/header/Plantway-Deadline' }] }]);
    expect(await postings()).toBe(0);
  });

  it('stops a write that was still looking up ids when it came', async () => {
    const slow = 200; // far longer than the time that is left
    lookUp = async () => (await sleep(slow), []);

    const sent = client.post(part, randomUUID(), { deadlineAt: inMs(50) });

    await expect(sent).rejects.toMatchObject({ code: 'ERP_UNAVAILABLE', kind: 'technical', effect: 'none' });
    expect(await postings()).toBe(0);
  });

  it('ends with the connection of the caller', async () => {
    let seen: AbortSignal | undefined;
    observe = (options) => ((seen = options?.signal), new Promise((_, gaveUp) => seen?.addEventListener('abort', () => gaveUp(new Error('the caller has left')))));
    const caller = new AbortController();

    const sent = client.post(part, randomUUID(), { signal: caller.signal });
    await until(() => seen !== undefined);
    expect(seen?.aborted).toBe(false);
    caller.abort();

    await expect(sent).rejects.toMatchObject({ code: 'ERP_ANSWER_LOST', effect: 'unknown' });
    await until(() => seen?.aborted === true);
  });
});
