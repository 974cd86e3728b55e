import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JobOrderDispatch } from '@plantway/canonical';
import type { MesPort } from '@plantway/ports';
import { SeededClock } from '@plantway/testing';
import { mesWebhook } from '../src/index.js';

type Answer = (response: ServerResponse) => void;

const ANSWER_LIMIT = 4_096;
const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const dispatch: JobOrderDispatch = {
  siteId: 'BER1', workOrderId: 'WO-1001', version: 2, verb: 'Update',
  jobOrders: [{
    jobOrderId: 'WO-1001-0010', version: 2, workOrderId: 'WO-1001', operationId: '0010', itemId: 'FG-100', workCenterId: 'WC-10', quantity: { value: '100', unit: 'H87' }, state: 'AllowedToStart',
    startAt: '2026-11-22T08:00:00.000Z', dueAt: '2026-11-25T08:00:00.000Z', tracking: 'none', components: [{ itemId: 'RM-1', required: { value: '75', unit: 'KGM' }, issueMethod: 'backflush' }],
  }],
};
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => (response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const refusal = (status: number, code: string, headers?: Record<string, string>): Answer => json(status, { code, text: 'There is no fixture.' }, headers);
const standing = (changes: Record<string, unknown> = {}) => ({ workOrderId: 'WO-1001', version: 2, reference: 'r-1', takenAt: '2026-11-22T09:00:01+01:00', ...changes });

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** A MES whose answer to everything is the given one, and what it was asked. */
async function mesThatAnswers(answer: Answer): Promise<{ readonly mes: MesPort; readonly asked: IncomingMessage[]; readonly bodies: string[] }> {
  const asked: IncomingMessage[] = [];
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'));
      answer(response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stop = () => new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { mes: mesWebhook({ baseUrl: `http://127.0.0.1:${port}/`, secret: SECRET, deadlineMs: 1_000, answerLimitBytes: ANSWER_LIMIT }, new SeededClock()), asked, bodies };
}

describe('What an answer to a dispatch proves', () => {
  it.each<[string, Answer]>([
    ['an HTML page with 200', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>')],
    ['204 without a body', (response) => void response.writeHead(204).end()],
    ['a redirect to another host', (response) => void response.writeHead(302, { location: 'http://192.0.2.1/' }).end()],
    ['half of a JSON body', (response) => void (response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }), response.write('{"workOrderId": "WO'), response.destroy())],
    ['a connection that is reset', (response) => void response.destroy()],
    ['headers and then silence', (response) => void response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()],
    ['an answer larger than the limit', json(200, standing({ text: 'x'.repeat(ANSWER_LIMIT) }))],
    ['a success for another work order', json(200, standing({ workOrderId: 'WO-1002' }))],
    ['a success for another reference', json(200, standing({ reference: 'another' }))],
    ['a success for an older version', json(200, standing({ version: 1 }))],
    ['a success for a newer version, which only 409 may tell', json(200, standing({ version: 3 }))],
    ['a version that is text', json(200, standing({ version: '2' }))],
    ['a success at a time that no day has', json(200, standing({ takenAt: '2026-11-22T24:00:00Z' }))],
    ['a success at a time of nowhere', json(200, standing({ takenAt: '2026-11-22T09:00:01' }))],
    ['a list', json(200, [standing()])],
    ['a conflict with the same version', json(409, standing())],
    ['a conflict that does not say what stands', refusal(409, 'CONFLICT')],
    ['an error that is not documented', refusal(422, 'NO_IDEA')],
    ['a refusal under the status of a crash', refusal(500, 'REFUSED')],
    ['an outage told by a proxy', (response) => void response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '5' }).end('<html></html>')],
    ['a success status with a refusal in it', refusal(200, 'REFUSED')],
    ['404, which only a read-back has', refusal(404, 'UNKNOWN')],
  ])('%s leaves it in doubt, and it is sent only once', async (_, answer) => {
    const { mes, asked } = await mesThatAnswers(answer);

    await expect(mes.dispatch(dispatch, 'r-1')).rejects.toMatchObject({ code: 'MES_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' });
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Answer, object]>([
    ['a refusal', refusal(422, 'REFUSED'), { code: 'MES_REFUSED', kind: 'business', details: { reason: 'There is no fixture.' } }],
    ['a body that the MES cannot read', refusal(400, 'MALFORMED'), { code: 'MES_CONTRACT_BROKEN', kind: 'defect' }],
    ['a plant that the MES does not serve', refusal(404, 'NO_SUCH_SITE'), { code: 'MES_UNAVAILABLE', kind: 'technical' }],
    ['a wrong secret', refusal(401, 'SIGNATURE_INVALID'), { code: 'MES_ACCESS_REFUSED', kind: 'technical' }],
    ['too many requests', refusal(429, 'THROTTLED', { 'retry-after': '3' }), { code: 'MES_THROTTLED', kind: 'throttled', retryAfterMs: 3_000 }],
    ['an outage that says how long', refusal(503, 'UNAVAILABLE', { 'retry-after': '90' }), { code: 'MES_UNAVAILABLE', kind: 'throttled', retryAfterMs: 90_000 }],
    ['an outage that does not', refusal(503, 'UNAVAILABLE'), { code: 'MES_UNAVAILABLE', kind: 'technical', retryAfterMs: undefined }],
  ])('%s is a refusal that surely took nothing', async (_, answer, expected) => {
    const { mes } = await mesThatAnswers(answer);

    await expect(mes.dispatch(dispatch, 'r-1')).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it.each([200, 202])('takes the documented success %d', async (status) => {
    const { mes } = await mesThatAnswers(json(status, standing()));

    await expect(mes.dispatch(dispatch, 'r-1')).resolves.toEqual({ reference: 'r-1', backend: 'mes-webhook', version: 2, documents: [{ type: 'jobOrders', number: 'WO-1001@2' }], postedAt: '2026-11-22T08:00:01.000Z' });
  });

  it('takes a conflict as what it says: something newer stands', async () => {
    const { mes } = await mesThatAnswers(json(409, standing({ version: 5, reference: 'r-9' })));

    await expect(mes.dispatch(dispatch, 'r-1')).resolves.toMatchObject({ version: 5, reference: 'r-9' });
  });

  it('sends exactly what the document of the wire shows, signed over these bytes', async () => {
    const { mes, asked, bodies } = await mesThatAnswers(json(200, standing()));

    await mes.dispatch({ ...dispatch, jobOrders: dispatch.jobOrders.map((job) => ({ ...job, secretNote: 'ours' })) }, 'r-1');

    expect([asked[0]?.method, asked[0]?.url, asked[0]?.headers['content-type'], asked[0]?.headers['webhook-id']]).toEqual(['POST', '/mes/BER1/job-orders', 'application/json', 'r-1']);
    expect(JSON.parse(bodies[0]!)).toEqual({ reference: 'r-1', ...dispatch });
  });
});

describe('What an answer to a read-back proves', () => {
  it.each<[string, Answer, object]>([
    ['a page of a proxy', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'), { code: 'MES_UNAVAILABLE', kind: 'technical' }],
    ['a 404 of a proxy, which is no proof of absence', (response) => void response.writeHead(404, { 'content-type': 'text/html' }).end('<html></html>'), { code: 'MES_UNAVAILABLE', kind: 'technical' }],
    ['a 404 of another route', refusal(404, 'NO_ROUTE'), { code: 'MES_UNAVAILABLE', kind: 'technical' }],
    ['silence', () => undefined, { code: 'MES_UNAVAILABLE', kind: 'technical' }],
    ['an internal error', refusal(500, 'CRASHED'), { code: 'MES_UNAVAILABLE', kind: 'technical' }],
    ['a refusal, which nobody may give to a question', refusal(422, 'REFUSED'), { code: 'MES_UNAVAILABLE', kind: 'technical' }],
    ['another shape than documented', json(200, { workOrderId: 'WO-1001' }), { code: 'MES_CONTRACT_BROKEN', kind: 'defect' }],
    ['another work order', json(200, standing({ workOrderId: 'WO-7' })), { code: 'MES_CONTRACT_BROKEN', kind: 'defect' }],
  ])('%s is told without any effect', async (_, answer, expected) => {
    const { mes } = await mesThatAnswers(answer);

    await expect(mes.find(dispatch, 'r-1')).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it('takes the documented "unknown" for nothing, and asks without a body', async () => {
    const { mes, asked, bodies } = await mesThatAnswers(refusal(404, 'UNKNOWN'));

    await expect(mes.find({ ...dispatch, workOrderId: 'A/1 ü' }, 'r-1')).resolves.toEqual([]);
    expect([asked[0]?.method, asked[0]?.url, bodies]).toEqual(['GET', '/mes/BER1/job-orders/A%2F1%20%C3%BC', ['']]);
  });

  it('asks nobody for an id that a URL would resolve away', async () => {
    const { mes, asked } = await mesThatAnswers(json(200, standing()));

    await expect(mes.find({ ...dispatch, workOrderId: '..' }, 'r-1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toHaveLength(0);
  });
});
