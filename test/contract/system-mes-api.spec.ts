import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MES_PULL, mesPull } from '@plantway/backends/mes-pull';
import { MES_WEBHOOK } from '@plantway/backends/mes-webhook';
import { SystemMesClient } from '@plantway/clients';
import type { CallOptions, DispatchReceipt, MesPort } from '@plantway/ports';
import { DatabaseSiteDirectory, importSites, siteMes } from '@plantway/sites';
import { createTestDatabase, until } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { startSystemMesApi } from './system-mes-api.stand.js';
import type { SystemMesApiStand } from './system-mes-api.stand.js';
import { dispatchOf, openWebhookMes } from './webhook-mes.harness.js';
import type { WebhookMesStand } from './webhook-mes.harness.js';

const NOW = new Date('2026-11-22T08:00:00.000Z');

let database: TestDatabase;
let mesStand: WebhookMesStand;
let api: SystemMesApiStand;
let key: string;
/** What the MES port is asked with instead of the real one. */
let observe: ((options: CallOptions | undefined) => Promise<DispatchReceipt>) | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  const sites = await DatabaseSiteDirectory.load(database.pool);
  mesStand = await openWebhookMes();
  const mes = siteMes({ directory: sites, backends: new Map([[MES_WEBHOOK, mesStand.backend()], [MES_PULL, mesPull({ now: () => NOW })]]) });
  const observed: MesPort = {
    capabilities: (siteId) => mes.capabilities(siteId),
    dispatch: (dispatch, reference, options) => (observe === undefined ? mes.dispatch(dispatch, reference, options) : observe(options)),
    find: (dispatch, reference, options) => mes.find(dispatch, reference, options),
    totals: (siteId, question, options) => mes.totals(siteId, question, options),
  };
  api = await startSystemMesApi({ mes: observed, sites, pool: database.pool, clock: { now: () => NOW } });
  key = await api.keyOf('erpTeam');
});
afterAll(async () => {
  await api.close();
  await mesStand.close();
  await database.drop();
});

let orders = 0;
const newDispatch = (siteId = 'BER1') => dispatchOf(`WO-${(orders += 1)}`, siteId);

function send(path: string, { body, role, site = 'BER1', headers = {} }: { body?: unknown; role?: string; site?: string; headers?: Record<string, string> } = {}): Promise<Response> {
  return fetch(`${api.baseUrl}/system/mes/v1/sites/${site}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${role ?? key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const json = async (response: Response): Promise<any> => response.json();

describe('The MES system API', () => {
  it('says for each site how job orders reach its MES', async () => {
    const [berlin, chicago] = [await send('/capabilities'), await send('/capabilities', { site: 'CHI1' })];

    expect([berlin.headers.get('plantway-backend'), await json(berlin)]).toEqual(['mes-webhook', { backend: 'mes-webhook', style: 'push', guaranteeClass: 'K', longestWriteMs: 20_000, totals: 'supported' }]);
    expect([chicago.headers.get('plantway-backend'), await json(chicago)]).toEqual(['mes-pull', { backend: 'mes-pull', style: 'pull', guaranteeClass: 'K', longestWriteMs: 0, totals: 'unsupported' }]);
  });

  it('hands job orders over and finds them, fields and all', async () => {
    const dispatch = newDispatch();
    const reference = randomUUID();

    const posted = await send('/job-order-dispatches', { body: { reference, dispatch } });
    const found = await send(`/job-order-dispatches/${dispatch.workOrderId}?reference=${reference}&version=1`);

    const receipt = await json(posted);
    expect([posted.status, receipt]).toMatchObject([201, { reference, version: 1, backend: 'mes-webhook' }]);
    expect([found.status, await json(found)]).toEqual([200, { items: [receipt], nextCursor: null }]);
  });

  it('says by effect whether the MES may have taken it', async () => {
    const dispatch = newDispatch();
    mesStand.simulation.plan({ kind: 'refuse', reason: 'There is no fixture.' });
    const refused = await send('/job-order-dispatches', { body: { reference: randomUUID(), dispatch } });
    mesStand.simulation.plan({ kind: 'half-answer' });
    const lost = await send('/job-order-dispatches', { body: { reference: randomUUID(), dispatch } });
    mesStand.simulation.plan({ kind: 'outage', seconds: 90 });
    const away = await send('/job-order-dispatches', { body: { reference: randomUUID(), dispatch } });

    expect([refused.status, await json(refused)]).toMatchObject([422, { code: 'MES_REFUSED', kind: 'business', effect: 'none', owner: 'planner', details: { reason: 'There is no fixture.' } }]);
    expect([lost.status, await json(lost)]).toMatchObject([502, { code: 'MES_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' }]);
    expect([away.status, away.headers.get('retry-after'), await json(away)]).toMatchObject([503, '90', { code: 'MES_UNAVAILABLE', effect: 'none' }]);
  });

  it('reads what the MES counts itself of as many orders as are asked for', async () => {
    const dispatch = newDispatch();
    await send('/job-order-dispatches', { body: { reference: randomUUID(), dispatch } });
    const reportId = `mes-${dispatch.workOrderId}`;
    const amounts = { yield: { value: '6', unit: 'H87' }, scrap: { value: '1', unit: 'H87' }, rework: { value: '-1', unit: 'H87' } };
    mesStand.simulation.counts('BER1', dispatch.workOrderId, '0010', { yield: '6', scrap: '1', rework: '-1', underWay: 2, reports: [{ reportId, amounts }] });

    const found = await json(await send(`/operation-totals?workOrderId=${dispatch.workOrderId}&workOrderId=WO-NEVER&reports=true`));

    expect(found).toEqual({ asOf: expect.any(String), nextCursor: null, items: [expect.objectContaining({ workOrderId: dispatch.workOrderId, operationId: '0010', amounts, underWay: 2, reports: [{ reportId, amounts }] }), expect.objectContaining({ operationId: '0020', underWay: 0, reports: [] })] });
    const elsewhere = await send(`/operation-totals?workOrderId=${dispatch.workOrderId}`, { site: 'CHI1' });
    expect([elsewhere.status, await json(elsewhere)]).toMatchObject([422, { code: 'MES_TOTALS_UNSUPPORTED', effect: 'none' }]);
    const many = Array.from({ length: 101 }, (_unused, place) => `workOrderId=WO-${place}`).join('&');
    for (const query of ['', `?${many}`, '?workOrderId=%20', '?workOrderId=WO-1&reports=yes']) expect((await send(`/operation-totals${query}`)).status).toBe(400);
  });

  it.each([
    ['the job orders of another site', { siteId: 'CHI1' }, '/dispatch/siteId'],
    ['a job order of another work order', { jobOrders: [{ ...dispatchOf('WO-0').jobOrders[0], workOrderId: 'WO-X' }] }, '/dispatch/jobOrders/0/workOrderId'],
    ['a job order of another version', { jobOrders: [{ ...dispatchOf('WO-0').jobOrders[0], version: 7 }] }, '/dispatch/jobOrders/0/version'],
    ['version 0', { version: 0 }, '/dispatch/version'],
    ['an unknown field', { colour: 'red' }, '/dispatch/colour'],
  ])('refuses %s before anything is sent', async (_, changes, path) => {
    const response = await send('/job-order-dispatches', { body: { reference: randomUUID(), dispatch: { ...dispatchOf('WO-0'), ...changes } } });

    expect([response.status, await json(response)]).toMatchObject([400, { code: 'VALIDATION_FAILED', findings: expect.arrayContaining([expect.objectContaining({ path })]) }]);
    expect(mesStand.simulation.standing('BER1', 'WO-0')).toBeUndefined();
  });

  it('lets the ERP team and the administrator write, planners and supervisors look, and a MES neither', async () => {
    const body = { reference: randomUUID(), dispatch: newDispatch() };
    const statuses = async (role: Parameters<SystemMesApiStand['keyOf']>[0]) => {
      const credential = await api.keyOf(role);
      return [(await send('/capabilities', { role: credential })).status, (await send('/job-order-dispatches', { role: credential, body })).status];
    };

    expect(await statuses('admin')).toEqual([200, 201]);
    expect(await statuses('planner')).toEqual([200, 403]);
    expect(await statuses('supervisor')).toEqual([200, 403]);
    expect(await statuses('mes')).toEqual([403, 403]);
  });
});

describe('The deadline of a dispatch', () => {
  const inMs = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

  it('goes all the way to the MES port, and so does the end of the caller', async () => {
    let seen: CallOptions | undefined;
    observe = (options) => ((seen = options), new Promise((_, gaveUp) => options?.signal?.addEventListener('abort', () => gaveUp(new Error('the caller has left')))));
    const caller = new AbortController();

    const sent = new SystemMesClient({ baseUrl: api.baseUrl, apiKey: key }).dispatch(newDispatch(), 'r-1', { deadlineAt: inMs(60_000), signal: caller.signal });
    await until(() => seen !== undefined);
    expect([seen?.deadlineAt, seen?.signal?.aborted]).toEqual([inMs(60_000), false]);
    caller.abort();

    await expect(sent).rejects.toMatchObject({ code: 'MES_ANSWER_LOST', effect: 'unknown' });
    await until(() => seen?.signal?.aborted === true);
    observe = undefined;
  });

  it('refuses what comes after it, and sends nothing', async () => {
    const dispatch = newDispatch();

    const answer = await send('/job-order-dispatches', { body: { reference: randomUUID(), dispatch }, headers: { 'plantway-deadline': inMs(-1).toISOString() } });

    expect([answer.status, await json(answer)]).toMatchObject([503, { code: 'MES_UNAVAILABLE', effect: 'none' }]);
    expect(mesStand.simulation.standing('BER1', dispatch.workOrderId)).toBeUndefined();
  });

  it.each(['soon', '2026-11-22T08:00:00', ''])('refuses "%s", which is no instant', async (deadline) => {
    const answer = await send('/job-order-dispatches', { body: { reference: randomUUID(), dispatch: newDispatch() }, headers: { 'plantway-deadline': deadline } });

    expect([answer.status, await json(answer)]).toMatchObject([400, { code: 'VALIDATION_FAILED', findings: [{ path: '/header/Plantway-Deadline' }] }]);
  });
});
