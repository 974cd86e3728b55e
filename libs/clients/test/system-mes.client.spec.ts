import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JobOrderDispatch } from '@plantway/canonical';
import { SystemMesClient } from '../src/index.js';

type Answer = (response: ServerResponse) => void;

const dispatch: JobOrderDispatch = { siteId: 'BER1', workOrderId: 'WO-1001', version: 2, verb: 'Store', jobOrders: [] };
const problem = (status: number, members: object, headers: Record<string, string> = {}): Answer => (response) =>
  void response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify({ status, detail: 'What happened.', ...members }));
const receipt = (changes: object): Answer => (response) => void response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ reference: 'r-1', version: 2, documents: [], ...changes }));
const page = (status: number): Answer => (response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<html></html>');

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** A gateway whose answer to everything is the given one. */
async function gatewayThatAnswers(answer: Answer): Promise<SystemMesClient> {
  const server = createServer((request, response) => void request.resume().on('end', () => answer(response)));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stop = () => new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
  return new SystemMesClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'pw_key', timeoutMs: 250 });
}

describe('A dispatch over the MES system API', () => {
  it.each<[string, Answer]>([
    ['no answer before the deadline', () => undefined],
    ['a connection that breaks', (response) => void response.destroy()],
    ['a page of a proxy as a success', page(201)],
    ['a page of a proxy as a failure', page(502)],
    ['a receipt of another write', receipt({ reference: 'another' })],
    ['a receipt of an older version', receipt({ version: 1 })],
    ['a receipt without a version', receipt({ version: undefined })],
    ['a crash of the gateway', problem(500, { code: 'INTERNAL_ERROR' })],
    ['a refusal that does not say what it changed', problem(422, { code: 'MES_REFUSED', kind: 'business' })],
    ['the MES\'s own doubt', problem(502, { code: 'MES_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' })],
  ])('%s leaves it in doubt', async (_, answer) => {
    const mes = await gatewayThatAnswers(answer);

    await expect(mes.dispatch(dispatch, 'r-1')).rejects.toMatchObject({ code: 'MES_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' });
  });

  it.each<[string, Answer, object]>([
    ['a refusal of the MES', problem(422, { code: 'MES_REFUSED', kind: 'business', effect: 'none', details: { reason: 'No fixture.' } }), { code: 'MES_REFUSED', kind: 'business', details: { reason: 'No fixture.' } }],
    ['a MES that is away', problem(503, { code: 'MES_UNAVAILABLE', kind: 'throttled', effect: 'none' }, { 'retry-after': '90' }), { code: 'MES_UNAVAILABLE', kind: 'throttled', retryAfterMs: 90_000 }],
    ['a gateway that asks for fewer requests', problem(429, { code: 'RATE_LIMIT_EXCEEDED' }, { 'retry-after': '7' }), { code: 'RATE_LIMIT_EXCEEDED', kind: 'throttled', retryAfterMs: 7_000 }],
    ['a key of ours that has ended', problem(401, { code: 'CREDENTIAL_INVALID' }), { code: 'MES_ACCESS_REFUSED', kind: 'technical' }],
    ['a gateway without the route', problem(404, { code: 'ROUTE_NOT_FOUND' }), { code: 'MES_UNAVAILABLE', kind: 'technical' }],
    ['a site that is not there yet', problem(404, { code: 'SITE_NOT_FOUND' }), { code: 'SITE_NOT_FOUND', kind: 'technical' }],
    ['a shape that the gateway refuses', problem(400, { code: 'VALIDATION_FAILED', findings: [] }), { code: 'VALIDATION_FAILED', kind: 'defect' }],
    ['a backend that is not bound', problem(500, { code: 'BACKEND_NOT_BOUND', kind: 'defect', effect: 'none' }), { code: 'BACKEND_NOT_BOUND', kind: 'defect' }],
  ])('%s surely changed nothing', async (_, answer, expected) => {
    const mes = await gatewayThatAnswers(answer);

    await expect(mes.dispatch(dispatch, 'r-1')).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it.each<[string, Answer]>([['a page of a proxy', page(200)], ['silence', () => undefined], ['no list', (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}')]])('is not judged by a read-back that got %s', async (_, answer) => {
    const mes = await gatewayThatAnswers(answer);

    await expect(mes.find(dispatch, 'r-1')).rejects.toMatchObject({ code: 'MES_UNAVAILABLE', kind: 'technical', effect: 'none' });
  });

  it('takes a newer version for what stands there', async () => {
    const mes = await gatewayThatAnswers(receipt({ version: 4, reference: 'r-4' }));

    await expect(mes.dispatch(dispatch, 'r-1')).resolves.toMatchObject({ version: 4, reference: 'r-4' });
  });
});
