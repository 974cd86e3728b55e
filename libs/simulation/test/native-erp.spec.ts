import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulatedErp } from '../src/index.js';
import type { FaultKind, SimulatedErp } from '../src/index.js';
import { AT } from './erp-engine.fixture.js';

const options = { now: () => new Date(AT), seed: 1 };
const feedback = { extRef: 'ref-1', orderNo: 'WO-1001', stepNo: '0010', fin: '', bookDate: '20261122', goodQty: '60', goodUom: 'PC', scraps: [{ qty: '1', uom: 'PC', reason: 'BURR' }] };

interface Answer {
  readonly status: number;
  readonly headers: Headers;
   
  readonly body: any;
}

describe('the native face', () => {
  let erp: SimulatedErp;
  beforeEach(async () => {
    erp = await startSimulatedErp(options);
  });
  afterEach(() => erp.close());

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = { 'X-Erp-Key': erp.apiKey }, signal?: AbortSignal): Promise<Answer> {
    const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${erp.url}${path}`, { method, headers, ...text, ...(signal === undefined ? {} : { signal }) });
    const answered = await response.text();
    return { status: response.status, headers: response.headers, body: response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(answered) : answered };
  }
  const get = (path: string) => call('GET', `/rest/BER1/${path}`);
  const post = (path: string, body: unknown) => call('POST', `/rest/BER1/${path}`, body);
  const postings = () => erp.read((engine) => engine.confirmations().length);

  it('posts a feedback and finds it by its reference', async () => {
    const posted = await post('feedbacks', { ...feedback, started: '20261122T060000+0100', ended: '20261122T081000+0100', station: 'WC-10', times: [{ act: 'RUN', seconds: '5700', person: 'P-17' }] });
    const found = await get('feedbacks?extRef=ref-1');

    expect(posted.status).toBe(201);
    expect(posted.body).toEqual({
      fbNo: '4000000001', extRef: 'ref-1', orderNo: 'WO-1001', stepNo: '0010', fin: '', bookDate: '20261122', entered: '20261122T090000+0100',
      goodQty: '60', scrapQty: '1', reworkQty: '0', uom: 'PC',
      asEntered: { goodQty: '60', goodUom: 'PC', reworkQty: '', reworkUom: '', scraps: [{ qty: '1', uom: 'PC', reason: 'BURR' }] },
      stockDocs: ['5000000002'], failedMoves: [], user: '', cancels: '', cancelledBy: '',
    });
    expect(found.body).toEqual({ rows: [posted.body], total: '1', more: '', readAt: '20261122T090000+0100' });
    expect((await get('stockdocs/5000000002')).body.lines).toEqual([{ lineNo: '1', moveType: '261', artNo: 'RM-1', store: 'RAW', charge: 'RM1-A', qty: '45.75', uom: 'KG', orderNo: 'WO-1001' }]);
    const { entry } = await erp.read((engine) => engine.confirmations()[0]);
    expect(entry).toEqual(expect.objectContaining({ startedAt: '2026-11-22T05:00:00.000Z', finishedAt: '2026-11-22T07:10:00.000Z', activities: [{ activity: 'run', seconds: '5700', person: 'P-17' }] }));
  });

  it('cancels a feedback with a document of its own, both pointing at each other', async () => {
    await post('feedbacks', feedback);

    const cancelled = await post('feedbacks/4000000001/cancel', { extRef: 'undo-1', bookDate: '20261122' });

    expect(cancelled.status).toBe(201);
    expect(cancelled.body).toEqual(expect.objectContaining({ fbNo: '4000000002', extRef: 'undo-1', goodQty: '-60', scrapQty: '-1', cancels: '4000000001', cancelledBy: '' }));
    expect((await get('feedbacks/4000000001')).body.cancelledBy).toBe('4000000002');
    expect((await post('feedbacks/4000000001/cancel', { extRef: 'undo-2', bookDate: '20261122' })).body.error.code).toBe('FBK-010');
  });

  it('keeps a feedback with a failed movement, which is posted when the material comes', async () => {
    await post('feedbacks', { ...feedback, goodQty: '100', scraps: [{ qty: '6000', uom: 'PC', reason: 'BURR' }] });
    const before = (await get('feedbacks/4000000001')).body;

    await post('receipts', { artNo: 'RM-1', store: 'RAW', charge: 'NEW', qty: '10000', uom: 'KG', bookDate: '20261122' });

    const after = (await get('feedbacks/4000000001')).body;
    expect(before).toEqual(expect.objectContaining({ stockDocs: [], failedMoves: [expect.objectContaining({ artNo: 'RM-1', qty: '4575', uom: 'KG', code: 'STK-010' })] }));
    expect(after).toEqual(expect.objectContaining({ stockDocs: ['5000000003'], failedMoves: [] }));
  });

  it('releases a created order and counts its change', async () => {
    expect((await get('prodorders/WO-1002')).body).toEqual(expect.objectContaining({ stat: '10', released: '', chgNo: '1' }));
    expect((await post('prodorders/WO-1002/release', {})).body).toEqual(expect.objectContaining({ stat: '20', released: 'X', chgNo: '2' }));
    expect((await post('prodorders/WO-1002/release', {})).body.error.code).toBe('ORD-040');
  });

  it('shows an order on hold as that and does not release it, and says of every order whether it ever was released', async () => {
    const shown = async (orderNo: string) => {
      const { stat, released } = (await get(`prodorders/${orderNo}`)).body;
      return [stat, released];
    };
    await erp.apply({ type: 'holdOrder', workOrderId: 'WO-1002' });
    await erp.apply({ type: 'holdOrder', workOrderId: 'WO-1001' });

    const refused = await post('prodorders/WO-1002/release', {});
    expect([refused.status, refused.body.error.code]).toEqual([422, 'ORD-015']);
    expect([await shown('WO-1002'), await shown('WO-1001')]).toEqual([['70', ''], ['70', 'X']]);
    expect((await get('prodorders?stat=70')).body.rows.map(({ orderNo }: { orderNo: string }) => orderNo)).toEqual(['WO-1001', 'WO-1002']);

    await erp.apply({ type: 'cancelOrder', workOrderId: 'WO-1002' });
    await erp.apply({ type: 'closeOrder', workOrderId: 'WO-1001' });
    expect([await shown('WO-1002'), await shown('WO-1001')]).toEqual([['60', ''], ['50', 'X']]);
  });

  it('shows an order that a clerk has changed, with what its parts need now', async () => {
    const before = (await get('prodorders/WO-1002')).body;
    const twice = String(Number(before.targetQty) * 2);

    const outcome = await call('POST', '/control/commands', { type: 'changeOrder', workOrderId: 'WO-1002', quantity: { value: twice, unit: 'H87' }, dueAt: '2026-11-27T13:00:00.000Z' }, { 'X-Control-Key': erp.controlKey });

    const after = (await get('prodorders/WO-1002')).body;
    expect([outcome.status, outcome.body.posted]).toEqual([200, true]);
    expect(after).toEqual({
      ...before, targetQty: twice, dueStamp: '20261127T140000+0100', chgNo: '2',
      parts: before.parts.map((part: { reqQty: string }) => ({ ...part, reqQty: String(Number(part.reqQty) * 2) })),
    });
  });

  it.each(['articles', 'articles/FG-100', 'articles/RM-1/charges/RM1-A', 'partslists/FG-100', 'workplans/FG-100', 'prodorders', 'prodorders/WO-1001', 'stock', 'purchorders', 'periods', 'stations', 'reasons', 'feedbacks', 'stockdocs', 'stockdocs/5000000001', 'failedmoves'])(
    'answers GET %s with strings only', async (path) => {
      const { status, body } = await get(path);

      expect(status).toBe(200);
      JSON.stringify(body, (_key, value: unknown) => {
        expect(['string', 'object']).toContain(typeof value);
        expect(value).not.toBeNull();
        return value;
      });
    });

  it('pages a list without gap or repetition', async () => {
    const orders = await erp.read((engine) => [...engine.view.orders.values()].map((order) => ({ orderNo: order.workOrderId, isCreated: order.phase === 'created' })));
    const all = orders.map(({ orderNo }) => orderNo).sort();
    const skips = Array.from({ length: Math.ceil(all.length / 5) }, (_unused, page) => page * 5);

    const pages = await Promise.all(skips.map((skip) => get(`prodorders?take=5&skip=${skip}`)));

    const numbersOf = ({ body }: Answer): string[] => body.rows.map(({ orderNo }: { orderNo: string }) => orderNo);
    expect(pages.flatMap(numbersOf)).toEqual(all);
    expect(pages.map(({ body }) => body.more)).toEqual(skips.map((skip) => (skip === skips.at(-1) ? '' : 'X')));
    expect(numbersOf(await get('prodorders?stat=10'))).toEqual(orders.filter(({ isCreated }) => isCreated).map(({ orderNo }) => orderNo).sort());
  });

  it.each([
    ['an unknown article', 'articles/XX', 'ART-001'], ['an unknown order', 'prodorders/XX', 'ORD-001'], ['an unknown charge', 'articles/RM-1/charges/XX', 'CHG-001'],
    ['an unknown feedback', 'feedbacks/1', 'FBK-001'], ['an unknown parts list', 'partslists/RM-1', 'SYS-404'], ['an unknown path', 'nothing', 'SYS-404'],
  ])('answers 404 for %s', async (_what, path, code) => {
    expect(await get(path)).toEqual(expect.objectContaining({ status: 404, body: { error: expect.objectContaining({ code }) } }));
  });

  it.each([
    ['text that is not JSON', '{"extRef":', 400, 'SYS-400'], ['a list', [], 400, 'SYS-400'], ['an unknown field', { ...feedback, color: 'red' }, 400, 'SYS-400'], ['a missing field', { ...feedback, extRef: '' }, 400, 'SYS-400'],
    ['a number instead of text', { ...feedback, goodQty: 60 }, 400, 'SYS-400'], ['a negative quantity', { ...feedback, goodQty: '-1' }, 400, 'SYS-400'], ['an exponent', { ...feedback, goodQty: '1e2' }, 400, 'SYS-400'],
    ['a day that does not exist', { ...feedback, bookDate: '20260230' }, 400, 'SYS-400'], ['a stamp without offset', { ...feedback, started: '20261122T060000' }, 400, 'SYS-400'],
    ['an unknown unit', { ...feedback, goodUom: 'BOX' }, 422, 'UOM-010'], ['a created order', { ...feedback, orderNo: 'WO-1002' }, 422, 'ORD-010'], ['a closed period', { ...feedback, bookDate: '20261031' }, 422, 'PER-010'],
    ['too much', { ...feedback, goodQty: '106' }, 422, 'QTY-010'], ['a step before its turn', { ...feedback, stepNo: '0020' }, 422, 'STP-020'],
  ])('refuses %s and posts nothing', async (_what, body, status, code) => {
    const answer = await post('feedbacks', body);

    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(await postings()).toBe(0);
  });

  it('answers 423 for an order that a user has open', async () => {
    await erp.apply({ type: 'lockOrder', workOrderId: 'WO-1001', user: 'MILLER' });

    expect(await post('feedbacks', feedback)).toEqual(expect.objectContaining({ status: 423, body: { error: expect.objectContaining({ code: 'ORD-030', info: expect.objectContaining({ user: 'MILLER' }) }) } }));
  });

  it('lets nobody in without the key, and no backend to the control route', async () => {
    expect((await call('GET', '/rest/ping', undefined, {})).body).toEqual({ product: 'native', release: '1', plants: ['BER1'], longestWrite: '20000', referenceKept: '' });
    expect((await call('GET', '/rest/BER1/articles', undefined, {})).body.error.code).toBe('SYS-401');
    expect((await call('GET', '/rest/BER1/articles', undefined, { 'X-Erp-Key': `${erp.apiKey}x` })).status).toBe(401);
    expect((await call('GET', '/control/ledger', undefined, { 'X-Control-Key': erp.apiKey })).status).toBe(401);
    expect((await call('POST', '/rest/BER1/feedbacks', `"${'x'.repeat(1_100_000)}"`)).status).toBe(413);
  });

  it.each<[FaultKind, number, string | undefined, number]>([
    ['fail-after-commit', 500, 'SYS-500', 1], ['html', 502, undefined, 0], ['html-after-commit', 200, undefined, 1], ['unavailable', 503, 'SYS-503', 0], ['throttle', 429, 'SYS-429', 0],
    ['maintenance', 503, 'SYS-MNT', 0], ['lock', 423, 'ORD-030', 0], ['late-commit', 201, undefined, 1],
    ['wrong-stamp-after-commit', 201, undefined, 1], ['wrong-number-after-commit', 201, undefined, 1],
  ])('with the fault %s answers %i once and has posted as documented', async (kind, status, code, posted) => {
    const planned = await call('POST', '/control/faults', { kind, times: 1, delayMs: 20, retryAfterSeconds: 7 }, { 'X-Control-Key': erp.controlKey });
    expect(planned.status).toBe(201);

    const answer = await post('feedbacks', feedback);

    expect(answer.status).toBe(status);
    expect(answer.body.error?.code).toBe(code);
    if (['throttle', 'maintenance'].includes(kind)) expect(answer.headers.get('retry-after')).toBe('7');
    if (code === undefined && status !== 201) expect(answer.body).toContain('<html>');
    expect(await postings()).toBe(posted);
    expect((await post('feedbacks', { ...feedback, extRef: 'ref-2', goodQty: '1' })).status).toBe(201);
  });

  it.each<[FaultKind, number]>([['commit-and-stay-silent', 1], ['lose-request', 0]])('with the fault %s nobody hears anything', async (kind, posted) => {
    erp.faults.plan({ kind, delayMs: 50 });

    await expect(post('feedbacks', feedback)).rejects.toThrow('fetch failed');

    expect(await postings()).toBe(posted);
    expect((await get('feedbacks?extRef=ref-1')).body.total).toBe(String(posted));
  });

  it('commits late even when the caller has left', async () => {
    erp.faults.plan({ kind: 'late-commit', delayMs: 100 });
    const patience = AbortSignal.timeout(20);

    await expect(call('POST', '/rest/BER1/feedbacks', feedback, undefined, patience)).rejects.toThrow('timeout');

    for (let tries = 0; (await postings()) === 0 && tries < 2_000; tries += 1) await get('periods');
    expect(await postings()).toBe(1);
  });

  it('keeps a fault until it is cleared, meets only the order and the kind of request that were named', async () => {
    const control = { 'X-Control-Key': erp.controlKey };
    await call('POST', '/control/faults', { kind: 'lock', orderNo: 'WO-1001', untilCleared: true }, control);
    await call('POST', '/control/faults', { kind: 'unavailable', on: 'reads', times: 2 }, control);

    expect([(await post('feedbacks', feedback)).status, (await post('feedbacks', feedback)).status]).toEqual([423, 423]);
    expect((await post('feedbacks', { ...feedback, orderNo: 'WO-1003', goodQty: '1' })).status).toBe(201);
    expect([(await get('periods')).status, (await get('periods')).status, (await get('periods')).status]).toEqual([503, 503, 200]);
    expect((await call('GET', '/control/faults', undefined, control)).body.faults).toHaveLength(1);
    await call('DELETE', '/control/faults', undefined, control);
    expect((await post('feedbacks', feedback)).status).toBe(201);
    expect((await call('POST', '/control/faults', { kind: 'gremlins' }, control)).body.error.code).toBe('SYS-400');
  });

  it('shows what was really posted on the control route and takes a clerk\'s commands there', async () => {
    const control = { 'X-Control-Key': erp.controlKey };
    erp.faults.plan({ kind: 'fail-after-commit' });
    await post('feedbacks', feedback);

    const ledger = (await call('GET', '/control/ledger?plant=BER1', undefined, control)).body;
    const costEntries = await erp.read(({ view }) => [...view.costEntries]);
    const closed = (await call('POST', '/control/commands?plant=BER1', { type: 'closeOrder', workOrderId: 'WO-1001' }, control)).body;

    expect(ledger.feedbacks).toEqual([expect.objectContaining({ extRef: 'ref-1', goodQty: '60' })]);
    expect(ledger.stockDocs).toHaveLength(2);
    expect(ledger.costEntries).toEqual(costEntries);
    expect(ledger.costEntries.length).toBeGreaterThan(0);
    expect(closed).toEqual(expect.objectContaining({ posted: true }));
    expect((await call('POST', '/control/commands', { type: 'confirm' }, control)).status).toBe(400);
    expect((await call('POST', '/control/commands', { type: 'fly' }, control)).body.code).toBe('MALFORMED');
    expect((await post('feedbacks', feedback)).body.error.code).toBe('ORD-020');
  });
});

describe('an ERP with a journal', () => {
  it('knows after a restart what it knew before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'erp-'));
    const first = await startSimulatedErp({ ...options, folder });
    await first.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });
    const before = await first.read((engine) => JSON.stringify([engine.balances(), engine.order('WO-1002')]));
    await first.close();

    const second = await startSimulatedErp({ ...options, folder, seed: 99 });

    expect(await second.read((engine) => JSON.stringify([engine.balances(), engine.order('WO-1002')]))).toBe(before);
    await second.close();
    rmSync(folder, { recursive: true });
  });
});
