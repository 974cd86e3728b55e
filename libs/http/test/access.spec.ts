import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '@plantway/observability';
import { ACCESS_MATRIX, newApiKey, type AccessRow } from '@plantway/security';
import { until } from '@plantway/testing';
import { createHttpApp, servedRoutes } from '../src/index.js';
import { ORDERS_ACCESS, OrdersModule, OtherNameModule, Stage } from './orders.controller.js';
import { serveApp, type ServedApp } from './served-app.js';

const ORDERS = '/process/v1/sites/BER1/work-orders';

describe('who may call', () => {
  let served: ServedApp;
  let mes: string;
  beforeAll(async () => {
    served = await serveApp();
    mes = await served.keyFor();
  });
  afterAll(() => served.close());

  it('lets a credential of a named role through and tells the handler who it is', async () => {
    const body = { confirmationId: 'mes-1', workOrderId: 'WO-1', operationId: '0010', kind: 'final', yield: { value: '1', unit: 'H87' }, startedAt: '2026-11-22T06:00:00Z', finishedAt: '2026-11-22T06:00:00Z' };

    const answer = await served.send('POST', '/process/v1/sites/BER1/production-confirmations', { key: mes, body });

    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ sourceSystem: 'MES-1' });
  });

  it.each(['bearer', 'BEARER', 'Bearer'])('takes the scheme %s', async (scheme) => {
    const answer = await served.send('GET', ORDERS, { headers: { authorization: `${scheme} ${mes}` } });

    expect(answer.status).toBe(200);
  });

  it.each([
    ['no credential', {}, 'CREDENTIAL_MISSING', 'Bearer realm="plantway"'],
    ['another scheme', { authorization: 'Basic bWVzOm1lcw==' }, 'CREDENTIAL_MISSING', 'Bearer realm="plantway"'],
    ['an empty token', { authorization: 'Bearer ' }, 'CREDENTIAL_MISSING', 'Bearer realm="plantway"'],
    ['a token longer than any key', { authorization: `Bearer ${'x'.repeat(600)}` }, 'CREDENTIAL_MISSING', 'Bearer realm="plantway"'],
    ['a word that is no key', { authorization: 'Bearer hello' }, 'CREDENTIAL_INVALID', 'Bearer realm="plantway", error="invalid_token"'],
    ['a JWT', { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }, 'CREDENTIAL_INVALID', 'Bearer realm="plantway", error="invalid_token"'],
    ['a key that nobody made', { authorization: `Bearer ${newApiKey()}` }, 'CREDENTIAL_INVALID', 'Bearer realm="plantway", error="invalid_token"'],
  ])('answers 401 for %s', async (_, headers, code, challenge) => {
    const answer = await served.send('GET', ORDERS, { headers: headers });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(challenge);
    expect(await answer.json()).toMatchObject({ code, status: 401 });
  });

  it('refuses a request without a credential before it looks at the body', async () => {
    const answer = await served.send('POST', '/process/v1/sites/BER1/notes', { body: '{ broken' });

    expect(answer.status).toBe(401);
  });

  it('answers 403 naming the roles that may', async () => {
    const answer = await served.send('GET', ORDERS, { key: await served.keyFor({ role: 'analyst' }) });

    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'ROLE_NOT_ALLOWED', detail: 'This needs the role mes or planner.', requiredRoles: ['mes', 'planner'] });
  });

  it("answers another plant's site and a site that does not exist alike", async () => {
    const onlyBerlin = await served.keyFor({ sites: ['BER1'] });

    const own = await served.send('GET', ORDERS, { key: onlyBerlin });
    const others = await served.send('GET', '/process/v1/sites/LYS1/work-orders', { key: onlyBerlin, headers: { 'x-correlation-id': 'same' } });
    const nobodys = await served.send('GET', '/process/v1/sites/NOWHERE/work-orders', { key: onlyBerlin, headers: { 'x-correlation-id': 'same' } });

    expect(own.status).toBe(200);
    expect(others.status).toBe(404);
    expect(await others.text()).toBe(await nobodys.text());
    expect(nobodys.status).toBe(404);
  });

  it.each(['BER1%2Fx', '..', 'ber1', '%20BER1', '__proto__', "BER1'--"])('knows no site %s', async (siteId) => {
    const answer = await served.send('GET', `/process/v1/sites/${siteId}/work-orders`, { key: mes });

    expect(answer.status).toBe(404);
  });

  it('refuses a key at once after it was revoked', async () => {
    const { apiKey, credential } = await served.credentials.create({ name: 'old', role: 'mes', sites: '*', sourceSystem: 'MES-1' });
    expect((await served.send('GET', ORDERS, { key: apiKey })).status).toBe(200);

    await served.credentials.revoke(credential.credentialId);

    expect((await served.send('GET', ORDERS, { key: apiKey })).status).toBe(401);
  });

  it('refuses a key from the moment it expires, although it is remembered', async () => {
    const key = await served.keyFor({ expiresAt: new Date(served.clock.now().getTime() + 1_000) });
    expect((await served.send('GET', ORDERS, { key })).status).toBe(200);

    await served.clock.advance(1_000);

    expect((await served.send('GET', ORDERS, { key })).status).toBe(401);
  });

  it.each(['/health/live', '/health/ready'])('needs no credential for %s', async (path) => {
    expect((await served.send('GET', path)).status).toBe(200);
  });

  it('keeps the metrics for those with a key', async () => {
    expect((await served.send('GET', '/metrics')).status).toBe(401);
    expect((await served.send('GET', '/metrics', { key: mes })).status).toBe(403);
    const answer = await served.send('GET', '/metrics', { key: await served.keyFor({ role: 'admin' }) });
    expect(await answer.text()).toMatch(/http_request_duration_seconds_bucket\{[^}]*route="\/process\/v1\/sites\/:siteId\/work-orders"/);
  });

  it('lists every route that it serves, each with a row', () => {
    const rows = ORDERS_ACCESS.map(([method, path]) => `${method} ${path.replace(':id', ':workOrderId')}`).filter((row) => !/docs|openapi/.test(row));

    expect(servedRoutes(served.app).map(({ method, path }) => `${method} ${path}`).sort()).toEqual(rows.sort());
  });

  it('does not start with a route that has no row', async () => {
    const withoutNotes = ORDERS_ACCESS.filter(([, path]) => !path.endsWith('/notes'));
    const starting = createHttpApp(OrdersModule.with(new Stage()), {
      logger: createLogger({ level: 'silent', service: 'test' }), credentials: served.credentials, siteExists: () => true, access: withoutNotes,
    });

    await expect(starting).rejects.toThrow(/no row in the access matrix[^]*POST \/process\/v1\/sites\/:siteId\/notes/);
  });

  it.each([
    ['under another name in its row', [...ORDERS_ACCESS.filter(([, path]) => !path.endsWith('/notes')), ['POST', '/process/v1/sites/:site/notes', ['mes']] as const satisfies AccessRow]],
    ['beside the one that is checked', [...ORDERS_ACCESS, ['POST', '/process/v1/sites/:siteId/transfers/:toSite', ['mes']] as const satisfies AccessRow]],
  ])('does not start with a site that no guard would check: %s', async (_, access) => {
    const starting = createHttpApp(OrdersModule.with(new Stage()), {
      logger: createLogger({ level: 'silent', service: 'test' }), credentials: served.credentials, siteExists: () => true, access,
    });

    await expect(starting).rejects.toThrow(/no guard checks a site that is called/);
  });

  it('does not start with a controller that names the site otherwise than its row', async () => {
    const starting = createHttpApp(OtherNameModule, {
      logger: createLogger({ level: 'silent', service: 'test' }), credentials: served.credentials, siteExists: () => true, access: [...ORDERS_ACCESS, ['GET', '/process/v1/sites/:siteId/elsewhere', ['mes']]],
    });

    await expect(starting).rejects.toThrow(/GET \/process\/v1\/sites\/:plant\/elsewhere/);
  });

  it('serves nothing past the guards that is not open', async () => {
    const closedDocs = ORDERS_ACCESS.map(([method, path, who]) => [method, path, path === '/docs' ? ['admin'] : who] as const satisfies AccessRow);
    const starting = createHttpApp(OrdersModule.with(new Stage()), {
      logger: createLogger({ level: 'silent', service: 'test' }), credentials: served.credentials, siteExists: () => true, access: closedDocs, documents: new URL('./documents', import.meta.url).pathname,
    });

    await expect(starting).rejects.toThrow(/GET \/docs would be served past the guards/);
  });

  it('keeps the callers of two applications in one process apart', async () => {
    const other = await serveApp();
    const othersKey = await other.keyFor();

    expect((await served.send('GET', ORDERS, { key: othersKey })).status).toBe(401);
    expect((await other.send('GET', ORDERS, { key: othersKey })).status).toBe(200);
    expect((await other.send('GET', ORDERS, { key: mes })).status).toBe(401);
    await other.close();
  });

  it('shows a supplier nothing of the whole access matrix but what is open', () => {
    const forSuppliers = ACCESS_MATRIX.filter(([, , who]) => who !== 'open' && who.includes('supplier'));

    expect(forSuppliers).toEqual([]);
  });

  it('lets the administrator do everything', () => {
    expect(ACCESS_MATRIX.filter(([, , who]) => who !== 'open' && !who.includes('admin'))).toEqual([]);
  });
});

describe('how often one may call', () => {
  let served: ServedApp;
  beforeAll(async () => {
    served = await serveApp({ limits: { windowMs: 3_600_000, requests: 3, failedLogins: 2 } });
  });
  afterAll(() => served.close());

  it('says on every answer what is left, and on a refusal when to come back', async () => {
    const key = await served.keyFor();

    const first = await served.send('GET', ORDERS, { key });
    await served.send('GET', ORDERS, { key });
    await served.send('GET', '/process/v1/sites/BER1/fault', { key }); // counted over all routes
    const refused = await served.send('GET', ORDERS, { key });

    expect(first.headers.get('ratelimit-policy')).toBe('"default";q=3;w=3600');
    expect(first.headers.get('ratelimit')).toMatch(/^"default";r=2;t=\d+$/);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED' });
  });

  it('counts each credential by itself', async () => {
    expect((await served.send('GET', ORDERS, { key: await served.keyFor() })).status).toBe(200);
  });

  it('limits failed logins by address without locking out a key that is known', async () => {
    const known = await served.keyFor();
    expect((await served.send('GET', ORDERS, { key: known })).status).toBe(200);

    const statuses: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) statuses.push((await served.send('GET', ORDERS, { key: newApiKey() })).status);

    expect(statuses).toEqual([401, 401, 429, 429]);
    expect((await served.send('GET', ORDERS)).status).toBe(429);
    expect((await served.send('GET', ORDERS, { key: known })).status).toBe(200);
    expect((await served.send('GET', '/health/live')).status).toBe(200);
  });

  it('lets a valid key through that was never seen before, whatever its neighbours at the address have done', async () => {
    while ((await served.send('GET', ORDERS, { key: newApiKey() })).status !== 429);

    const fresh = await served.send('GET', ORDERS, { key: await served.keyFor() });
    const illFormed = await served.send('GET', ORDERS, { key: 'hello' });

    expect(fresh.status).toBe(200);
    expect(illFormed.status).toBe(429);
  });

  it('looks only a few unknown keys of such an address up at once', async () => {
    const seen = { requests: 0, lookUps: 0 };
    const { credentials, database: { pool } } = served;
    const knownHash = credentials.knownHash.bind(credentials);
    credentials.knownHash = (key) => (seen.requests += 1, knownHash(key));
    const query = pool.query.bind(pool) as (...parts: unknown[]) => Promise<unknown>;
    let answer = (): void => undefined;
    const answering = new Promise<void>((resolve) => { answer = resolve; });
    pool.query = (async (...parts: unknown[]) => {
      seen.lookUps += 1;
      await answering;
      return query(...parts);
    }) as typeof pool.query;

    const sending = Promise.all(Array.from({ length: 20 }, async () => (await served.send('GET', ORDERS, { key: newApiKey() })).status));
    await until(() => seen.requests === 20, { within: 10_000 });
    const lookUpsAtOnce = seen.lookUps;
    answer();

    expect(new Set(await sending)).toEqual(new Set([429]));
    expect([lookUpsAtOnce, seen.lookUps]).toEqual([4, 20]);
  });
});
