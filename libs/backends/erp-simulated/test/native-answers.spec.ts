import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ErpPart, ErpPort } from '@plantway/ports';
import { SeededClock } from '@plantway/testing';
import { simulatedErp } from '../src/index.js';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const ANSWER_LIMIT = 65_536;
const part: ErpPart = {
  action: 'confirm', partId: 'confirmation',
  confirmation: {
    confirmationId: 'mes-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', cumulative: false, yield: { value: '10', unit: 'PC' }, scrap: [], producedLots: [],
    serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [], startedAt: '2026-11-22T06:00:00.000Z',
    finishedAt: '2026-11-22T06:40:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22',
  },
};
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => (response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const refusal = (status: number, code: string, headers?: Record<string, string>): Answer => json(status, { error: { code, text: 'Order WO-1001 is closed.', info: { orderNo: 'WO-1001' } } }, headers);
const feedback = (changes: Record<string, unknown> = {}) => ({
  fbNo: '4000000001', extRef: 'r-1', orderNo: 'WO-1001', stepNo: '0010', fin: '', bookDate: '20261122', entered: '20261122T074012+0100', goodQty: '10', scrapQty: '0', reworkQty: '0', uom: 'PC',
  asEntered: { goodQty: '10', goodUom: 'PC', reworkQty: '0', reworkUom: 'PC', scraps: [] }, stockDocs: [], failedMoves: [], cancels: '', cancelledBy: '', ...changes,
});

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** An ERP whose answer to everything is the given one, and how often it was asked. */
async function erpThatAnswers(answer: Answer, deadlineMs = 1_000): Promise<{ readonly erp: ErpPort; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => answer(response, request));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stop = () => new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { erp: simulatedErp({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'key', deadlineMs, answerLimitBytes: ANSWER_LIMIT }, new SeededClock()), asked: () => asked };
}

describe('What an answer to a posting proves', () => {
  it.each<[string, Answer]>([
    ['an HTML page with 201', (response) => void response.writeHead(201, { 'content-type': 'text/html' }).end('<html></html>')],
    ['an HTML login page with 200', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>')],
    ['204 without a body', (response) => void response.writeHead(204).end()],
    ['a redirect to another host', (response) => void response.writeHead(302, { location: 'http://192.0.2.1/' }).end()],
    ['half of a JSON body', (response) => void (response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' }), response.write('{"fbNo": "4'), response.destroy())],
    ['a connection that is reset', (response) => void response.destroy()],
    ['headers and then silence', (response) => void response.writeHead(201, { 'content-type': 'application/json' }).flushHeaders()],
    ['an answer larger than the limit', (response) => void response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(feedback({ text: 'x'.repeat(ANSWER_LIMIT) })))],
    ['a success for another reference', json(201, feedback({ extRef: 'another' }))],
    ['a success without a document number', json(201, feedback({ fbNo: '' }))],
    ['a success with a number that is none', json(201, feedback({ asEntered: { goodQty: '1e3', goodUom: 'PC', reworkQty: '0', reworkUom: 'PC', scraps: [] } }))],
    ['a success at a time that no day has', json(201, feedback({ entered: '20261122T240000+0100' }))],
    ['a success with scraps that cannot be added', json(201, feedback({ asEntered: { goodQty: '1', goodUom: 'PC', reworkQty: '0', reworkUom: 'PC', scraps: [{ qty: '9'.repeat(40), uom: 'PC' }, { qty: '1', uom: 'PC' }] } }))],
    ['an error that is not documented', refusal(422, 'XYZ-999')],
    ['a business error under the status of a crash', refusal(500, 'ORD-020')],
    ['a maintenance under the status of a crash', refusal(500, 'SYS-MNT')],
    ['a success status with an error in it', refusal(201, 'ORD-020')],
    ['an internal error', refusal(500, 'SYS-500')],
    ['408 of somebody in between', json(408, { message: 'timeout' })],
  ])('%s leaves the posting in doubt, and it is sent only once', async (_, answer) => {
    const { erp, asked } = await erpThatAnswers(answer);

    await expect(erp.post(part, 'r-1')).rejects.toMatchObject({ code: 'ERP_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' });
    expect(asked()).toBe(1);
  });

  it.each<[string, Answer, object]>([
    ['a closed order', refusal(422, 'ORD-020'), { code: 'ORDER_CLOSED', kind: 'business' }],
    ['a reason without a row', refusal(422, 'RSN-001'), { code: 'REASON_UNKNOWN', kind: 'mapping' }],
    ['a wrong key', refusal(401, 'SYS-401'), { code: 'ERP_ACCESS_REFUSED', kind: 'technical' }],
    ['a malformed request', refusal(400, 'SYS-400'), { code: 'ERP_CONTRACT_BROKEN', kind: 'defect' }],
    ['too many requests', refusal(429, 'SYS-429', { 'retry-after': '3' }), { code: 'ERP_THROTTLED', kind: 'throttled', retryAfterMs: 3_000 }],
    ['too many requests, with a date', refusal(429, 'SYS-429', { 'retry-after': 'Sun, 22 Nov 2026 08:01:00 GMT' }), { code: 'ERP_THROTTLED', retryAfterMs: 60_000 }],
    ['too many requests, for centuries', refusal(429, 'SYS-429', { 'retry-after': '1000000000' }), { code: 'ERP_THROTTLED', retryAfterMs: 3_600_000 }],
    ['too many requests, without sense', refusal(429, 'SYS-429', { 'retry-after': 'soon' }), { code: 'ERP_THROTTLED', kind: 'technical', retryAfterMs: undefined }],
    ['an overload', refusal(503, 'SYS-503'), { code: 'ERP_UNAVAILABLE', kind: 'technical' }],
  ])('%s is a refusal that surely posted nothing', async (_, answer, expected) => {
    const { erp } = await erpThatAnswers(answer);

    await expect(erp.post(part, 'r-1')).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it('takes the documented success', async () => {
    const { erp } = await erpThatAnswers(json(201, feedback()));

    await expect(erp.post(part, 'r-1')).resolves.toMatchObject({ reference: 'r-1', documents: [{ type: 'confirmation', number: '4000000001' }], postedAt: '2026-11-22T06:40:12.000Z' });
  });

  it('sends nothing after the deadline of its caller', async () => {
    const { erp, asked } = await erpThatAnswers(json(201, feedback()));

    await expect(erp.post(part, 'r-1', { deadlineAt: new Date('2000-01-01T00:00:00Z') })).rejects.toMatchObject({ code: 'ERP_UNAVAILABLE', kind: 'technical', effect: 'none' });
    expect(asked()).toBe(0);
  });

  it('refuses running totals before anything is sent', async () => {
    const { erp, asked } = await erpThatAnswers(json(201, feedback()));
    const totals = { ...part, confirmation: { ...part.confirmation, cumulative: true } };

    await expect(erp.post(totals, 'r-1')).rejects.toMatchObject({ kind: 'defect', effect: 'none' });
    expect(asked()).toBe(0);
  });
});

describe('What an answer to a read proves', () => {
  it.each<[string, Answer, object]>([
    ['a page of a proxy', (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'), { code: 'ERP_UNAVAILABLE', kind: 'technical' }],
    ['silence', () => undefined, { code: 'ERP_UNAVAILABLE', kind: 'technical' }],
    ['an internal error', refusal(500, 'SYS-500'), { code: 'ERP_UNAVAILABLE', kind: 'technical' }],
    ['another shape than documented', json(200, { orderNo: 'WO-1001' }), { code: 'ERP_CONTRACT_BROKEN', kind: 'defect' }],
    ['a time that no day has', json(200, { orderNo: 'WO-1001', artNo: 'FG-100', targetQty: '1', uom: 'PC', overPct: '0', stat: '20', startStamp: '20261122T240000+0100', dueStamp: '' }), { code: 'ERP_CONTRACT_BROKEN', kind: 'defect' }],
    ['an order that does not exist', refusal(404, 'ORD-001'), { code: 'NOT_FOUND', kind: 'business' }],
  ])('%s is told without any effect', async (_, answer, expected) => {
    const { erp } = await erpThatAnswers(answer);

    await expect(erp.workOrder('BER1', 'WO-1001')).rejects.toMatchObject({ ...expected, effect: 'none' });
  });

  it('takes stock below zero as it is, and a quantity of an order below zero for no answer', async () => {
    const stock = await erpThatAnswers(json(200, { rows: [{ artNo: 'RM-3', store: 'RAW', charge: '', stockType: 'F', qty: '-2.5', uom: 'L' }], total: '1', more: '', readAt: '20261122T090000+0100' }));
    await expect(stock.erp.inventoryBalances('BER1', {})).resolves.toMatchObject({ items: [{ itemId: 'RM-3', quantity: { value: '-2.5', unit: 'L' } }] });
    await stop();

    const order = await erpThatAnswers(json(200, { orderNo: 'WO-1001', artNo: 'FG-100', targetQty: '-1', uom: 'PC', overPct: '0', stat: '20', startStamp: '20261122T060000+0100', dueStamp: '20261122T060000+0100', chgNo: '1', steps: [], parts: [] }));
    await expect(order.erp.workOrder('BER1', 'WO-1001')).rejects.toMatchObject({ code: 'ERP_CONTRACT_BROKEN', kind: 'defect' });
  });

  it('does not take documents of another reference for ours', async () => {
    const { erp } = await erpThatAnswers(json(200, { rows: [feedback({ extRef: randomUUID() })], total: '1', more: '', readAt: '20261122T090000+0100' }));

    await expect(erp.find(part, 'r-1')).rejects.toMatchObject({ code: 'ERP_CONTRACT_BROKEN', kind: 'defect' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['to the millisecond where it says so', { 'x-erp-answered-at': '2026-11-22T08:01:00.250Z', date: 'Sun, 22 Nov 2026 08:01:00 GMT' }, '2026-11-22T08:01:00.250Z'],
    ['to the second where it does not', { date: 'Sun, 22 Nov 2026 08:01:00 GMT' }, '2026-11-22T08:01:00.000Z'],
  ])('takes the time of an answer from the ERP: %s', async (_, headers, asOf) => {
    const { erp } = await erpThatAnswers(json(200, { rows: [], more: '', total: '0', readAt: '' }, headers));

    await expect(erp.workOrders('BER1', {})).resolves.toMatchObject({ asOf });
  });

  it('asks nobody for an id that a URL would resolve away', async () => {
    const { erp, asked } = await erpThatAnswers(json(200, {}));

    await expect(erp.workOrder('BER1', '..')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(asked()).toBe(0);
  });
});

const release: ErpPart = { action: 'release', partId: 'release', siteId: 'BER1', workOrderId: 'WO-1002' };

describe('What an answer about a release proves', () => {
  it('takes the order that was released', async () => {
    const { erp } = await erpThatAnswers(json(200, { orderNo: 'WO-1002', stat: '20', released: 'X' }, { date: 'Sun, 22 Nov 2026 08:01:00 GMT' }));

    await expect(erp.post(release, 'r-1')).resolves.toEqual({ reference: 'r-1', backend: 'erp-simulated', documents: [{ type: 'workOrder', number: 'WO-1002' }], postedAt: '2026-11-22T08:01:00.000Z' });
  });

  it.each<[string, Answer]>([
    ['another order', json(200, { orderNo: 'WO-1003', released: 'X' })], ['an order that is only created', json(200, { orderNo: 'WO-1002', stat: '10', released: '' })],
    ['an order on hold that was not released', json(200, { orderNo: 'WO-1002', stat: '70', released: '' })], ['an order that does not say it', json(200, { orderNo: 'WO-1002', stat: '20' })],
    ['an answer that is not documented', json(200, { orderNo: 'WO-1002', stat: '20', released: 'Y' })], ['a status of another success', json(201, { orderNo: 'WO-1002', released: 'X' })],
    ['an internal error', refusal(500, 'SYS-500')],
  ])('%s leaves the release in doubt, and it is sent only once', async (_, answer) => {
    const { erp, asked } = await erpThatAnswers(answer);

    await expect(erp.post(release, 'r-1')).rejects.toMatchObject({ code: 'ERP_ANSWER_LOST', kind: 'inDoubt', effect: 'unknown' });
    expect(asked()).toBe(1);
  });

  it.each([['10', '', 0], ['20', 'X', 1], ['40', 'X', 1], ['50', '', 0], ['50', 'X', 1], ['60', '', 0], ['60', 'X', 1], ['70', '', 0], ['70', 'X', 1]])('an order in status %s that says "%s" shows %i release', async (stat, released, stands) => {
    const { erp } = await erpThatAnswers(json(200, { orderNo: 'WO-1002', stat, released }));

    expect(await erp.find(release, 'r-1')).toHaveLength(stands);
  });

  it('does not take the status of another order for that of ours', async () => {
    const { erp } = await erpThatAnswers(json(200, { orderNo: 'WO-1003', released: 'X' }));

    await expect(erp.find(release, 'r-1')).rejects.toMatchObject({ code: 'ERP_CONTRACT_BROKEN', kind: 'defect' });
  });

  it('takes the refusal of an order on hold for what it says', async () => {
    const { erp } = await erpThatAnswers(refusal(422, 'ORD-015'));

    await expect(erp.post(release, 'r-1')).rejects.toMatchObject({ code: 'ORDER_ON_HOLD', kind: 'business', effect: 'none' });
  });

  it('takes the refusal of an order that was released before for what it says', async () => {
    const { erp } = await erpThatAnswers(refusal(422, 'ORD-040'));

    await expect(erp.post(release, 'r-1')).rejects.toMatchObject({ code: 'ORDER_ALREADY_RELEASED', kind: 'business', effect: 'none' });
  });
});

describe('The longest write of the ERP', () => {
  it('is asked of the ERP, once', async () => {
    const { erp, asked } = await erpThatAnswers(json(200, { product: 'native', release: '1', plants: ['BER1'], longestWrite: '1500' }));

    expect([(await erp.capabilities('BER1')).longestWriteMs, (await erp.capabilities('BER1')).longestWriteMs]).toEqual([1_500, 1_500]);
    expect(asked()).toBe(1);
  });

  it.each<[string, Answer, object]>([
    ['an overloaded ERP', refusal(503, 'SYS-503'), { code: 'ERP_UNAVAILABLE', kind: 'technical' }], ['silence', () => undefined, { code: 'ERP_UNAVAILABLE', kind: 'technical' }],
    ['a number that is none', json(200, { longestWrite: 'soon' }), { code: 'ERP_CONTRACT_BROKEN', kind: 'defect' }],
  ])('is not guessed after %s', async (_, answer, expected) => {
    const { erp } = await erpThatAnswers(answer);

    await expect(erp.capabilities('BER1')).rejects.toMatchObject({ ...expected, effect: 'none' });
  });
});
