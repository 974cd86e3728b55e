import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '@plantway/testing';
import { build, isAlive, LaunchedGateway } from './launched-gateway.js';

jest.setTimeout(120_000);
const isRoot = process.getuid?.() === 0;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

describe('npm start', () => {
  let folder: string;
  let neighbour: Server;
  const launched: LaunchedGateway[] = [];

  beforeAll(async () => {
    build();
    neighbour = createServer();
    await new Promise<void>((resolve) => void neighbour.listen(0, resolve));
  });
  afterAll(() => void neighbour.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plantway-launch-'));
    chmodSync(folder, 0o755);
  });
  afterEach(async () => {
    for (const gateway of launched.splice(0)) await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function launch(data: string, ...words: string[]): LaunchedGateway {
    const gateway = new LaunchedGateway(data, ...words);
    launched.push(gateway);
    return gateway;
  }
  const credentialsOf = (data: string): { baseUrl: string; keys: Record<string, string>; siteKeys: Record<string, Record<string, string>> } =>
    JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));

  async function call(data: string, role: string, path: string, body?: unknown): Promise<Answer> {
    const { baseUrl, keys } = credentialsOf(data);
    const response = await fetch(`${baseUrl}${path}`, {
      headers: { authorization: `Bearer ${keys[role]}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const confirm = (data: string, confirmationId: string): Promise<Answer> => call(data, 'mes', '/process/v1/sites/BER1/production-confirmations', {
    confirmationId, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', yield: { value: '1', unit: 'H87' },
    startedAt: new Date(Date.now() - 600_000).toISOString(), finishedAt: new Date().toISOString(), workCenterId: 'WC-10',
  });
  const messageOf = (data: string, accepted: Answer): Promise<Answer> => call(data, 'mes', `/process/v1/sites/BER1/messages/${String(accepted.body['messageId'])}`);

  it('brings everything up, survives the death of each part, and finds everything again', async () => {
    const data = join(folder, 'data');
    const taken = (neighbour.address() as AddressInfo).port;

    // first start, with a neighbour on its port
    const first = launch(data, '--port', `${taken}`, '--idle');
    const baseUrl = await first.ready();
    expect(first.lines).toContain(`port ${taken} is taken, trying ${taken + 1}`);
    expect(first.lines.at(-1)).toBe(`ready ${baseUrl}`);
    expect(first.runtime).toMatchObject({ state: 'ready', pid: first.pid, baseUrl, speed: 1, database: { home: join(data, 'database') } });
    expect(statSync(join(data, 'credentials.json')).mode & 0o777).toBe(0o600);
    expect(credentialsOf(data)).toMatchObject({ baseUrl, keys: { mes: expect.stringMatching(/^pw_/) }, siteKeys: { BER1: { admin: expect.stringMatching(/^pw_/) } } });
    const health = await until(async () => { // delivery begins once the systems were asked what they promise
      const answer = (await (await fetch(`${baseUrl}/health/ready`)).json()) as { readonly status: string };
      return answer.status === 'up' && answer;
    });
    expect(health).toEqual({ status: 'up', checks: { database: 'up', migrations: 'up', engine: 'up', holder: 'up' } });
    const page = await fetch(`${baseUrl}/`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const links = new Map(await Promise.all([...(await page.text()).matchAll(/href="([^"]+)"/g)].map(async ([, link]) => [link, (await fetch(`${baseUrl}${link}`)).status] as const)));
    expect(Object.fromEntries(links)).toMatchObject({ '/docs': 200, '/openapi/process.json': 200, '/health/live': 200, '/metrics': 401 });
    expect([...links.values()].filter((status) => status !== 200 && status !== 401)).toEqual([]);
    const keysSaid = Object.values(credentialsOf(data).keys).filter((key) => first.lines.some((line) => line.includes(key)));
    expect(keysSaid).toEqual([]);
    const accepted = await confirm(data, 'launch-1');
    expect(accepted.status).toBe(202);
    const posted = await until(async () => {
      const { body } = await messageOf(data, accepted);
      return body['state'] === 'posted' && body;
    });
    expect(posted['erp']).toMatchObject({ documents: expect.arrayContaining([{ type: 'confirmation', number: expect.stringMatching(/^\d+$/) }]) });

    // a second start on the same data is refused and harms nobody
    const second = launch(data, '--port', '0');
    expect(await second.ended()).toBe(1);
    expect(second.complaints).toEqual([expect.stringContaining(`${data} is in use by process ${first.pid}`)]);
    expect((await messageOf(data, accepted)).status).toBe(200);

    // what dies beside the gateway is started again, and found again
    const { estate, database } = first.runtime;
    process.kill(estate.pid, 'SIGKILL');
    await first.line(/^the estate simulator runs again$/);
    expect(first.runtime.estate.pid).not.toBe(estate.pid);
    expect(first.runtime.estate.erpUrl).toBe(estate.erpUrl);
    process.kill(database.pid, 'SIGKILL');
    await first.line(/^PostgreSQL runs again$/);
    const afterwards = await until(async () => {
      const answer = await confirm(data, 'launch-2');
      return answer.status === 202 && answer;
    });
    expect((await messageOf(data, accepted)).status).toBe(200);

    // the gateway is killed: the estate ends by itself, the database is taken over by the next start
    const orphans = first.runtime;
    const keys = credentialsOf(data).keys;
    first.signal('SIGKILL');
    await first.ended();
    await until(() => !isAlive(orphans.estate.pid));
    expect(isAlive(orphans.database.pid)).toBe(true);
    const third = launch(data, '--port', '0', '--idle', '--speed', '60');
    await third.ready();
    expect(isAlive(orphans.database.pid)).toBe(false);
    expect(credentialsOf(data).keys).toEqual(keys);
    expect(third.runtime.speed).toBe(60);
    expect((await messageOf(data, accepted)).body).toMatchObject({ state: 'posted', erp: posted['erp'] });
    expect((await messageOf(data, afterwards)).status).toBe(200);

    // one Ctrl-C, that npm passes on a second time, stops everything in order
    const last = third.runtime;
    third.signal('SIGINT');
    await third.line(/^SIGINT: stopping$/);
    third.signal('SIGINT');
    expect(await third.ended()).toBe(0);
    expect(third.runtime.state).toBe('stopped');
    expect([third.pid, last.estate.pid, last.database.pid].filter(isAlive)).toEqual([]);
    expect(existsSync(join(last.database.home, 'pgdata/postmaster.pid'))).toBe(false);
  });

  if (isRoot) it('keeps the database elsewhere when the data folder is closed to its user, and still lets one gateway at it', async () => {
    const data = join(folder, 'closed', '.plantway');
    mkdirSync(join(folder, 'closed'), { mode: 0o700 });

    const gateway = launch(data, '--port', '0', '--idle');
    await gateway.ready();
    const { home } = gateway.runtime.database;
    const second = launch(data, '--port', '0');

    expect(await second.ended()).toBe(1);
    expect(second.complaints).toEqual([expect.stringContaining(`in use by process ${gateway.pid}`)]);
    expect(home).toMatch(/^\/var\/lib\/plantway\/closed-[0-9a-f]{8}$/);
    expect(gateway.lines).toContain(`the data folder is closed to the database's user: its data are kept in ${home}`);
    await gateway.stop();
    rmSync(home, { recursive: true });
  });

  it('stops in the middle of a start, and leaves nothing running', async () => {
    const data = join(folder, 'data');
    const gateway = launch(data, '--port', '0', '--idle');
    await gateway.line(/^PostgreSQL answers/);
    const { database } = gateway.runtime;

    gateway.signal('SIGTERM');

    expect(await gateway.ended()).toBe(0);
    expect(isAlive(database.pid)).toBe(false);
    expect(gateway.lines.filter((line) => line.startsWith('ready'))).toEqual([]);
  });

  it.each([
    [['--prot', '1'], "unknown option '--prot'"],
    [['--speed', 'fast'], "--speed takes a whole number from 1 to 100000, not 'fast'"],
  ])('answers the mistake %j with exit code 2', async (words, complaint) => {
    const gateway = launch(join(folder, 'data'), ...words);

    expect(await gateway.ended()).toBe(2);
    expect(gateway.complaints[0]).toBe(complaint);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});
