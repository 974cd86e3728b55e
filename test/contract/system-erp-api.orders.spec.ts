import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteErp } from '@plantway/sites';
import { createTestDatabase } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { ErpSocket } from './erp-socket.js';
import { openSimulatedErp } from './simulated-erp.harness.js';
import type { SimulatedErpStand } from './simulated-erp.harness.js';
import { startSystemErpApi } from './system-erp-api.stand.js';
import type { SystemErpApiStand } from './system-erp-api.stand.js';

const SITE = '/system/erp/v1/sites/BER1';
const pieces = (value: string) => ({ value, unit: 'H87' });
const change = (changes: object = {}, frame: object = {}) => ({
  reference: randomUUID(), part: { action: 'change', partId: 'change', siteId: 'BER1', change: { siteId: 'BER1', workOrderId: 'WO-1001', verb: 'hold', ...changes }, ...frame },
});
const consumption = (changes: object = {}) => ({
  reference: randomUUID(),
  part: {
    action: 'consume', partId: 'consumption', siteId: 'BER1', postingDate: '2026-11-22',
    consumption: { consumptionId: 'c-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', itemId: 'PK-1', quantity: pieces('1'), consumedAt: '2026-11-22T08:00:00+01:00', productionDay: '2026-11-22', ...changes },
  },
});
const plan = (changes: object = {}) => ({
  reference: randomUUID(),
  part: {
    action: 'publishPlannedOrder', partId: 'plannedOrder', siteId: 'BER1',
    plannedOrder: { plannedOrderId: `PLN-${randomUUID().slice(0, 8)}`, siteId: 'BER1', itemId: 'FG-100', quantity: pieces('60'), startAt: '2026-11-23T06:00:00+01:00', dueAt: '2026-11-25T14:00:00+01:00', ...changes },
  },
});
const conversion = (plannedOrderId: string) => ({ reference: randomUUID(), part: { action: 'convertPlannedOrder', partId: 'conversion', siteId: 'BER1', plannedOrderId } });
const disposition = (changes: object = {}) => ({ reference: randomUUID(), part: { action: 'disposeLot', partId: 'd', siteId: 'BER1', itemId: 'RM-1', lotId: 'RM1-A', status: 'blocked', reason: 'Cracks.', ...changes } });

type Caller = 'erpTeam' | 'planner' | 'aps' | 'mes';

let database: TestDatabase;
let api: SystemErpApiStand;
let stand: SimulatedErpStand;
let keys: Readonly<Record<Caller, string>>;
const socket = new ErpSocket();

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  const sites = await DatabaseSiteDirectory.load(database.pool);
  const erp = siteErp({ directory: sites, backends: new Map([['erp-simulated', socket.port]]), crossReference: new DatabaseCrossReference(database.pool) });
  api = await startSystemErpApi({ erp, sites, pool: database.pool });
  keys = { erpTeam: await api.keyOf('erpTeam'), planner: await api.keyOf('planner'), aps: await api.keyOf('aps'), mes: await api.keyOf('mes') };
});
beforeEach(async () => {
  stand = await openSimulatedErp();
  socket.plug(stand.backend({ deadlineMs: 10_000 }));
});
afterEach(() => stand.close());
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function send(path: string, body?: unknown, as: Caller = 'erpTeam'): Promise<{ readonly status: number; readonly body: any }> {
  const headers = { authorization: `Bearer ${keys[as]}`, 'content-type': 'application/json' };
  const response = await fetch(api.baseUrl + SITE + path, { method: body === undefined ? 'GET' : 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { status: response.status, body: await response.json() };
}

describe('Orders, plans and lots through the ERP system API', () => {
  it('changes an order, says so in the list of changes, and finds the change again', async () => {
    const { body: { nextCursor } } = await send('/work-order-changes');
    const wish = change();

    const posted = await send('/work-orders/WO-1001/changes', wish);

    expect([posted.status, posted.body]).toEqual([201, { reference: wish.reference, backend: 'erp-simulated', documents: [{ type: 'workOrder', number: 'WO-1001' }], postedAt: '2026-11-22T08:00:00.000Z' }]);
    expect((await send('/work-orders/WO-1001/changes/find', wish)).body.items).toEqual([posted.body]);
    expect((await send(`/confirmations?reference=${wish.reference}`)).body.items).toEqual([posted.body]);
    expect((await send(`/work-order-changes?cursor=${nextCursor}`)).body.items).toEqual([{ workOrderId: 'WO-1001', what: 'held', changedAt: '2026-11-22T08:00:00.000Z', revision: '2', reference: wish.reference }]);
  });

  it('publishes a planned order, converts it, and shows both, and the claims', async () => {
    const wish = plan();
    const { plannedOrderId } = wish.part.plannedOrder;
    await send('/planned-orders', wish);
    const asked = conversion(plannedOrderId);

    const posted = await send(`/planned-orders/${plannedOrderId}/conversion`, asked);

    expect(posted.body.documents).toEqual([{ type: 'plannedOrder', number: plannedOrderId }, { type: 'workOrder', number: 'WP-7000001' }]);
    expect((await send(`/planned-orders/${plannedOrderId}/conversion?reference=${asked.reference}`)).body.items).toEqual([posted.body]);
    expect((await send('/planned-orders?status=converted', undefined, 'aps')).body.items).toMatchObject([{ plannedOrderId, workOrderId: 'WP-7000001', startAt: '2026-11-23T05:00:00.000Z', quantity: pieces('60') }]);
    expect((await send('/reservations?workOrderId=WP-7000001', undefined, 'aps')).body.items).toEqual([
      { itemId: 'CP-2', operationId: '0020', workOrderId: 'WP-7000001', quantity: pieces('120') }, { itemId: 'RM-1', operationId: '0010', workOrderId: 'WP-7000001', quantity: { value: '45', unit: 'KGM' } },
    ]);
  });

  it('issues material and blocks a lot, each found again', async () => {
    const [used, blocked] = [consumption({ serialNumbers: ['S-1'] }), disposition()];

    const [issue, status] = [await send('/goods-movements', used), await send('/items/RM-1/lots/RM1-A/disposition', blocked)];

    expect([issue.status, issue.body.postingDate, issue.body.documents]).toEqual([201, '2026-11-22', [{ type: 'goodsMovement', number: '5000000002' }]]);
    expect([status.status, status.body.documents]).toEqual([201, [{ type: 'lotStatus', number: '9000000001' }]]);
    expect((await send('/goods-movements/find', used)).body.items).toEqual([issue.body]);
    expect((await send('/items/RM-1/lots/RM1-A/disposition/find', blocked)).body.items).toEqual([status.body]);
    expect(issue.body.notCarried).toMatchObject([{ field: 'serialNumbers' }]);
  });

  it.each([
    ['an order that the path does not name', '/work-orders/WO-1002/changes', () => change(), '/part/change/workOrderId'],
    ['a change of another site', '/work-orders/WO-1001/changes', () => change({ siteId: 'CHI1' }), '/part/change/siteId'],
    ['another quantity that is not given', '/work-orders/WO-1001/changes', () => change({ verb: 'changeQuantity' }), '/part/change/quantity'],
    ['a quantity of nothing', '/work-orders/WO-1001/changes', () => change({ verb: 'changeQuantity', quantity: pieces('0') }), '/part/change/quantity'],
    ['other dates that are not given', '/work-orders/WO-1001/changes', () => change({ verb: 'changeDate' }), '/part/change/startAt'],
    ['a part of another kind', '/work-orders/WO-1001/changes', () => change({}, { action: 'release' }), '/part/action'],
    ['consumption of nothing', '/goods-movements', () => consumption({ quantity: pieces('0') }), '/part/consumption/quantity'],
    ['consumption at another site', '/goods-movements', () => consumption({ siteId: 'CHI1' }), '/part/consumption/siteId'],
    ['a plan that is due before it begins', '/planned-orders', () => plan({ dueAt: '2026-11-22T14:00:00+01:00' }), '/part/plannedOrder/dueAt'],
    ['a plan of another site', '/planned-orders', () => plan({ siteId: 'CHI1' }), '/part/plannedOrder/siteId'],
    ['a conversion of another plan', '/planned-orders/PLN-1/conversion', () => conversion('PLN-2'), '/part/plannedOrderId'],
    ['a lot of another item', '/items/RM-2/lots/RM1-A/disposition', () => disposition(), '/part/itemId'],
    ['another lot', '/items/RM-1/lots/RM1-B/disposition', () => disposition(), '/part/lotId'],
    ['a status that no lot has', '/items/RM-1/lots/RM1-A/disposition', () => disposition({ status: 'lost' }), '/part/status'],
  ])('refuses %s, and writes nothing', async (_what, path, body, fault) => {
    const refused = await send(path, body());

    expect([refused.status, refused.body.code, refused.body.findings.map((finding: { path: string }) => finding.path)]).toEqual([400, 'VALIDATION_FAILED', [fault]]);
    expect(await stand.simulation.read((engine) => [engine.order('WO-1001')?.revision, engine.plannedOrders().length, engine.stockDocuments().length, engine.lotStatusChanges().length])).toEqual([1, 0, 1, 0]);
  });

  it('says by effect that a refusal of the ERP changed nothing', async () => {
    const refused = await send('/work-orders/WO-1001/changes', change({ expectedRevision: '9' }));

    expect([refused.status, refused.body]).toEqual([409, expect.objectContaining({ code: 'REVISION_STALE', effect: 'none' })]);
  });

  it.each([
    ['/work-orders/WO-1001/changes', () => change()], ['/goods-movements', () => consumption()], ['/planned-orders', () => plan()], ['/planned-orders/PLN-1/conversion', () => conversion('PLN-1')],
    ['/items/RM-1/lots/RM1-A/disposition', () => disposition()],
  ])('%s lets nobody past the messages but the ERP team', async (path, body) => {
    const answers = await Promise.all((['planner', 'aps', 'mes'] as const).map((role) => send(path, body(), role)));

    expect(answers.map(({ status, body: problem }) => [status, problem.code])).toEqual([[403, 'ROLE_NOT_ALLOWED'], [403, 'ROLE_NOT_ALLOWED'], [403, 'ROLE_NOT_ALLOWED']]);
  });
});
