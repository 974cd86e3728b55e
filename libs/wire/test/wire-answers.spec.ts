import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WireClient, type WireRow } from '../src/index.js';

type Answer = (response: ServerResponse) => void;

const ANSWER_LIMIT = 4_096;
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => (response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const refusal = (status: number, code: string, headers?: Record<string, string>): Answer => json(status, { code, text: 'The object is locked.' }, headers);
const page = (status: number, headers: Record<string, string> = {}): Answer => (response) => void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<html></html>');

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** A maintenance system whose answer to everything is the given one, and what it was asked. */
async function systemThatAnswers(answer: Answer): Promise<{ readonly client: WireClient; readonly asked: IncomingMessage[]; readonly bodies: string[] }> {
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
  const settings = { baseUrl: `http://127.0.0.1:${port}/`, apiKey: 'our key', deadlineMs: 1_000, answerLimitBytes: ANSWER_LIMIT };
  return { client: new WireClient({ root: 'cmms', family: 'MAINTENANCE', name: 'maintenance system' }, settings, { now: () => new Date() }), asked, bodies };
}

const target = { path: ['BER1', 'requests'], about: 'request for DT-1' } as const;
const numberOf = (row: WireRow): string => row.text('number');
const write = (client: WireClient) => client.write(target, { reference: 'r-1' }, numberOf);
const find = (client: WireClient) => client.find({ path: ['BER1', 'requests', 'A/1 ü'], about: 'read-back of DT-1' }, numberOf);

describe('What an answer to a write proves', () => {
  it.each<[string, Answer]>([
    ['an HTML page with 200', page(200)],
    ['204 without a body', (response) => void response.writeHead(204).end()],
    ['a redirect to another host', (response) => void response.writeHead(302, { location: 'http://192.0.2.1/' }).end()],
    ['half of a JSON body', (response) => void (response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' }), response.write('{"number": "MR'), response.destroy())],
    ['a connection that is reset', (response) => void response.destroy()],
    ['headers and then silence', (response) => void response.writeHead(201, { 'content-type': 'application/json' }).flushHeaders()],
    ['an answer larger than the limit', json(201, { number: 'MR-1', text: 'x'.repeat(ANSWER_LIMIT) })],
    ['a success without what it must say', json(201, { reference: 'r-1' })],
    ['a number that is no text', json(201, { number: 1 })],
    ['a list', json(201, [{ number: 'MR-1' }])],
    ['a success status that is not documented', json(202, { number: 'MR-1' })],
    ['an error that is not documented', refusal(422, 'REFUSED')],
    ['a refusal under the status of a crash', refusal(500, 'UNAVAILABLE')],
    ['a conflict that does not say why', json(409, {})],
    ['an outage told by a proxy', page(503, { 'retry-after': '5' })],
    ['404, which only a read-back has', refusal(404, 'UNKNOWN')],
  ])('%s leaves it in doubt, and it is sent only once', async (_, answer) => {
    const { client, asked } = await systemThatAnswers(answer);

    await expect(write(client)).rejects.toMatchObject({ code: 'MAINTENANCE_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' });
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Answer, object]>([
    ['a rule that said no', refusal(409, 'UNKNOWN_EQUIPMENT'), { code: 'MAINTENANCE_REFUSED', kind: 'business', details: { vendorCode: 'UNKNOWN_EQUIPMENT', reason: 'The object is locked.' } }],
    ['a body that the system cannot read', refusal(409, 'MALFORMED'), { code: 'MAINTENANCE_CONTRACT_BROKEN', kind: 'defect' }],
    ['a body that is too large', refusal(413, 'TOO_LARGE'), { code: 'MAINTENANCE_CONTRACT_BROKEN', kind: 'defect' }],
    ['a path that this release does not have', refusal(404, 'NO_SUCH_PATH'), { code: 'MAINTENANCE_CONTRACT_BROKEN', kind: 'defect' }],
    ['a plant that the system does not serve', refusal(404, 'NO_SUCH_SITE'), { code: 'MAINTENANCE_UNAVAILABLE', kind: 'technical' }],
    ['a wrong key', refusal(401, 'KEY_INVALID'), { code: 'MAINTENANCE_ACCESS_REFUSED', kind: 'technical' }],
    ['too many requests', refusal(429, 'THROTTLED', { 'retry-after': '3' }), { code: 'MAINTENANCE_THROTTLED', kind: 'throttled', retryAfterMs: 3_000 }],
    ['an outage that says how long', refusal(503, 'UNAVAILABLE', { 'retry-after': '90' }), { code: 'MAINTENANCE_UNAVAILABLE', kind: 'throttled', retryAfterMs: 90_000 }],
    ['an outage that does not', refusal(503, 'UNAVAILABLE'), { code: 'MAINTENANCE_UNAVAILABLE', kind: 'technical', retryAfterMs: undefined }],
  ])('%s is a refusal that surely took nothing', async (_, answer, expected) => {
    const { client } = await systemThatAnswers(answer);

    await expect(write(client)).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it.each([200, 201])('takes the documented success %d', async (status) => {
    const { client, asked, bodies } = await systemThatAnswers(json(status, { number: 'MR-1', colour: 'red' }));

    await expect(write(client)).resolves.toBe('MR-1');
    expect([asked[0]?.method, asked[0]?.url, asked[0]?.headers['x-system-key'], bodies]).toEqual(['POST', '/cmms/BER1/requests', 'our key', ['{"reference":"r-1"}']]);
  });
});

describe('What an answer to a read proves', () => {
  it.each<[string, Answer, object]>([
    ['a page of a proxy', page(200), { code: 'MAINTENANCE_UNAVAILABLE', kind: 'technical' }],
    ['a 404 of a proxy, which is no proof of absence', page(404), { code: 'MAINTENANCE_UNAVAILABLE', kind: 'technical' }],
    ['silence', () => undefined, { code: 'MAINTENANCE_UNAVAILABLE', kind: 'technical' }],
    ['an internal error', refusal(500, 'DEFECT'), { code: 'MAINTENANCE_UNAVAILABLE', kind: 'technical' }],
    ['a refusal, which nobody may give to a question', refusal(409, 'REFUSED'), { code: 'MAINTENANCE_UNAVAILABLE', kind: 'technical' }],
    ['another shape than documented', json(200, {}), { code: 'MAINTENANCE_CONTRACT_BROKEN', kind: 'defect' }],
  ])('%s is told without any effect', async (_, answer, expected) => {
    const { client } = await systemThatAnswers(answer);

    await expect(find(client)).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it('takes the documented "unknown" for nothing, and asks without a body', async () => {
    const { client, asked, bodies } = await systemThatAnswers(refusal(404, 'UNKNOWN'));

    await expect(find(client)).resolves.toEqual([]);
    expect([asked[0]?.method, asked[0]?.url, bodies]).toEqual(['GET', '/cmms/BER1/requests/A%2F1%20%C3%BC', ['']]);
  });

  it('says of one object that there is none', async () => {
    const { client } = await systemThatAnswers(refusal(404, 'UNKNOWN'));

    await expect(client.read(target, numberOf)).rejects.toMatchObject({ code: 'NOT_FOUND', kind: 'business' });
  });

  it('asks nobody for an id that a URL would resolve away', async () => {
    const { client, asked } = await systemThatAnswers(json(200, { number: 'MR-1' }));

    await expect(client.find({ path: ['BER1', '..'], about: 'read-back' }, numberOf)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toHaveLength(0);
  });
});

describe('A list', () => {
  const list = (client: WireClient, cursor?: string) => client.list(target, { limit: 2, ...(cursor === undefined ? {} : { cursor }) }, { status: 'requested', equipmentId: undefined }, numberOf);
  const rows = (count: number, total: unknown) => json(200, { rows: Array.from({ length: count }, (_, at) => ({ number: `MR-${at + 1}` })), total });

  it('goes on where it ended, and says when there is no more', async () => {
    const { client, asked } = await systemThatAnswers(rows(2, 4));

    const first = await list(client);
    const second = await list(client, first.nextCursor!);

    expect([first.items, second.items, second.nextCursor]).toEqual([['MR-1', 'MR-2'], ['MR-1', 'MR-2'], null]);
    expect(asked.map(({ url }) => url)).toEqual(['/cmms/BER1/requests?status=requested&skip=0&take=2', '/cmms/BER1/requests?status=requested&skip=2&take=2']);
  });

  it('that has shrunk ends where nothing comes any more', async () => {
    const { client } = await systemThatAnswers(rows(0, 4));

    await expect(list(client)).resolves.toMatchObject({ items: [], nextCursor: null });
  });

  it.each<[string, Answer]>([['more rows than were asked for', rows(3, 3)], ['no total', rows(2, 'many')], ['no rows', json(200, { total: 0 })]])('with %s is not as documented', async (_, answer) => {
    const { client } = await systemThatAnswers(answer);

    await expect(list(client)).rejects.toMatchObject({ code: 'MAINTENANCE_CONTRACT_BROKEN', effect: 'none' });
  });

  it.each(['bm9uZQ', Buffer.from('orders 2').toString('base64url')])('takes back no cursor that it did not give: %s', async (cursor) => {
    const { client, asked } = await systemThatAnswers(rows(0, 0));

    await expect(list(client, cursor)).rejects.toMatchObject({ code: 'CURSOR_INVALID', kind: 'business' });
    expect(asked).toHaveLength(0);
  });
});
