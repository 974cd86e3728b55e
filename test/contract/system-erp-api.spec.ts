import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemErpClient } from '@plantway/clients';
import type { SystemErpClientOptions } from '@plantway/clients';
import { ERP_OPERATIONS } from '@plantway/ports';
import type { ErpPort } from '@plantway/ports';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteErp } from '@plantway/sites';
import { createTestDatabase } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { openSimulatedErp } from './simulated-erp.harness.js';
import type { SimulatedErpStand } from './simulated-erp.harness.js';
import { startSystemErpApi } from './system-erp-api.stand.js';
import type { SystemErpApiStand } from './system-erp-api.stand.js';
import { recordWire } from './wire-recorder.js';

const SITE = '/system/erp/v1/sites/BER1';
const confirmation = {
  confirmationId: 'mes-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', yield: { value: '10', unit: 'H87' },
  startedAt: '2026-11-22T06:00:00Z', finishedAt: '2026-11-22T06:40:00Z', postingDate: '2026-11-22', productionDay: '2026-11-22',
};
const posting = (changes: object = {}) => ({ reference: randomUUID(), part: { action: 'confirm', partId: 'confirmation', confirmation: { ...confirmation, ...changes } } });

let database: TestDatabase;
let stand: SimulatedErpStand;
let api: SystemErpApiStand;
let apiKey: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  const sites = await DatabaseSiteDirectory.load(database.pool);
  stand = await openSimulatedErp();
  const erp = siteErp({ directory: sites, backends: new Map([['erp-simulated', stand.backend()]]), crossReference: new DatabaseCrossReference(database.pool) });
  api = await startSystemErpApi({ erp, sites, pool: database.pool });
  apiKey = await api.keyOf('erpTeam');
});
afterAll(async () => {
  await api.close();
  await stand.close();
  await database.drop();
});
beforeEach(() => stand.simulation.faults.clear());

function send(path: string, { key = apiKey, body, headers = {} }: { key?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<Response> {
  return fetch(api.baseUrl + SITE + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const json = async (response: Response): Promise<any> => response.json();  

describe('Reading through the ERP system API', () => {
  it.each([
    '/items', '/items/FG-100', '/bills-of-material/FG-100', '/routings/FG-100', '/work-orders', '/work-orders/WO-1001', '/inventory-balances', '/items/RM-1/lots/RM1-A', '/purchase-orders',
    '/posting-periods', '/work-centers',
  ])('%s names its age, its backend and its validator', async (path) => {
    const askedAt = Date.now();
    const response = await send(path);

    expect([response.status, response.headers.get('plantway-backend'), response.headers.get('etag')]).toEqual([200, 'erp-simulated', expect.stringMatching(/^"[\w-]{43}"$/)]);
    const { asOf } = await json(response);
    expect(asOf).toMatch(/Z$/);
    expect(Date.parse(asOf)).toBeGreaterThanOrEqual(askedAt);
    expect(Date.parse(asOf)).toBeLessThanOrEqual(Date.now());
  });

  it('answers 304 to who has the state, and 200 once it has changed', async () => {
    const first = await send('/work-orders/WO-1003');
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };

    expect((await send('/work-orders/WO-1003', { headers })).status).toBe(304);
    await send('/confirmations', { body: posting({ workOrderId: 'WO-1003' }) });
    expect((await send('/work-orders/WO-1003', { headers })).status).toBe(200);
  });

  it('names the backend on refusals, and says that nothing was changed', async () => {
    const response = await send('/work-orders/NO-SUCH');

    expect([response.status, response.headers.get('plantway-backend'), response.headers.get('content-type')]).toEqual([404, 'erp-simulated', expect.stringMatching(/^application\/problem\+json/)]);
    expect(await json(response)).toMatchObject({ code: 'NOT_FOUND', kind: 'business', effect: 'none' });
  });

  it('hides the cost of an item from a MES only', async () => {
    const mes = await api.keyOf('mes');

    expect(await json(await send('/items/FG-100'))).toMatchObject({ standardCost: { amount: '22.3', currency: 'EUR' } });
    expect(await json(await send('/items/FG-100', { key: mes }))).not.toHaveProperty('standardCost');
    expect(JSON.stringify(await json(await send('/items', { key: mes })))).not.toContain('standardCost');
  });

  it('refuses a filter that it does not know, and a limit out of range', async () => {
    expect(await json(await send('/work-orders?colour=red'))).toMatchObject({ code: 'VALIDATION_FAILED', findings: [{ path: '/query/colour' }] });
    expect(await json(await send('/items?limit=1001'))).toMatchObject({ code: 'VALIDATION_FAILED', findings: [{ path: '/query/limit' }] });
    expect(await json(await send('/items?cursor=bm9ib2R5'))).toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('says what its ERP can do', async () => {
    expect(await json(await send('/capabilities'))).toMatchObject({ backend: 'erp-simulated', operations: ERP_OPERATIONS.map((operation) => ({ operation, supported: true, guaranteeClass: operation === 'release' ? 'K' : 'R' })), ifMatch: 'enforced', longestWriteMs: 20_000, fieldsNotCarried: expect.arrayContaining([{ field: 'exceptionCodes', reason: expect.any(String) }]) });
  });
});

describe('Posting through the ERP system API', () => {
  it('answers 201 with the receipt, and finds it again by its reference', async () => {
    const body = posting();

    const response = await send('/confirmations', { body });
    const receipt = await json(response);

    expect(response.status).toBe(201);
    expect(receipt).toMatchObject({ reference: body.reference, backend: 'erp-simulated', quantities: { yield: { value: '10', unit: 'H87' } } });
    expect(await json(await send(`/confirmations?reference=${body.reference}`))).toEqual({ items: [receipt], nextCursor: null });
  });

  it('says by effect whether the ERP may have kept it', async () => {
    const refused = await send('/confirmations', { body: posting({ postingDate: '2026-10-31' }) });
    stand.simulation.faults.plan({ kind: 'fail-after-commit' });
    const lost = await send('/confirmations', { body: posting() });
    stand.simulation.faults.plan({ kind: 'maintenance', retryAfterSeconds: 90 });
    const away = await send('/confirmations', { body: posting() });

    expect([refused.status, await json(refused)]).toMatchObject([422, { code: 'PERIOD_CLOSED', kind: 'business', effect: 'none', owner: 'erpTeam' }]);
    expect([lost.status, await json(lost)]).toMatchObject([502, { code: 'ERP_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' }]);
    expect([away.status, away.headers.get('retry-after'), await json(away)]).toMatchObject([503, '90', { code: 'ERP_MAINTENANCE', effect: 'none' }]);
  });

  it.each([
    ['a quantity that is no decimal text', posting({ yield: { value: '-1', unit: 'H87' } }), '/part/confirmation/yield/value'],
    ['an unknown field', posting({ colour: 'red' }), '/part/confirmation/colour'],
    ['the order of another site', posting({ siteId: 'LYS1' }), '/part/confirmation/siteId'],
    ['a missing reference', { part: posting().part }, '/reference'],
    ['a part of another kind', { reference: 'r-1', part: { ...posting().part, action: 'reverse' } }, '/part/action'],
  ])('refuses %s before anything is sent', async (_, body, path) => {
    const before = await stand.simulation.read((engine) => engine.confirmations().length);

    const response = await send('/confirmations', { body });

    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({ code: 'VALIDATION_FAILED', findings: expect.arrayContaining([expect.objectContaining({ path })]) });
    expect(await stand.simulation.read((engine) => engine.confirmations().length)).toBe(before);
  });

  it('refuses to plan a reversal without a day', async () => {
    const receipt = await json(await send('/confirmations', { body: posting() }));

    const response = await send('/reversals/plan', { body: { receipts: [receipt] } });

    expect([response.status, await json(response)]).toMatchObject([400, { code: 'VALIDATION_FAILED', findings: [{ path: '/postingDate' }] }]);
  });

  it('says what of a confirmation the ERP has no place for, also to who asks again with the part', async () => {
    const body = posting({ equipmentId: 'WU-10-A', exceptionCodes: ['E-1'] });

    const receipt = await json(await send('/confirmations', { body }));

    expect(receipt.notCarried).toEqual([{ field: 'equipmentId', reason: expect.any(String) }, { field: 'exceptionCodes', reason: expect.any(String) }]);
    expect(await json(await send('/confirmations/find', { body }))).toEqual({ items: [receipt], nextCursor: null });
  });

  it('reverses the document that the path names, and no other', async () => {
    const receipt = await json(await send('/confirmations', { body: posting() }));
    const { parts: [part] } = await json(await send('/reversals/plan', { body: { receipts: [receipt], postingDate: '2026-11-20' } }));
    const [{ number }] = receipt.documents;
    expect(part).toMatchObject({ action: 'reverse', postingDate: '2026-11-20' });

    const wrong = await send('/confirmations/4999999999/reversal', { body: { part, reference: randomUUID() } });
    const right = await send(`/confirmations/${number}/reversal`, { body: { part, reference: randomUUID() } });

    expect([wrong.status, (await json(wrong)).findings[0].path]).toEqual([400, '/part/receipt/documents']);
    const reversal = await json(right);
    expect([right.status, reversal.documents[0].type, reversal.postingDate]).toEqual([201, 'reversal', '2026-11-20']);
    expect(await json(await send('/reversals/find', { body: { part, reference: reversal.reference } }))).toEqual({ items: [reversal], nextCursor: null });
  });
});

describe('Releasing through the ERP system API', () => {
  const release = (workOrderId: string, changes: object = {}) => ({ reference: randomUUID(), part: { action: 'release', partId: 'release', siteId: 'BER1', workOrderId, ...changes } });
  const phaseOf = (workOrderId: string) => stand.simulation.read((engine) => engine.order(workOrderId)?.phase);
  /** Another order that is created and not released. */
  async function createdOrder(workOrderId: string): Promise<string> {
    const { itemId, quantity, startAt, dueAt } = (await stand.simulation.read((engine) => engine.order('WO-1002')))!;
    await stand.simulation.apply({ type: 'createOrder', order: { workOrderId, itemId, quantity, startAt, dueAt, overDeliveryTolerancePercent: '5', released: false } });
    return workOrderId;
  }

  it('answers 201 with a receipt without day and quantities, and finds the release again', async () => {
    const order = await createdOrder('WO-R1');
    const body = release(order);

    const before = await json(await send(`/work-orders/${order}/release?reference=${body.reference}`));
    const response = await send(`/work-orders/${order}/release`, { body });
    const after = await json(await send(`/work-orders/${order}/release?reference=${body.reference}`));

    expect([response.status, response.headers.get('plantway-backend'), await json(response)]).toEqual([
      201, 'erp-simulated', { reference: body.reference, backend: 'erp-simulated', documents: [{ type: 'workOrder', number: order }], postedAt: expect.stringMatching(/Z$/) },
    ]);
    expect([before.items, after.items]).toMatchObject([[], [{ reference: body.reference, documents: [{ type: 'workOrder', number: order }] }]]);
  });

  it('says by effect that a second release changed nothing', async () => {
    const order = await createdOrder('WO-R2');
    await send(`/work-orders/${order}/release`, { body: release(order) });

    const again = await send(`/work-orders/${order}/release`, { body: release(order) });

    expect([again.status, await json(again)]).toMatchObject([422, { code: 'ORDER_ALREADY_RELEASED', kind: 'business', effect: 'none', owner: 'planner' }]);
  });

  it.each([
    ['the order of another path', release('WO-1015'), '/part/workOrderId'], ['another site', release('WO-R3', { siteId: 'LYS1' }), '/part/siteId'],
    ['a part of another kind', release('WO-R3', { action: 'confirm' }), '/part/action'], ['an unknown field', release('WO-R3', { force: true }), '/part/force'],
  ])('refuses %s before anything is sent', async (_, body, path) => {
    if ((await phaseOf('WO-R3')) === undefined) await createdOrder('WO-R3');

    const response = await send('/work-orders/WO-R3/release', { body });

    expect([response.status, await json(response)]).toMatchObject([400, { code: 'VALIDATION_FAILED', findings: expect.arrayContaining([expect.objectContaining({ path })]) }]);
    expect(await phaseOf('WO-R3')).toBe('created');
  });

  it('lets a planner read the order and not release it past the messages', async () => {
    const planner = await api.keyOf('planner');
    const order = await createdOrder('WO-R4');

    const refused = await send(`/work-orders/${order}/release`, { key: planner, body: release(order) });

    expect([refused.status, (await json(refused)).code]).toEqual([403, 'ROLE_NOT_ALLOWED']);
    expect(await phaseOf(order)).toBe('created');
  });

  it('sends nothing after the deadline', async () => {
    const order = await createdOrder('WO-R5');

    const late = await send(`/work-orders/${order}/release`, { body: release(order), headers: { 'plantway-deadline': '2026-01-01T00:00:00Z' } });

    expect([late.status, await json(late)]).toMatchObject([503, { code: 'ERP_UNAVAILABLE', effect: 'none' }]);
    expect(await phaseOf(order)).toBe('created');
  });
});

describe('The ERP port over HTTP', () => {
  const client = (changes: Partial<SystemErpClientOptions> = {}): ErpPort => new SystemErpClient({ baseUrl: api.baseUrl, apiKey, ...changes });

  it('asks for master data again by its validator', async () => {
    const wire = await recordWire(api.baseUrl);
    const port = client({ baseUrl: wire.baseUrl });

    const first = await port.item('BER1', 'FG-100');
    const second = await port.item('BER1', 'FG-100');
    await wire.close();

    expect(wire.statuses).toEqual([200, 304]);
    expect(second.value).toEqual(first.value);
  });

  it('asks for a work order again by its validator, and sees what was posted on it', async () => {
    const wire = await recordWire(api.baseUrl);
    const port = client({ baseUrl: wire.baseUrl });

    const [first, second] = [await port.workOrder('BER1', 'WO-1004'), await port.workOrder('BER1', 'WO-1004')];
    await send('/confirmations', { body: posting({ workOrderId: 'WO-1004' }) });
    const third = await port.workOrder('BER1', 'WO-1004');
    await wire.close();

    expect(wire.statuses).toEqual([200, 304, 200]);
    expect(second.value).toEqual(first.value);
    expect(third.value.operations[0]?.yieldConfirmed).toEqual({ value: '10', unit: 'H87' });
  });

  it('remembers no more objects than it may, and forgets first what was not used for longest', async () => {
    const wire = await recordWire(api.baseUrl);
    const port = client({ baseUrl: wire.baseUrl, cachedObjects: 2 });

    for (const itemId of ['FG-100', 'RM-1', 'FG-100', 'CP-2', 'FG-100', 'RM-1']) await port.item('BER1', itemId);
    await wire.close();

    expect(wire.statuses).toEqual([200, 200, 304, 200, 304, 200]);
  });

  it('calls a gateway that refuses our own key a technical fault, because the key may be renewed', async () => {
    await expect(client({ apiKey: `pw_${'A'.repeat(43)}` }).items('BER1', {})).rejects.toMatchObject({ code: 'ERP_ACCESS_REFUSED', kind: 'technical', effect: 'none' });
  });

  it('tries a site again that the gateway does not have yet', async () => {
    await expect(client().items('NOWHERE', {})).rejects.toMatchObject({ code: 'SITE_NOT_FOUND', kind: 'technical', effect: 'none' });
  });

  it('calls a gateway that is not there unavailable', async () => {
    await expect(client({ baseUrl: 'http://127.0.0.1:1' }).items('BER1', {})).rejects.toMatchObject({ code: 'ERP_UNAVAILABLE', kind: 'technical', effect: 'none' });
  });
});
