import { createHmac } from 'node:crypto';
import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpGateway } from './http-gateway.js';
import { MachineBroker } from './machine-broker.js';

const ROOT = join(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'dist/apps/estate-simulator/src/main.js');

interface Ready {
  readonly type: 'ready';
  readonly erp: { readonly url: string; readonly apiKey: string };
  readonly mes: { readonly url: string; readonly secret: string };
  readonly systems: { readonly url: string; readonly keys: Readonly<Record<'aps' | 'crm' | 'cmms' | 'qms', string>> };
}

describe('the estate simulator as a process', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeAll(() => void execFileSync(process.execPath, [join(ROOT, 'tools/build.mjs')]), 120_000);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'estate-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  function launch(...words: string[]): ChildProcess {
    return launchAtWork('--idle', ...words);
  }

  function launchAtWork(...words: string[]): ChildProcess {
    const child = fork(PROGRAM, ['--data', folder, '--no-ledger', ...words], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execPath: process.execPath, execArgv: [] });
    children.push(child);
    return child;
  }

  async function introduced(child: ChildProcess): Promise<Ready> {
    const [message] = (await once(child, 'message')) as [Ready];
    return message;
  }

  async function ready(child: ChildProcess): Promise<Ready['erp']> {
    return (await introduced(child)).erp;
  }

  /** Asks until it is so. @throws Error when the process has ended, or after half a minute */
  async function until(child: ChildProcess, isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 30_000; !(await isSo());) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`It did not come about; the process ${child.exitCode === null ? 'lives' : `ended with ${child.exitCode}`}.`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function ended(child: ChildProcess): Promise<{ readonly code: number; readonly errors: string }> {
    let errors = '';
    child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, errors };
  }

  async function feedback({ url, apiKey }: Ready['erp'], extRef: string): Promise<number> {
    const body = JSON.stringify({ extRef, orderNo: 'WO-1001', stepNo: '0010', bookDate: today(), goodQty: '0', goodUom: 'PC' });
    return (await fetch(`${url}/rest/BER1/feedbacks`, { method: 'POST', headers: { 'X-Erp-Key': apiKey }, body })).status;
  }

  /** One operation over some pieces, as a dispatch brings it. */
  function jobOrdersOf(workOrderId: string, pieces: number): readonly unknown[] {
    return [{
      jobOrderId: `${workOrderId}-0010`, version: 1, workOrderId, operationId: '0010', itemId: 'FG-100', workCenterId: 'WC-10', quantity: { value: String(pieces), unit: 'H87' }, state: 'AllowedToStart',
      startAt: '2026-11-22T08:00:00Z', dueAt: '2026-11-25T08:00:00Z', tracking: 'none', components: [],
    }];
  }

  async function dispatch({ url, secret }: Ready['mes'], jobOrders: readonly any[]): Promise<number> {
    const { workOrderId, version } = jobOrders[0];
    const body = JSON.stringify({ reference: `ref-${workOrderId}`, siteId: 'BER1', workOrderId, version, jobOrders });
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`ref-${workOrderId}.${timestamp}.${body}`).digest('base64');
    const headers = { 'webhook-id': `ref-${workOrderId}`, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    return (await fetch(`${url}/mes/BER1/job-orders`, { method: 'POST', headers, body })).status;
  }

  async function book(url: string, siteId: string): Promise<{ readonly isQuiet: boolean; readonly orders: readonly { readonly isDone: boolean }[] }> {
    const { controlKey } = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')) as { controlKey: string };
    return (await fetch(`${url}/control/mes/${siteId}/book`, { headers: { 'x-control-key': controlKey } })).json() as Promise<any>;
  }

  /** A day of the open period. */
  function today(): string {
    const journal = readFileSync(join(folder, 'erp-BER1.ndjson'), 'utf8').split('\n');
    const { periods } = (JSON.parse(journal[1]) as { command: { plant: { periods: { status: string; startsOn: string }[] } } }).command.plant;
    return periods.find(({ status }) => status === 'open')!.startsOn.replaceAll('-', '');
  }

  it('loses no document that it has answered when it is killed in the middle of writing, posts none twice, and keeps its keys, for its user only', async () => {
    let port = '0';
    const answered: string[] = [];
    const keys = new Set<string>();
    for (let life = 0; life < 3; life += 1) {
      const child = launch('--erp-port', port);
      const erp = await ready(child);
      port = new URL(erp.url).port;
      keys.add(erp.apiKey);
      const writers = Array.from({ length: 8 }, async (_unused, writer) => {
        for (let place = 0; ; place += 1) {
          const reference = `life${life}-writer${writer}-${place}`;
          if ((await feedback(erp, reference)) === 201) answered.push(reference);
        }
      });
      const written = answered.length;
      while (answered.length < written + 60) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGKILL');
      await Promise.allSettled(writers);
    }

    const { url, apiKey } = await ready(launch('--erp-port', port));
    const references: string[] = [];
    for (let skip = 0; ; skip += 1000) {
      const response = await fetch(`${url}/rest/BER1/feedbacks?take=1000&skip=${skip}`, { headers: { 'X-Erp-Key': apiKey } });
      const { rows, more } = (await response.json()) as { rows: { extRef: string }[]; more: string };
      references.push(...rows.map(({ extRef }) => extRef));
      if (more === '') break;
    }
    expect(answered.length).toBeGreaterThanOrEqual(180);
    expect(keys).toEqual(new Set([apiKey]));
    expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'erp-BER1.ndjson')).mode & 0o777).toBe(0o600);
    expect(references).toEqual(expect.arrayContaining(answered));
    expect(new Set(references).size).toBe(references.length);
  });

  it('reports everything once and in order although it is killed in the middle of the work and answers are lost', async () => {
    const gateway = new HttpGateway();
    const baseUrl = await gateway.listen();
    gateway.loseEvery = 7;
    let mesPort = '0';
    for (let life = 0; life < 4; life += 1) {
      const child = launchAtWork('--speed', '20000', '--mistakes-percent', '20', '--leave-alone', '', '--mes-port', mesPort);
      const { mes } = await introduced(child);
      mesPort = new URL(mes.url).port;
      const jobOrders = jobOrdersOf(`MANY-${life}`, 60);
      gateway.offered = [...gateway.offered, ...jobOrdersOf(`PULL-${life}`, 60)];
      child.send({ type: 'gateway', baseUrl, keys: { BER1: { mes: 'key' }, CHI1: { mes: 'key' } } });
      expect(await dispatch(mes, jobOrders)).toBe(200);
      expect(await dispatch(mes, jobOrders)).toBe(200);
      const reached = gateway.accepted.length + 5;
      await until(child, () => gateway.accepted.length >= reached);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const last = launchAtWork('--speed', '20000', '--mistakes-percent', '20', '--leave-alone', '', '--mes-port', mesPort);
    const { mes } = await introduced(last);
    last.send({ type: 'gateway', baseUrl, keys: { BER1: { mes: 'key' }, CHI1: { mes: 'key' } } });
    await until(last, async () => {
      const books = await Promise.all(['BER1', 'CHI1'].map((siteId) => book(mes.url, siteId)));
      return books.every(({ isQuiet, orders }) => isQuiet && orders.length === 4 && orders.every(({ isDone }) => isDone));
    });

    expect(gateway.conflicts).toEqual([]);
    expect(gateway.repeated).toBeGreaterThan(0);
    for (const siteId of ['BER1', 'CHI1']) {
      const reports = gateway.accepted.filter((told) => told.siteId === siteId && told.path === 'production-confirmations');
      expect(reports.map(({ id }) => id)).toEqual(reports.map((_report, place) => `mes-${siteId}-${String(place + 1).padStart(6, '0')}`));
      expect(reports.filter(({ body }) => body.kind === 'final' && body.replaces === undefined)).toHaveLength(4);
    }
    await gateway.close();
  }, 60_000);

  it('plans and lets its machines speak without a gap although it is killed in the middle and answers are lost', async () => {
    const gateway = new HttpGateway();
    const broker = new MachineBroker();
    const baseUrl = await gateway.listen();
    await broker.start();
    gateway.loseEvery = 5;
    const none = { value: '0', unit: 'H87' };
    gateway.workOrders = ['WO-1', 'WO-2'].map((workOrderId) => ({
      workOrderId, status: 'released', quantity: { value: '60', unit: 'H87' }, startAt: '2026-11-22T08:00:00Z', dueAt: '2026-11-25T08:00:00Z',
      operations: [{ operationId: '0010', workCenterId: 'WC-10', status: 'released', yieldConfirmed: none, scrapConfirmed: none }],
    }));
    const sites = Object.fromEntries(['BER1', 'CHI1', 'MUC1'].map((siteId) => [siteId, { username: 'machines', password: 'secret' }]));
    const keys = Object.fromEntries(['BER1', 'CHI1', 'MUC1'].map((siteId) => [siteId, { mes: 'key', aps: 'key', qms: 'key' }]));
    for (let life = 0; life < 3; life += 1) {
      const child = launchAtWork('--speed', '20000', '--plant', 'MUC1=BER1');
      const { systems } = await introduced(child);
      expect((await fetch(`${systems.url}/crm/MUC1/orders`, { headers: { 'x-system-key': systems.keys.crm } })).status).toBe(200);
      child.send({ type: 'gateway', baseUrl, keys, mqtt: { url: broker.url, sites } });
      const reached = { heard: broker.heard.length + 300, said: gateway.accepted.length + 10 };
      await until(child, () => broker.heard.length >= reached.heard && gateway.accepted.length >= reached.said);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }

    expect(gateway.conflicts).toEqual([]);
    expect(gateway.repeated).toBeGreaterThan(0);
    for (const siteId of Object.keys(sites)) {
      const versions = gateway.accepted.filter((told) => told.siteId === siteId && told.path === 'schedule-versions').map(({ body }) => body.version);
      expect(versions).toEqual(versions.map((_version, place) => place + 1));
      expect(versions.length).toBeGreaterThan(3);
      const events = broker.heard.filter(({ topic }) => topic.startsWith(`plantway/${siteId}/`)).map(({ topic, event }) => ({ unit: topic.split('/')[3], event }));
      for (const unit of new Set(events.map((heard) => heard.unit))) {
        const numbers = [...new Set<number>(events.filter((heard) => heard.unit === unit).map(({ event }) => Number(event.eventId.slice(unit.length + 1))))].sort((left, right) => left - right);
        expect(numbers).toEqual(numbers.map((_number, place) => place + 1));
      }
    }
    await broker.stop();
    await gateway.close();
  }, 60_000);

  it('does not share its folder with another, ends by itself when the gateway that started it is gone, and on SIGTERM with code 0', async () => {
    const first = launch();
    await ready(first);
    const refused = ended(launch()); // it waits some seconds for the folder
    const second = launch('--data', mkdtempSync(join(folder, 'other-')));
    await ready(second);
    second.kill('SIGTERM');
    expect(await once(second, 'exit')).toEqual([0, null]);
    expect(await refused).toEqual({ code: 1, errors: expect.stringContaining('Another estate simulator uses') });

    first.disconnect();
    expect(await once(first, 'exit')).toEqual([0, null]);
  });

  it('explains itself when it is called wrongly', async () => {
    const { code, errors } = await ended(launch('--fast'));

    expect(code).toBe(2);
    expect(errors).toContain('There is no option --fast.');
  });
});
