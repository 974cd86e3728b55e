import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ErpPart } from '@plantway/ports';
import { SystemErpClient } from '../src/index.js';

type Answer = (response: ServerResponse) => void;

const part: ErpPart = {
  action: 'confirm', partId: 'confirmation',
  confirmation: {
    confirmationId: 'mes-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', cumulative: false, yield: { value: '10', unit: 'H87' }, scrap: [], producedLots: [],
    serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [], startedAt: '2026-11-22T06:00:00.000Z',
    finishedAt: '2026-11-22T06:40:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22',
  },
};
const problem = (status: number, members: object, headers: Record<string, string> = {}): Answer => (response) =>
  void response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify({ status, detail: 'What happened.', ...members }));
const page = (status: number): Answer => (response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<html></html>');

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** A gateway whose answer to everything is the given one. */
async function gatewayThatAnswers(answer: Answer): Promise<SystemErpClient> {
  const server = createServer((request, response) => void request.resume().on('end', () => answer(response)));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stop = () => new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
  return new SystemErpClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey: 'pw_key', timeoutMs: 250 });
}

describe('A posting over the ERP system API', () => {
  it.each<[string, Answer]>([
    ['no answer before the deadline', () => undefined],
    ['a connection that breaks', (response) => void response.destroy()],
    ['half a receipt', (response) => void (response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' }), response.write('{"reference": "r'), response.destroy())],
    ['a page of a proxy as a success', page(201)],
    ['a page of a proxy as a failure', page(502)],
    ['a redirect', (response) => void response.writeHead(302, { location: 'http://192.0.2.1/' }).end()],
    ['a receipt of another write', (response) => void response.writeHead(201, { 'content-type': 'application/json' }).end('{"reference": "another"}')],
    ['a crash of the gateway', problem(500, { code: 'INTERNAL_ERROR' })],
    ['a gateway without its database, which does not say when it failed', problem(503, { code: 'DATABASE_UNAVAILABLE' })],
    ['a defect that does not say what it changed', problem(502, { code: 'ERP_CONTRACT_BROKEN', kind: 'defect' })],
    ['a defect that may have changed something', problem(502, { code: 'ERP_CONTRACT_BROKEN', kind: 'defect', effect: 'unknown' })],
    ['a refusal that does not say what it changed', problem(422, { code: 'ORDER_CLOSED', kind: 'business' })],
    ['a refusal that no edge of ours has', problem(404, { code: 'SOMETHING_ELSE' })],
    ['the ERP\'s own doubt', problem(502, { code: 'ERP_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' })],
  ])('%s leaves it in doubt', async (_, answer) => {
    const erp = await gatewayThatAnswers(answer);

    await expect(erp.post(part, 'r-1')).rejects.toMatchObject({ code: 'ERP_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' });
  });

  it.each<[string, Answer, object]>([
    ['a refusal of the ERP', problem(422, { code: 'ORDER_CLOSED', kind: 'business', effect: 'none', details: { nativeCode: 'ORD-020' } }), { code: 'ORDER_CLOSED', kind: 'business', message: 'What happened.', details: { nativeCode: 'ORD-020' } }],
    ['a missing translation', problem(422, { code: 'CODE_NOT_MAPPED', kind: 'mapping', effect: 'none' }), { code: 'CODE_NOT_MAPPED', kind: 'mapping' }],
    ['an ERP that is away', problem(503, { code: 'ERP_MAINTENANCE', kind: 'throttled', effect: 'none' }, { 'retry-after': '90' }), { code: 'ERP_MAINTENANCE', kind: 'throttled', retryAfterMs: 90_000 }],
    ['a locked order', problem(503, { code: 'ORDER_LOCKED', kind: 'technical', effect: 'none' }), { code: 'ORDER_LOCKED', kind: 'technical', retryAfterMs: undefined }],
    ['a gateway that asks for fewer requests', problem(429, { code: 'RATE_LIMIT_EXCEEDED' }, { 'retry-after': '7' }), { code: 'RATE_LIMIT_EXCEEDED', kind: 'throttled', retryAfterMs: 7_000 }],
    ['a shape that the gateway refuses', problem(400, { code: 'VALIDATION_FAILED', findings: [] }), { code: 'VALIDATION_FAILED', kind: 'defect' }],
    ['a defect before anything was sent', problem(500, { code: 'BACKEND_NOT_BOUND', kind: 'defect', effect: 'none' }), { code: 'BACKEND_NOT_BOUND', kind: 'defect' }],
    ['a key of ours that has ended', problem(401, { code: 'CREDENTIAL_INVALID' }), { code: 'ERP_ACCESS_REFUSED', kind: 'technical' }],
    ['a wrong role of ours', problem(403, { code: 'ROLE_NOT_ALLOWED' }), { code: 'ERP_ACCESS_REFUSED', kind: 'technical' }],
    ['a gateway without the route', problem(404, { code: 'ROUTE_NOT_FOUND' }), { code: 'ERP_UNAVAILABLE', kind: 'technical' }],
    ['a site that is not there yet', problem(404, { code: 'SITE_NOT_FOUND' }), { code: 'SITE_NOT_FOUND', kind: 'technical' }],
  ])('%s surely changed nothing', async (_, answer, expected) => {
    const erp = await gatewayThatAnswers(answer);

    await expect(erp.post(part, 'r-1')).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it('is not judged by a read-back that itself failed', async () => {
    const erp = await gatewayThatAnswers(page(502));

    await expect(erp.find(part, 'r-1')).rejects.toMatchObject({ code: 'ERP_UNAVAILABLE', kind: 'technical' });
  });
});

describe('A read over the ERP system API', () => {
  it.each<[string, Answer]>([
    ['no answer before the deadline', () => undefined],
    ['a page of a proxy', page(200)],
    ['a crash of the gateway', problem(500, { code: 'INTERNAL_ERROR' })],
  ])('%s means that the ERP did not answer', async (_, answer) => {
    const erp = await gatewayThatAnswers(answer);

    await expect(erp.workOrder('BER1', 'WO-1001')).rejects.toMatchObject({ code: 'ERP_UNAVAILABLE', kind: 'technical', effect: 'none' });
  });
});
