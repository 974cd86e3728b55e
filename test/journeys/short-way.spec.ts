import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LightMyRequestResponse } from 'fastify';
import { GOOD_CONFIRMATION, SHAPE_CASES } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

const REPORTS = '/process/v1/sites/BER1/production-confirmations';

interface Asked {
  readonly url?: string;
  /** Of the credential; `mes` when absent. */
  readonly role?: 'supplier' | 'edge';
  readonly headers?: Record<string, string>;
  /** Makes the text of the body from an id that is the way's own. */
  readonly text: (id: string) => string;
}

const report = (change: object = {}, options: Omit<Asked, 'text'> = {}): Asked => ({ ...options, text: (id) => JSON.stringify({ ...GOOD_CONFIRMATION, confirmationId: id, ...change }) });
const batch = (rows: (id: string) => readonly unknown[], options: Omit<Asked, 'text'> = {}): Asked => ({ ...options, url: `${REPORTS}/batch`, text: (id) => JSON.stringify({ items: rows(id) }) });
const row = (id: string, change: object = {}): object => ({ ...GOOD_CONFIRMATION, confirmationId: id, ...change });

/** A key that was never seen is looked up, which is the ordinary way's; one that was seen before takes the short way, if its request is good. */
describe('the short way of a report answers what the ordinary one answers', () => {
  let gateway: GatewayStand;
  let asks = 0;
  let lookUps = 0;

  beforeAll(async () => {
    gateway = await openGateway();
    const { credentials } = gateway;
    const find = credentials.find.bind(credentials);
    credentials.find = (key) => {
      lookUps += 1;
      return find(key);
    };
    await gateway.knowOrder('MUC1', 'WO-ELSEWHERE');
    await gateway.readOrders('BER1');
  });
  afterAll(() => gateway.close());

  const keyOf = async (role: 'mes' | 'supplier' | 'edge'): Promise<string> =>
    (await gateway.credentials.create({ name: 'either way', role, sites: ['BER1'], sourceSystem: 'mes', ...(role === 'supplier' && { supplierId: 'SUP-1' }) })).apiKey;
  const send = (key: string, { url = REPORTS, headers = {}, text }: Asked, id: string): Promise<LightMyRequestResponse> =>
    gateway.request({ method: 'POST', url, key, headers: { 'content-type': 'application/json', 'x-correlation-id': 'the-journey', ...headers }, payload: text(id) });
  /** All but what no two answers have in common: the moment, the message and what is left of the limit. */
  const shown = (answer: LightMyRequestResponse, id: string): unknown => {
    const headers = { ...answer.headers, date: '', ratelimit: '', 'content-length': 0 };
    const text = (value: unknown): string => JSON.stringify(value).replaceAll(id, '<id>').replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g, '<message>');
    return { status: answer.statusCode, body: text(answer.body), headers: text(headers), ratelimit: String(answer.headers.ratelimit).replaceAll(/[0-9]+/g, '<n>') };
  };
  /** What both ways answer to the same, asked `times` times, and whether the last one of the short way was taken. */
  async function bothWays(asked: Asked, times = 1): Promise<{ readonly ordinary: unknown[]; readonly short: unknown[]; readonly wentShort: boolean }> {
    const [ordinaryId, shortId] = [`ordinary-${(asks += 1)}`, `short-${asks}`];
    const known = await keyOf(asked.role ?? 'mes');
    await gateway.request({ method: 'GET', url: '/process/v1/sites/BER1', key: known });
    const [ordinary, short]: unknown[][] = [[], []];
    for (let time = 0; time < times; time += 1) ordinary.push(shown(await send(await keyOf(asked.role ?? 'mes'), asked, ordinaryId), ordinaryId));
    for (let time = 0; time < times; time += 1) {
      lookUps = 0;
      short.push(shown(await send(known, asked, shortId), shortId));
    }
    return { ordinary, short, wentShort: lookUps === 0 };
  }

  it.each<[string, Asked]>([
    ['a good report', report()],
    ['everything that may be null', report({ rework: null, postingDate: null, replaces: null, sourceSequence: null })],
    ['text beyond ASCII', report({ producedLots: [{ lotId: 'Los 7 / Süd \u{1f600}', quantity: { value: '12.000', unit: 'H87' } }] })],
    ['white space, another order of keys and escapes', { text: (id) => `\n { "confirmationId" : "${id}",\t"producedLots":[{"quantity":{"unit":"H87","value":"12"},"lotId":"\\u0041\\\\u0000"}],${JSON.stringify(GOOD_CONFIRMATION).slice(1, -1).replace('"confirmationId":"mes-000123",', '')} } ` }],
    ['a byte order mark', { text: (id) => `\ufeff${JSON.stringify(row(id))}` }],
    ['a correction', report({ replaces: 'mes-never-seen' })],
    ['a role beside the MES that may report', report({}, { role: 'edge' })],
    ['a batch', batch((id) => [row(id), row(`${id}-2`, { replaces: id }), row(id)])],
    ['a batch with bad rows', batch((id) => [row(id, { kind: 'maybe' }), 7, null, row(`${id}-3`), row(`${id}-4`, { workOrderId: 'WO-ELSEWHERE' })])],
  ])('%s, accepted, and again', async (_case, asked) => {
    const { ordinary, short, wentShort } = await bothWays(asked, 2);

    expect(short).toEqual(ordinary);
    expect(wentShort).toBe(true);
  });

  it.each<[string, Asked]>([
    ['an order of another site', report({ workOrderId: 'WO-ELSEWHERE' })],
    ['a bad Idempotency-Key', report({}, { headers: { 'idempotency-key': 'ä' } })],
    ['an Idempotency-Key on a batch', batch((id) => [row(id)], { headers: { 'idempotency-key': 'k' } })],
  ])('%s, refused by the handler', async (_case, asked) => {
    const { ordinary, short, wentShort } = await bothWays(asked);

    expect(short).toEqual(ordinary);
    expect(short).toEqual([expect.objectContaining({ status: expect.any(Number), body: expect.stringContaining('problem') })]);
    expect(wentShort).toBe(true);
  });

  it('another body under the same id', async () => {
    let sent = 0;
    const { ordinary, short } = await bothWays({ text: (id) => JSON.stringify(row(id, { yield: { value: `${(sent += 1)}`, unit: 'H87' } })) }, 2);

    expect(short).toEqual(ordinary);
    expect(short[1]).toMatchObject({ status: 422 });
  });

  it.each<[string, Asked]>([
    ...SHAPE_CASES.filter(({ before }) => before === undefined).map(({ name, body, text, contentType }): [string, Asked] => [name, {
      ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
      text: () => (text ?? String)(JSON.stringify(body === undefined ? GOOD_CONFIRMATION : body({ ...GOOD_CONFIRMATION }))),
    }]),
    ['a role that may not', report({}, { role: 'supplier' })],
    ['a site that is not the caller\'s', report({}, { url: REPORTS.replace('BER1', 'MUC1') })],
    ['a site that there is not', report({}, { url: REPORTS.replace('BER1', 'NOWHERE') })],
    ['an empty batch', batch(() => [])],
    ['a batch that is none', { url: `${REPORTS}/batch`, text: () => '{"items":{}}' }],
    ['no body', { text: () => '' }],
    ['a compressed body', report({}, { headers: { 'content-encoding': 'gzip' } })],
  ])('%s, refused in the same words', async (_case, asked) => {
    const { ordinary, short } = await bothWays(asked);

    expect(short).toEqual(ordinary);
    expect((short[0] as { readonly status: number }).status).toBeGreaterThanOrEqual(400);
  });

  it('a key that is revoked while its body is on its way is refused', async () => {
    const { credentials } = gateway;
    const { credential, apiKey } = await credentials.create({ name: 'leaving', role: 'mes', sites: '*', sourceSystem: 'mes' });
    const before = await send(apiKey, report(), 'revoked-1');
    const knownHash = credentials.knownHash.bind(credentials);
    const body = new PassThrough();
    const seen = new Promise<void>((resolve) => {
      credentials.knownHash = (key) => {
        if (key === apiKey) resolve();
        return knownHash(key);
      };
    });

    const answer = gateway.request({ method: 'POST', url: REPORTS, key: apiKey, headers: { 'content-type': 'application/json' }, payload: body });
    await seen;
    await credentials.revoke(credential.credentialId);
    body.end(report().text('revoked-2'));

    expect([before.statusCode, (await answer).statusCode]).toEqual([202, 401]);
    credentials.knownHash = knownHash;
  });

  it('is not answered before it is stored', async () => {
    const { pool } = gateway.database;
    const key = await keyOf('mes');
    await gateway.request({ method: 'GET', url: '/process/v1/sites/BER1', key });
    const holder = await pool.connect();
    await holder.query('begin; lock table messaging.lane in exclusive mode');
    let answered = false;
    const answer = send(key, report(), 'held').finally(() => (answered = true));
    for (let waits = false; !waits;) waits = (await holder.query(`select from pg_locks where not granted and relation = 'messaging.lane'::regclass`)).rowCount! > 0;

    const answeredWhileHeld = answered;
    await holder.query('commit');
    holder.release();

    expect(answeredWhileHeld).toBe(false);
    expect((await answer).statusCode).toBe(202);
    expect((await pool.query(`select from messaging.message where sender_id = 'held'`)).rowCount).toBe(1);
  });
});
