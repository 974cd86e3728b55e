import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoPlantSources, startSimulatedErp } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import type { JobOrder } from '@plantway/canonical';
import { MES_PLANTS } from '../src/mes/mes-plant.js';
import { Mes } from '../src/mes/mes.js';
import { MesServer } from '../src/mes/server/mes-server.js';
import { SimulatedGateway } from './simulated-gateway.js';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const CONTROL_KEY = 'control-key';
const ORDER = 'WO-1003';

describe('the MES over HTTP', () => {
  let folder: string;
  let erp: SimulatedErp;
  let gateway: SimulatedGateway;
  let mes: Mes;
  let server: MesServer;
  let url: string;
  const now = (): Date => new Date('2026-11-22T08:00:00Z');
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mes-server-'));
    erp = await startSimulatedErp({ now, plants: demoPlantSources(1) });
    gateway = new SimulatedGateway(erp, 'BER1');
    mes = await Mes.open({ plant: MES_PLANTS[0], seed: 1, mistakeShare: 0, folder, now, leaveAlone: [], say: () => undefined });
    await mes.begin();
    server = new MesServer({ mes: new Map([['BER1', mes]]), secret: SECRET, controlKey: CONTROL_KEY, now, onDefect: (error) => { throw error; } });
    url = await server.listen(0, '127.0.0.1');
  });
  afterEach(async () => {
    await server.close();
    await mes.close();
    await erp.close();
    rmSync(folder, { recursive: true });
  });

  interface Sent {
    readonly reference?: string;
    readonly version?: number;
    readonly secret?: string;
    readonly secondsAgo?: number;
    readonly tamper?: (body: string) => string;
  }

  async function webhook({ reference = 'ref-1', version = 1, secret = SECRET, secondsAgo = 0, tamper = (body) => body }: Sent = {}): Promise<{ readonly status: number; readonly body: unknown; readonly retryAfter: string | null }> {
    const jobOrders: readonly JobOrder[] = await gateway.dispatch(ORDER, version);
    const body = JSON.stringify({ reference, siteId: 'BER1', workOrderId: ORDER, version, jobOrders });
    const response = await fetch(`${url}/mes/BER1/job-orders`, { method: 'POST', headers: signed(reference, body, secret, secondsAgo), body: tamper(body) });
    return { status: response.status, body: await response.json(), retryAfter: response.headers.get('retry-after') };
  }

  async function lookUp(workOrderId: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(`${url}/mes/BER1/job-orders/${workOrderId}`, { headers: signed('ref-1', '', SECRET, 0) });
    return { status: response.status, body: await response.json() };
  }

  function signed(reference: string, body: string, secret: string, secondsAgo: number): Record<string, string> {
    const timestamp = String(Math.floor(Date.now() / 1000) - secondsAgo);
    const signature = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(`${reference}.${timestamp}.${body}`).digest('base64');
    return { 'content-type': 'application/json', 'webhook-id': reference, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,AAAA v1,${signature}` };
  }

  async function control(method: string, path: string, body?: unknown, key = CONTROL_KEY): Promise<{ readonly status: number; readonly body: any }> {
    const response = await fetch(`${url}/control/mes/BER1/${path}`, { method, headers: { 'x-control-key': key }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: response.status, body: response.status === 204 ? undefined : await response.json() };
  }

  const stands = (version: number, reference: string) => ({ workOrderId: ORDER, version, reference, takenAt: '2026-11-22T09:00:00.000+01:00' });

  it('takes a webhook, answers the same to the same again, and shows what stands', async () => {
    expect(await lookUp(ORDER)).toEqual({ status: 404, body: expect.objectContaining({ code: 'UNKNOWN' }) });

    expect(await webhook()).toEqual(expect.objectContaining({ status: 200, body: stands(1, 'ref-1') }));
    expect(await webhook()).toEqual(expect.objectContaining({ status: 200, body: stands(1, 'ref-1') }));

    expect(await lookUp(ORDER)).toEqual({ status: 200, body: stands(1, 'ref-1') });
    await mes.send(gateway);
    expect(gateway.acknowledgements).toHaveLength(2);
  });

  it('lets a newer version replace an older one, and says so to an older one that comes late', async () => {
    await webhook({ reference: 'ref-2', version: 2 });

    expect(await webhook({ reference: 'ref-1', version: 1 })).toEqual(expect.objectContaining({ status: 409, body: stands(2, 'ref-2') }));

    expect(await lookUp(ORDER)).toEqual({ status: 200, body: stands(2, 'ref-2') });
  });

  it.each([
    ['another secret', { secret: `whsec_${randomBytes(32).toString('base64')}` }],
    ['an old time', { secondsAgo: 400 }],
    ['a time that is to come', { secondsAgo: -400 }],
    ['another body than the signed one', { tamper: (body: string) => body.replace('"version":1', '"version":7') }],
  ])('refuses a webhook with %s and takes nothing', async (_what, how) => {
    expect(await webhook(how)).toEqual(expect.objectContaining({ status: 401, body: expect.objectContaining({ code: 'SIGNATURE_INVALID' }) }));

    expect(mes.standing(ORDER)).toBeUndefined();
  });

  it('refuses what it cannot read', async () => {
    const body = '{"reference":"r"';
    const response = await fetch(`${url}/mes/BER1/job-orders`, { method: 'POST', headers: signed('r', body, SECRET, 0), body });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(expect.objectContaining({ code: 'MALFORMED' }));
    expect((await fetch(`${url}/mes/BER1/job-orders/%E0%A4%A`, { headers: signed('r', '', SECRET, 0) })).status).toBe(400);
  });

  it('has taken the job orders when it did not answer, and not when it says 503', async () => {
    await control('POST', 'faults', { kind: 'take-and-stay-silent' });
    await expect(webhook()).rejects.toThrow();
    expect(await lookUp(ORDER)).toEqual({ status: 200, body: stands(1, 'ref-1') });

    await control('POST', 'faults', { kind: 'unavailable' });
    expect(await webhook({ reference: 'ref-2', version: 2 })).toEqual(expect.objectContaining({ status: 503, retryAfter: '1' }));
    expect(mes.standing(ORDER)?.version).toBe(1);
    expect((await webhook({ reference: 'ref-2', version: 2 })).status).toBe(200);
  });

  it('does not serve during an outage, and its book says so', async () => {
    await control('POST', 'outage', { seconds: 3600 });

    expect((await webhook()).status).toBe(503);
    expect((await control('GET', 'book')).body).toEqual(expect.objectContaining({ siteId: 'BER1', isDown: true, unanswered: 0 }));

    await control('POST', 'outage', { seconds: 0 });
    expect((await webhook()).status).toBe(200);
    expect((await control('GET', 'book')).body).toEqual(expect.objectContaining({ isDown: false, unanswered: 2, businessTime: '2026-11-22T08:00:00.000Z', orders: [expect.objectContaining({ workOrderId: ORDER, version: 1 })] }));
  });

  it('counts in its book what the gateway accepted, production apart from answers to job orders, and shows the amounts of each operation', async () => {
    await webhook();
    expect((await control('GET', 'book')).body.counts).toEqual({ reports: 0, corrections: 0, consumptions: 0, reversals: 0, acknowledgements: 0, overtaken: 0, refused: 0, unanswered: 2 });
    gateway.refuse = mes.book.next()!.id;

    await mes.send(gateway);

    const { counts, isQuiet, orders } = (await control('GET', 'book')).body;
    expect(counts).toEqual({ reports: 0, corrections: 0, consumptions: 0, reversals: 0, acknowledgements: 1, overtaken: 0, refused: 1, unanswered: 0 });
    expect(isQuiet).toBe(true);
    expect(orders[0].operations[0]).toEqual({ operationId: '0010', good: 0, scrapped: 0, aside: 0, isFinal: false, reports: 0 });
  });

  it('answers as the control says', async () => {
    await control('POST', 'answers', { answer: 'refused', reason: 'No fixture.' });
    await webhook();

    await mes.send(gateway);

    expect(gateway.acknowledgements.map(({ body }) => body)).toEqual([expect.objectContaining({ answer: 'refused', reason: 'No fixture.' }), expect.objectContaining({ answer: 'refused' })]);
  });

  it('opens its controls with the control key only, and says what is wrong with a wish', async () => {
    expect((await control('GET', 'book', undefined, 'wrong')).status).toBe(401);
    expect((await control('POST', 'outage', { seconds: -1 })).body).toEqual({ code: 'MALFORMED', text: 'seconds must be a number from 0 to 3600.' });
    expect((await control('POST', 'faults', { kind: 'earthquake' })).status).toBe(400);
    expect((await control('GET', 'nothing')).status).toBe(404);
  });
});
