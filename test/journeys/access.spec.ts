import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { servedRoutes, type ServedRoute } from '@plantway/http';
import { ACCESS_MATRIX, AccessRules, ROLES, type AccessRule, type Role } from '@plantway/security';
import { openGateway, type GatewayStand } from './gateway-stand.js';

/** Values that stand for nothing that exists: what counts here is who gets past the door, not what is behind it. */
const PARAMETERS: Readonly<Record<string, string>> = { messageId: '00000000-0000-4000-8000-000000000000', document: 'process.json', asset: 'page.js' };
const rules = new AccessRules(ACCESS_MATRIX);

/** Every route of the running application × every role × own site, other site and no credential, against the access matrix. */
describe('who may call what', () => {
  let gateway: GatewayStand;
  let routes: readonly ServedRoute[];
  let berlinKeys: Record<Role, string>;

  beforeAll(async () => {
    gateway = await openGateway();
    routes = servedRoutes(gateway.app);
    berlinKeys = Object.fromEntries(await Promise.all(ROLES.map(async (role) =>
      [role, (await gateway.credentials.create({ name: `${role} of Berlin`, role, sites: ['BER1'], sourceSystem: role, ...(role === 'supplier' && { supplierId: 'SUP-1' }) })).apiKey]))) as Record<Role, string>;
  });
  afterAll(() => gateway.close());

  const knock = async ({ method, path }: ServedRoute, siteId: string, key: string | undefined): Promise<{ status: number; code: string | undefined }> => {
    const url = path.replace(/:(\w+)/g, (_whole, name: string) => (name === 'siteId' ? siteId : PARAMETERS[name] ?? 'NOTHING'));
    // A feed of events has no end of itself: it is met with a place that is none, which is judged behind the door.
    const isFeed = path.endsWith('/events') && method !== 'POST';
    const answer = await gateway.request({ method: method, url, role: null, ...(isFeed && { headers: { 'last-event-id': 'none' } }), ...(key !== undefined && { key }), ...(method === 'POST' && { payload: {} }) });
    const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json');
    return { status: answer.statusCode, code: isProblem ? answer.json<{ code: string }>().code : undefined };
  };
  const mayPass = (rule: AccessRule, role: Role): boolean => rule === 'open' || rule.includes(role);
  const ruleOf = ({ method, path }: ServedRoute): AccessRule => rules.ruleOf(method, path)!;
  const PASSED = { passed: true };

  /** What the caller met: the door's refusal, or that it let the caller in. */
  const metAtTheDoor = ({ status, code }: { status: number; code: string | undefined }) =>
    [401, 403].includes(status) || code === 'SITE_NOT_FOUND' || code === 'ROUTE_NOT_FOUND' ? { status, code } : PASSED;

  it('serves every route of the process API and the system APIs, each with a row', () => {
    const served = routes.map(({ method, path }) => `${method} ${path}`);

    expect(served.filter((route) => route.includes('/process/v1/'))).toHaveLength(48);
    expect(served.filter((route) => route.includes('/consumer/v1/'))).toHaveLength(10);
    expect(served.filter((route) => route.includes('/system/erp/v1/'))).toHaveLength(37);
    expect(served.filter((route) => route.includes('/system/mes/v1/'))).toHaveLength(4);
    expect(['planning', 'maintenance', 'customer', 'quality', 'equipment'].map((family) => served.filter((route) => route.includes(`/system/${family}/v1/`)).length)).toEqual([4, 4, 5, 4, 2]);
    expect(routes.filter((route) => ruleOf(route) === undefined)).toEqual([]);
  });

  it('lets nobody in without a credential, but where it is open', async () => {
    for (const route of routes) {
      const expected = ruleOf(route) === 'open' ? PASSED : { status: 401, code: 'CREDENTIAL_MISSING' };
      expect({ route, met: metAtTheDoor(await knock(route, 'BER1', undefined)) }).toEqual({ route, met: expected });
    }
  });

  it('lets nobody in with a key that is not known', async () => {
    for (const route of routes.filter((each) => ruleOf(each) !== 'open')) {
      const met = metAtTheDoor(await knock(route, 'BER1', `pw_${'A'.repeat(43)}`));
      expect({ route, met }).toEqual({ route, met: { status: 401, code: 'CREDENTIAL_INVALID' } });
    }
  });

  it.each(ROLES)('lets %s in at its own site exactly where the matrix says so', async (role) => {
    for (const route of routes) {
      const expected = mayPass(ruleOf(route), role) ? PASSED : { status: 403, code: 'ROLE_NOT_ALLOWED' };
      expect({ route, met: metAtTheDoor(await knock(route, 'BER1', berlinKeys[role])) }).toEqual({ route, met: expected });
    }
  });

  it.each(ROLES)('hides another site from %s, whether it exists or not', async (role) => {
    for (const route of routes.filter(({ path }) => path.includes(':siteId'))) {
      const expected = mayPass(ruleOf(route), role) ? { status: 404, code: 'SITE_NOT_FOUND' } : { status: 403, code: 'ROLE_NOT_ALLOWED' };
      for (const siteId of ['MUC1', 'NOWHERE']) {
        expect({ route, siteId, met: metAtTheDoor(await knock(route, siteId, berlinKeys[role])) }).toEqual({ route, siteId, met: expected });
      }
    }
  });
});
