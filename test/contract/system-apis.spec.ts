import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemMaintenanceClient } from '@plantway/clients';
import type { CallOptions, DeliveryReceipt, SystemPorts } from '@plantway/ports';
import { DatabaseSiteDirectory, importSites, siteDirectoryOf, siteSystem } from '@plantway/sites';
import { createTestDatabase, until } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { maintenanceRequestOf, nonconformityOf, openBusinessSystems, promiseDateOf, replanRequestOf } from './business-systems.harness.js';
import type { BusinessSystems } from './business-systems.js';
import { startSystemApis } from './system-apis.stand.js';
import type { SystemApisStand } from './system-apis.stand.js';

const NOW = new Date('2026-11-22T08:00:00.000Z');
const BACKEND_OF = { planning: 'aps-simulated', maintenance: 'cmms-simulated', customer: 'crm-simulated', quality: 'qms-simulated' } as const;
/** Each family's write. */
const WRITES = [
  { family: 'planning', path: '/planning/v1/sites/BER1/replan-requests', root: 'aps', commandOf: replanRequestOf },
  { family: 'maintenance', path: '/maintenance/v1/sites/BER1/requests', root: 'cmms', commandOf: maintenanceRequestOf },
  { family: 'customer', path: '/customer/v1/sites/BER1/promise-dates', root: 'crm', commandOf: promiseDateOf },
  { family: 'quality', path: '/quality/v1/sites/BER1/nonconformities', root: 'qms', commandOf: nonconformityOf },
] as const;

let database: TestDatabase;
let systems: BusinessSystems;
let api: SystemApisStand;
let key: string;
/** What the maintenance port is asked with instead of the real one. */
let observe: ((options: CallOptions | undefined) => Promise<DeliveryReceipt>) | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  const berlin = (await DatabaseSiteDirectory.load(database.pool)).get('BER1')!;
  const sites = siteDirectoryOf([berlin, { ...berlin, siteId: 'MUC1', systems: {} }]);
  const bound: Partial<{ -readonly [Family in keyof SystemPorts]: SystemPorts[Family] }> = {};
  const stand = await openBusinessSystems((family, backend) => (bound[family] = siteSystem({ directory: sites, family, backends: new Map([[BACKEND_OF[family], backend]]) })));
  systems = stand.systems;
  const { maintenance } = bound as SystemPorts;
  const observed: SystemPorts['maintenance'] = {
    capabilities: (siteId) => maintenance.capabilities(siteId),
    post: (request, reference, options) => (observe === undefined ? maintenance.post(request, reference, options) : observe(options)),
    find: (request, reference, options) => maintenance.find(request, reference, options),
    requests: (siteId, filter, options) => maintenance.requests(siteId, filter, options),
  };
  api = await startSystemApis({ systems: { ...(bound as SystemPorts), maintenance: observed }, sites, pool: database.pool, clock: { now: () => NOW } });
  key = await api.keyOf('erpTeam');
});
afterAll(async () => {
  await api.close();
  await systems.close();
  await database.drop();
});

let commands = 0;
function send(path: string, { body, role = key, headers = {} }: { body?: unknown; role?: string; headers?: Record<string, string> } = {}): Promise<Response> {
  return fetch(`${api.baseUrl}/system${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${role}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const json = async (response: Response): Promise<any> => response.json();

describe.each(WRITES)('The $family system API', ({ family, path, root, commandOf }) => {
  const FAMILY = family.toUpperCase();
  const newBody = (changes: object = {}) => ({ reference: randomUUID(), command: { ...commandOf((commands += 1)), ...changes } });

  it('names the backend of the site on every answer', async () => {
    const [capabilities, refused] = [await send(`/${family}/v1/sites/BER1/capabilities`), await send(path, { body: {} })];

    expect([capabilities.headers.get('plantway-backend'), await json(capabilities)]).toEqual([BACKEND_OF[family], { backend: BACKEND_OF[family], guaranteeClass: 'K', longestWriteMs: 20_000 }]);
    expect([refused.status, refused.headers.get('plantway-backend')]).toEqual([400, BACKEND_OF[family]]);
  });

  it('writes, and finds what was written, fields and all', async () => {
    const body = newBody();

    const posted = await send(path, { body });
    const found = await send(`${path}/find`, { body });

    const receipt = await json(posted);
    const said = { ...receipt, postedAt: expect.any(String) };
    expect([posted.status, receipt]).toMatchObject([201, { reference: body.reference, backend: BACKEND_OF[family], documents: [{ number: expect.stringMatching(/./) }] }]);
    expect([found.status, await json(found)]).toMatchObject([200, { items: [said], nextCursor: null }]);
  });

  it('says by effect whether the system may have taken it', async () => {
    systems.plan({ kind: 'refuse', text: 'The object is locked.' });
    const refused = await send(path, { body: newBody() });
    systems.plan({ kind: 'half-answer' });
    const lost = await send(path, { body: newBody() });
    systems.plan({ kind: 'outage', seconds: 90 });
    const away = await send(path, { body: newBody() });

    expect([refused.status, await json(refused)]).toMatchObject([422, { code: `${FAMILY}_REFUSED`, kind: 'business', effect: 'none', details: { reason: 'The object is locked.' } }]);
    expect([lost.status, await json(lost)]).toMatchObject([502, { code: `${FAMILY}_ANSWER_LOST`, kind: 'inDoubt', effect: 'unknown' }]);
    expect([away.status, away.headers.get('retry-after'), await json(away)]).toMatchObject([503, '90', { code: `${FAMILY}_UNAVAILABLE`, effect: 'none' }]);
  });

  it.each([['a command for another site', { siteId: 'MUC1' }, '/command/siteId'], ['an unknown field', { colour: 'red' }, '/command/colour']])('refuses %s before anything is sent', async (_, changes, place) => {
    for (const route of [path, `${path}/find`]) {
      const body = newBody(changes);
      const response = await send(route, { body });

      expect([response.status, await json(response)]).toMatchObject([400, { code: 'VALIDATION_FAILED', findings: expect.arrayContaining([expect.objectContaining({ path: place })]) }]);
      expect(systems.taken(root, body.reference)).toBe(0);
    }
  });

  it('is closed at a site that has no such system, and sends nothing', async () => {
    const body = newBody({ siteId: 'MUC1' });

    const response = await send(path.replace('BER1', 'MUC1'), { body });

    expect([response.status, response.headers.get('plantway-backend'), await json(response)]).toMatchObject([500, null, { code: 'BACKEND_NOT_BOUND', effect: 'none' }]);
    expect(systems.taken(root, body.reference)).toBe(0);
  });

  it('sends nothing after the deadline of its caller', async () => {
    const body = newBody();

    const late = await send(path, { body, headers: { 'plantway-deadline': new Date(NOW.getTime() - 1).toISOString() } });
    const unreadable = await send(path, { body, headers: { 'plantway-deadline': 'soon' } });

    expect([late.status, await json(late)]).toMatchObject([503, { code: `${FAMILY}_UNAVAILABLE`, effect: 'none' }]);
    expect([unreadable.status, await json(unreadable)]).toMatchObject([400, { code: 'VALIDATION_FAILED', findings: [{ path: '/header/Plantway-Deadline' }] }]);
    expect(systems.taken(root, body.reference)).toBe(0);
  });

  it('lets the ERP team and the administrator write, planners and supervisors look, and a MES neither', async () => {
    const statuses = async (role: Parameters<SystemApisStand['keyOf']>[0]) => {
      const credential = await api.keyOf(role);
      return [(await send(`/${family}/v1/sites/BER1/capabilities`, { role: credential })).status, (await send(path, { role: credential, body: newBody() })).status];
    };

    expect(await statuses('admin')).toEqual([200, 201]);
    expect(await statuses('planner')).toEqual([200, 403]);
    expect(await statuses('supervisor')).toEqual([200, 403]);
    expect(await statuses('mes')).toEqual([403, 403]);
  });
});

describe('What only some may read', () => {
  it.each([
    ['aps', '/customer/v1/sites/BER1/customer-orders', 200], ['aps', '/customer/v1/sites/BER1/forecasts', 200], ['aps', '/quality/v1/sites/BER1/inspections', 403],
    ['maintenance', '/maintenance/v1/sites/BER1/requests', 200], ['maintenance', '/customer/v1/sites/BER1/customer-orders', 403],
    ['qms', '/quality/v1/sites/BER1/inspections?status=held', 200], ['quality', '/quality/v1/sites/BER1/inspections', 200], ['analyst', '/planning/v1/sites/BER1/schedule', 403],
  ] as const)('%s reads %s: %d', async (role, path, status) => {
    expect((await send(path, { role: await api.keyOf(role) })).status).toBe(status);
  });

  it('knows no other status than the documented ones', async () => {
    expect((await send('/quality/v1/sites/BER1/inspections?status=lost')).status).toBe(400);
    expect((await send('/maintenance/v1/sites/BER1/requests?status=lost')).status).toBe(400);
  });
});

describe('The end of the caller', () => {
  it('goes all the way to the port of the system, and so does its deadline', async () => {
    let seen: CallOptions | undefined;
    observe = (options) => ((seen = options), new Promise((_, gaveUp) => options?.signal?.addEventListener('abort', () => gaveUp(new Error('the caller has left')))));
    const caller = new AbortController();
    const deadlineAt = new Date(NOW.getTime() + 60_000);

    const sent = new SystemMaintenanceClient({ baseUrl: api.baseUrl, apiKey: key }).post(maintenanceRequestOf(1), 'r-1', { deadlineAt, signal: caller.signal });
    await until(() => seen !== undefined);
    expect([seen?.deadlineAt, seen?.signal?.aborted]).toEqual([deadlineAt, false]);
    caller.abort();

    await expect(sent).rejects.toMatchObject({ code: 'MAINTENANCE_ANSWER_LOST', effect: 'unknown' });
    await until(() => seen?.signal?.aborted === true);
    observe = undefined;
  });
});
