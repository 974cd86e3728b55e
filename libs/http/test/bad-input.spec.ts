import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sendRaw } from './raw-http.js';
import { serveApp, type SendOptions, type ServedApp } from './served-app.js';

const NOTES = '/process/v1/sites/BER1/notes';
const CONFIRMATIONS = '/process/v1/sites/BER1/production-confirmations';

/** A confirmation that is accepted. */
const good = () => ({
  confirmationId: 'mes-000123', workOrderId: 'WO-1001', operationId: '0020', kind: 'partial', yield: { value: '12', unit: 'H87' },
  scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR' }], startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00',
});
const but = (change: Record<string, unknown>): Record<string, unknown> => ({ ...good(), ...change });
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('bad input', () => {
  let served: ServedApp;
  let key: string;
  beforeAll(async () => {
    served = await serveApp();
    key = await served.keyFor();
  });
  beforeEach(() => { served.stage.received.length = 0; });
  afterAll(() => served.close());

  const post = async (path: string, body: unknown, options: SendOptions = {}): Promise<{ status: number; type: string | null; headers: Headers; problem: any }> => {
    const answer = await served.send('POST', path, { key, body, ...options });
    return { status: answer.status, type: answer.headers.get('content-type'), headers: answer.headers, problem: await answer.json() };
  };

  it('takes a good body', async () => {
    expect((await post(NOTES, { text: 'grün 🟢' })).status).toBe(202);
    expect((await post(CONFIRMATIONS, good())).status).toBe(202);
    expect(served.stage.received).toHaveLength(2);
  });

  describe.each([['an ordinary route', NOTES], ['a hot route', CONFIRMATIONS]])('on %s', (_, path) => {
    it.each<[string, string | Uint8Array, number, string]>([
      ['broken JSON', '{"text": "a",}', 400, 'JSON_INVALID'],
      ['JSON with a comment', '{"text": "a"} // note', 400, 'JSON_INVALID'],
      ['two documents', '{"text":"a"}\n{"text":"b"}', 400, 'JSON_INVALID'],
      ['half a document', '{"text": "a', 400, 'JSON_INVALID'],
      ['a bare word', 'NaN', 400, 'JSON_INVALID'],
      ['a leading zero', '{"text": 01}', 400, 'JSON_INVALID'],
      ['a raw control character', '{"text": "a\u0001"}', 400, 'JSON_INVALID'],
      ['only white space', '  \n', 400, 'JSON_INVALID'],
      ['bytes that are not UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'JSON_INVALID'],
      ['UTF-16', new Uint8Array(Buffer.from('{"text":"a"}', 'utf16le')), 400, 'JSON_INVALID'],
      ['a raw half of a surrogate pair', Uint8Array.from([...Buffer.from('{"text":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]), 400, 'JSON_INVALID'],
      ['a doubled key', '{"text":"a","text":"b"}', 400, 'JSON_DUPLICATE_KEY'],
      ['a doubled key in other spelling', '{"text":"a","t\\u0065xt":"b"}', 400, 'JSON_DUPLICATE_KEY'],
      ['__proto__', '{"text":"a","__proto__":{"isAdmin":true}}', 400, 'JSON_FORBIDDEN_KEY'],
      ['__proto__ in other spelling', '{"text":"a","\\u005f_proto__":1}', 400, 'JSON_FORBIDDEN_KEY'],
      ['constructor.prototype', '{"text":"a","x":{"constructor":{"prototype":{"isAdmin":true}}}}', 400, 'JSON_FORBIDDEN_KEY'],
      ['a key that every object inherits', '{"text":"a","toString":1}', 400, 'JSON_FORBIDDEN_KEY'],
      ['33 levels', nested(33), 400, 'JSON_TOO_DEEP'],
      ['10,000 levels', nested(10_000), 400, 'JSON_TOO_DEEP'],
      ['a million brackets that never close', '['.repeat(1_000_000), 400, 'JSON_TOO_DEEP'],
      ['an escaped NUL', '{"text":"a\\u0000b"}', 400, 'VALIDATION_FAILED'],
      ['an escaped half of a surrogate pair', '{"text":"a\\ud800"}', 400, 'VALIDATION_FAILED'],
      ['a key with NUL', '{"te\\u0000xt":"a"}', 400, 'VALIDATION_FAILED'],
      ['null', 'null', 400, 'VALIDATION_FAILED'],
      ['a number', '12', 400, 'VALIDATION_FAILED'],
      ['a text', '"text"', 400, 'VALIDATION_FAILED'],
      ['a list', '[]', 400, 'VALIDATION_FAILED'],
      ['a list with a good body', JSON.stringify([path === NOTES ? { text: 'a' } : good()]), 400, 'VALIDATION_FAILED'],
      ['an empty object', '{}', 400, 'VALIDATION_FAILED'],
      ['nothing', '', 400, 'VALIDATION_FAILED'],
      ['two megabytes that break at the end', `{"text":"${'x'.repeat(2_000_000)}",}`, 400, 'JSON_INVALID'],
      ['two megabytes with a doubled key', `{"text":"${'x'.repeat(2_000_000)}","text":1}`, 400, 'JSON_DUPLICATE_KEY'],
      ['10 MB', JSON.stringify({ text: 'x'.repeat(10_000_000) }), 413, 'BODY_TOO_LARGE'],
      ['100,000 keys', `{${Array.from({ length: 100_000 }, (_entry, index) => `"k${index}":1`).join(',')}}`, path === NOTES ? 413 : 400, path === NOTES ? 'BODY_TOO_LARGE' : 'VALIDATION_FAILED'],
    ])('refuses %s', async (_name, body, status, code) => {
      const answer = await post(path, body);

      expect(answer).toMatchObject({ status, type: 'application/problem+json; charset=utf-8' });
      expect(answer.problem).toMatchObject({ code, status, correlationId: answer.headers.get('x-correlation-id'), type: `https://plantway.dev/problems/${code.toLowerCase().replaceAll('_', '-')}` });
      expect(served.stage.received).toEqual([]);
    });

    it('refuses an unknown field, and says which', async () => {
      const { status, problem } = await post(path, path === NOTES ? { text: 'a', state: 'posted' } : but({ state: 'posted' }));

      expect(status).toBe(400);
      expect(problem.findings).toEqual([{ path: '/state', problem: 'this field is not known', fix: 'Remove the field, or correct its name.' }]);
    });

    it.each([
      ['another type', { 'content-type': 'text/plain' }],
      ['XML', { 'content-type': 'application/xml' }],
      ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
      ['a type that is none', { 'content-type': 'json' }],
      ['another character set', { 'content-type': 'application/json; charset=utf-16' }],
      ['compression', { 'content-encoding': 'gzip' }],
    ])('answers 415 to %s', async (_name, headers) => {
      const { status, problem } = await post(path, '{"text":"a"}', { headers: headers as unknown as Record<string, string> });

      expect([status, problem.code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    });
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['a missing yield', but({ yield: undefined }), '/yield', /^is missing/],
    ['a negative quantity', but({ yield: { value: '-1', unit: 'H87' } }), '/yield/value', /decimal text/],
    ['thirteen decimals', but({ yield: { value: '1.1234567890123', unit: 'H87' } }), '/yield/value', /decimal/],
    ['a number for a quantity', but({ yield: { value: 12.5, unit: 'H87' } }), '/yield/value', /decimal text/],
    ['a comma in a quantity', but({ yield: { value: '12,5', unit: 'H87' } }), '/yield/value', /decimal text/],
    ['an unknown unit', but({ yield: { value: '12', unit: 'PCS' } }), '/yield/unit', /unit/],
    ['an unknown field deep inside', but({ scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR', erpDocument: 'x' }] }), '/scrap/0/erpDocument', /not known/],
    ['an instant without offset', but({ startedAt: '2026-11-22T06:00:00' }), '/startedAt', /offset/],
    ['24:00', but({ startedAt: '2026-11-22T24:00:00Z' }), '/startedAt', /instant/],
    ['30 February', but({ startedAt: '2026-02-30T06:00:00Z' }), '/startedAt', /instant/],
    ['a finish before the start', but({ finishedAt: '2026-11-22T05:59:59+01:00' }), '/finishedAt', /before/],
    ['an id with a line break', but({ confirmationId: 'mes-1\r\nX-Evil: 1' }), '/confirmationId', /id of/],
    ['an empty id', but({ workOrderId: '' }), '/workOrderId', /id of/],
    ['an object for an id', but({ workOrderId: { $ne: 1 } }), '/workOrderId', /id of/],
    ['a list for a nested object', but({ yield: [] }), '/yield', /object/],
    ['one object for a list', but({ scrap: { reasonCode: 'BURR' } }), '/scrap', /array/],
    ['1e400', but({ sourceSequence: 1e400 }), '/sourceSequence', /integer/],
  ])('names the place of %s', async (_name, body, path, problem) => {
    const json = JSON.stringify(body).replace('"sourceSequence":null', '"sourceSequence":1e400');

    const answer = await post(CONFIRMATIONS, json);

    expect(answer.status).toBe(400);
    expect(answer.problem.code).toBe('VALIDATION_FAILED');
    expect(answer.problem.findings).toEqual(expect.arrayContaining([{ path, problem: expect.stringMatching(problem), fix: expect.stringMatching(/./) }]));
    expect(served.stage.received).toEqual([]);
  });

  it('says where JSON breaks', async () => {
    const { problem } = await post(NOTES, '{\n  "text": "a"\n  "more": 1\n}');

    expect(problem).toMatchObject({ position: { offset: 18, line: 3, column: 3 }, detail: 'The body is not JSON: line 3, column 3: expected a comma or a closing brace.' });
  });

  it('names the path of a doubled key, and of a text that cannot be kept', async () => {
    const doubled = await post(NOTES, '{"a":[{},{"b/c":{"d":1,"d":2}}]}');
    const unstorable = await post(NOTES, '{"a":["x","\\u0000"],"b":"\\udc00"}');

    expect(doubled.problem.findings).toMatchObject([{ path: '/a/1/b~1c/d' }]);
    expect(unstorable.problem.findings).toMatchObject([{ path: '/a/1' }, { path: '/b' }]);
  });

  it('ignores a byte order mark', async () => {
    expect((await post(NOTES, '\ufeff{"text":"a"}')).status).toBe(202);
  });

  it('takes text with whole surrogate pairs, escaped or not', async () => {
    expect((await post(NOTES, '{"text":"\\ud83d\\ude00 😀"}')).status).toBe(202);
  });

  it('takes a body as large as the limit, and refuses one byte more', async () => {
    const limit = 8 * 1_024 * 1_024;
    const padded = (bytes: number) => `{"text":"a"}${' '.repeat(bytes - 12)}`;

    expect((await post(NOTES, padded(limit))).status).toBe(202);
    expect((await post(NOTES, padded(limit + 1))).status).toBe(413);
  });

  it('takes a body in chunks, and refuses it when the chunks grow too large', async () => {
    const head = (size: string): string => `POST ${NOTES} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${size}\r\n`;

    expect((await sendRaw(served.baseUrl, `${head('c')}{"text":"a"}\r\n0\r\n\r\n`)).status).toBe(202);
    expect((await sendRaw(served.baseUrl, `${head('900000')}${' '.repeat(0x900000)}\r\n0\r\n\r\n`)).status).toBe(413);
  });

  it('lets a route without a body have a type and no body', async () => {
    expect((await post('/process/v1/sites/BER1/resubmit', '')).status).toBe(202);
    expect((await served.send('POST', '/process/v1/sites/BER1/resubmit', { key })).status).toBe(202);
  });

  describe('in the request line and the headers', () => {
    const get = async (path: string): Promise<[number, string]> => {
      const answer = await served.send('GET', path, { key });
      const { code } = await answer.json() as { code: string };
      return [answer.status, code];
    };

    it.each<[string, string, number, string]>([
      ['an unknown route', '/process/v1/nothing', 404, 'ROUTE_NOT_FOUND'],
      ['another method', '/process/v1/sites/BER1/notes', 405, 'METHOD_NOT_ALLOWED'],
      ['NUL in an id', '/process/v1/sites/BER1/work-orders/a%00b', 400, 'VALIDATION_FAILED'],
      ['NUL in a query', '/process/v1/sites/BER1/work-orders?cursor=%00', 400, 'VALIDATION_FAILED'],
      ['a broken escape', '/process/v1/sites/BER1/work-orders/%zz', 400, 'REQUEST_INVALID'],
      ['an escape that is no UTF-8', '/process/v1/sites/BER1/work-orders/%ED%A0%80', 400, 'REQUEST_INVALID'],
      ['an id of 1,000 characters', `/process/v1/sites/BER1/work-orders/${'x'.repeat(1_000)}`, 414, 'URL_TOO_LONG'],
      ['an unknown filter', '/process/v1/sites/BER1/work-orders?where=1%3D1', 400, 'VALIDATION_FAILED'],
      ['limit 0', '/process/v1/sites/BER1/work-orders?limit=0', 400, 'VALIDATION_FAILED'],
      ['limit 1001', '/process/v1/sites/BER1/work-orders?limit=1001', 400, 'VALIDATION_FAILED'],
      ['limit -1', '/process/v1/sites/BER1/work-orders?limit=-1', 400, 'VALIDATION_FAILED'],
      ['a limit that is no number', '/process/v1/sites/BER1/work-orders?limit=ten', 400, 'VALIDATION_FAILED'],
      ['an empty limit', '/process/v1/sites/BER1/work-orders?limit=', 400, 'VALIDATION_FAILED'],
      ['two limits', '/process/v1/sites/BER1/work-orders?limit=1&limit=2', 400, 'VALIDATION_FAILED'],
      ['a fraction as limit', '/process/v1/sites/BER1/work-orders?limit=1.5', 400, 'VALIDATION_FAILED'],
      ['a cursor that is no base64url', '/process/v1/sites/BER1/work-orders?cursor=a%20b', 400, 'VALIDATION_FAILED'],
      ['a made up cursor', '/process/v1/sites/BER1/work-orders?cursor=WzEsMV0', 400, 'CURSOR_INVALID'],
    ])('refuses %s', async (_name, path, status, code) => {
      expect(await get(path)).toEqual([status, code]);
    });

    it('names the methods that a path has', async () => {
      const answer = await served.send('DELETE', '/process/v1/sites/BER1/work-orders', { key });

      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    });

    it.each<[string, string, number, string]>([
      ['a request that is no HTTP', 'HELLO\r\n\r\n', 400, 'REQUEST_INVALID'],
      ['64 KB of headers', `GET / HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(65_536)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
      ['a length and chunks at once', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 400, 'REQUEST_INVALID'],
      ['two lengths', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!', 400, 'REQUEST_INVALID'],
      ['a negative length', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n', 400, 'REQUEST_INVALID'],
    ])('refuses %s on the wire', async (_name, request, status, code) => {
      const answer = await sendRaw(served.baseUrl, request);

      expect(answer.status).toBe(status);
      expect(answer.headers).toContain('content-type: application/problem+json');
      expect(JSON.parse(answer.body)).toMatchObject({ code, status });
    });

    it.each(['a'.repeat(129), 'two words', '<script>', '-first', 'ümlaut', ''])('does not take over the correlation id %j', async (correlationId) => {
      const answer = await sendRaw(served.baseUrl, `GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-correlation-id: ${correlationId}\r\n\r\n`);

      expect(answer.headers).toMatch(/x-correlation-id: [0-9a-f-]{36}(\r\n|$)/);
    });

    it('takes over a safe correlation id', async () => {
      const answer = await served.send('GET', '/health/live', { headers: { 'x-correlation-id': 'mes:line-7.2026_11' } });

      expect(answer.headers.get('x-correlation-id')).toBe('mes:line-7.2026_11');
    });
  });

  it('keeps what callers send out of the log', async () => {
    served.log.length = 0;

    await post(NOTES, { text: 'x'.repeat(200), canary: 'canary-7f3a' });
    await post(NOTES, '{"canary-7f3a": "canary-7f3a\u0001');
    await served.send('GET', '/process/v1/sites/canary-7f3a/notes', { headers: { authorization: 'Bearer canary-7f3a', cookie: 'canary-7f3a' } });

    expect(served.log.length).toBeGreaterThan(0);
    expect(served.log.join('')).not.toContain('canary-7f3a');
    expect(served.log.join('')).not.toContain(key);
  });
});
