import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveApp, type ServedApp } from './served-app.js';

const ORDER = '/process/v1/sites/BER1/work-orders/WO-1001';

describe('conditional reads', () => {
  let served: ServedApp;
  let key: string;
  beforeAll(async () => {
    served = await serveApp();
    key = await served.keyFor();
  });
  afterAll(() => served.close());

  const tagOf = async (): Promise<string> => (await served.send('GET', ORDER, { key })).headers.get('etag') ?? '';

  it('gives the same tag while only asOf differs', async () => {
    expect(await tagOf()).toMatch(/^"[A-Za-z0-9_-]{43}"$/);
    expect(await tagOf()).toBe(await tagOf());
  });

  it('gives the same tag whatever the order of the keys', async () => {
    const before = await tagOf();
    served.stage.order = { revision: '1', workOrderId: 'WO-1001' };

    expect(await tagOf()).toBe(before);
  });

  it.each([['the tag itself', (tag: string) => tag], ['a list with it', (tag: string) => `"other", ${tag}`], ['its weak form', (tag: string) => `W/${tag}`], ['a star', () => '*']])('answers 304 without a body to %s', async (_, header) => {
    const tag = await tagOf();

    const answer = await served.send('GET', ORDER, { key, headers: { 'if-none-match': header(tag) } });

    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([304, '', tag]);
  });

  it('answers anew after a change', async () => {
    const before = await tagOf();
    served.stage.order = { ...served.stage.order, revision: '2' };

    const answer = await served.send('GET', ORDER, { key, headers: { 'if-none-match': before } });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).not.toBe(before);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('answers HEAD with the tag and no body', async () => {
    const answer = await served.send('HEAD', ORDER, { key });

    expect([answer.status, await answer.text(), answer.headers.get('etag')]).toEqual([200, '', await tagOf()]);
  });

  it('guards HEAD as it guards GET', async () => {
    expect((await served.send('HEAD', ORDER)).status).toBe(401);
  });
});

describe('pages', () => {
  let served: ServedApp;
  let key: string;
  beforeAll(async () => {
    served = await serveApp();
    key = await served.keyFor();
  });
  afterAll(() => served.close());

  const page = async (query: string): Promise<any> => (await served.send('GET', `/process/v1/sites/BER1/work-orders?${query}`, { key })).json();

  it('goes on where the page before ended', async () => {
    const first = await page('limit=1');
    const second = await page(`limit=1000&cursor=${first.nextCursor}`);

    expect([first.items, first.limit, second.items, second.limit]).toEqual([[0], 1, [1], 1_000]);
  });

  it('refuses a cursor of which one character was changed, wherever it was', async () => {
    const { nextCursor } = await page('');

    for (let at = 0; at < nextCursor.length; at += 1) {
      const changed = nextCursor.slice(0, at) + (nextCursor[at] === 'A' ? 'B' : 'A') + nextCursor.slice(at + 1);
      expect(await page(`cursor=${changed}`)).toMatchObject({ code: 'CURSOR_INVALID' });
    }
  });

  it('refuses another spelling of the same cursor', async () => {
    const { nextCursor } = await page('');
    const sameBytes = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((last) => nextCursor.slice(0, -1) + last)
      .filter((spelling) => spelling !== nextCursor && Buffer.from(spelling, 'base64url').equals(Buffer.from(nextCursor, 'base64url')));

    expect(sameBytes.length).toBeGreaterThan(0);
    for (const spelling of sameBytes) expect(await page(`cursor=${spelling}`)).toMatchObject({ code: 'CURSOR_INVALID' });
  });
});

describe('documentation', () => {
  let served: ServedApp;
  beforeAll(async () => {
    served = await serveApp({ documents: new URL('./documents', import.meta.url).pathname });
  });
  afterAll(() => served.close());

  it('serves the committed documents without a credential', async () => {
    const answer = await served.send('GET', '/openapi/process.json');

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await answer.json()).toMatchObject({ openapi: '3.1.0' });
  });

  it.each(['unknown.json', '..%2Fpackage.json', '%2e%2e%2fpackage.json', '__proto__'])('serves nothing else: %s', async (name) => {
    expect((await served.send('GET', `/openapi/${name}`)).status).toBe(404);
    expect((await served.send('GET', `/docs/${name}`)).status).toBe(404);
  });

  it('shows them in a page that loads nothing from elsewhere', async () => {
    const page = await (await served.send('GET', '/docs')).text();
    const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);

    expect(loaded).toContain('/docs/swagger-ui-bundle.js');
    for (const path of loaded) expect([path, (await served.send('GET', path)).status]).toEqual([path, 200]);
    expect(await (await served.send('GET', '/docs/page.js')).text()).toContain('"/openapi/process.json"');
  });
});

describe('health', () => {
  it('is not ready while a check is down, says which, and keeps the reason inside', async () => {
    const served = await serveApp({ health: [
      { name: 'database', run: () => Promise.resolve() },
      { name: 'erp', run: () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3')) },
    ] });

    const answer = await served.send('GET', '/health/ready');

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'down', checks: { database: 'up', erp: 'down' } });
    expect(served.log.join('')).toContain('ECONNREFUSED');
    await served.close();
  });
});
