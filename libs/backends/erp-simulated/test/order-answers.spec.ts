import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ErpPart, ErpPort } from '@plantway/ports';
import { SeededClock } from '@plantway/testing';
import { simulatedErp } from '../src/index.js';

const ENTERED = '20261122T090000+0100';
const change: ErpPart = { action: 'change', partId: 'c', siteId: 'BER1', change: { changeId: 'c-1', siteId: 'BER1', workOrderId: 'WO-1001', verb: 'changeQuantity', quantity: { value: '80', unit: 'PC' }, expectedRevision: '3', reason: 'x'.repeat(300) } };
const convert: ErpPart = { action: 'convertPlannedOrder', partId: 'p', siteId: 'BER1', plannedOrderId: 'PLN-1' };
const dispose: ErpPart = { action: 'disposeLot', partId: 'd', siteId: 'BER1', itemId: 'RM-1', lotId: 'RM1-A', status: 'qualityInspection', reason: 'Cracks.' };
const consume: ErpPart = {
  action: 'consume', partId: 'c', siteId: 'BER1', postingDate: '2026-11-22',
  consumption: { consumptionId: 'c-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', itemId: 'PK-1', quantity: { value: '1', unit: 'PC' }, serialNumbers: ['S-1'], consumedAt: '2026-11-22T07:00:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22' },
};
const changed = { chgDocNo: '8000000001', extRef: 'r-1', orderNo: 'WO-1001', change: 'QTY', chgNo: '2', entered: ENTERED, text: '' };
const converted = { planNo: 'PLN-1', extRef: 'plan-1', entered: ENTERED, orderNo: 'WP-7000001', convRef: 'r-1', converted: ENTERED };
const issued = { docNo: '5000000009', extRef: 'r-1', fbNo: '', bookDate: '20261122', entered: ENTERED, lines: [] };
const disposed = { docNo: '9000000001', extRef: 'r-1', entered: ENTERED };

let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** An ERP that answers everything with this status and body, and what it was sent. */
async function erpThatAnswers(status: number, body: unknown): Promise<{ readonly erp: ErpPort; readonly sent: unknown[] }> {
  const sent: unknown[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      sent.push(chunks.length === 0 ? request.url : JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  stop = () => new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { sent, erp: simulatedErp({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'key', deadlineMs: 2_000, answerLimitBytes: 65_536 }, new SeededClock()) };
}
const list = (rows: readonly unknown[], total = String(rows.length)) => ({ rows, total, more: '', readAt: ENTERED });

describe('What an answer to a change, an issue, a conversion or a status proves', () => {
  it.each<[string, ErpPart, unknown]>([
    ['a change of another order', change, { ...changed, orderNo: 'WO-1002' }],
    ['a change under another reference', change, { ...changed, extRef: 'r-2' }],
    ['a change at a time that no day has', change, { ...changed, entered: '20261122T240000+0100' }],
    ['a conversion under another reference', convert, { ...converted, convRef: 'r-2' }],
    ['a conversion without an order', convert, { ...converted, orderNo: '' }],
    ['a conversion that shows no time', convert, { ...converted, converted: '' }],
    ['an issue under no reference', consume, { ...issued, extRef: '' }],
    ['an issue on no day', consume, { ...issued, bookDate: '20261340' }],
    ['a status without a number', dispose, { ...disposed, docNo: '' }],
  ])('%s leaves the write in doubt', async (_what, part, body) => {
    const { erp } = await erpThatAnswers(201, body);

    await expect(erp.post(part, 'r-1')).rejects.toMatchObject({ code: 'ERP_ANSWER_LOST', kind: 'inDoubt' });
  });

  it.each<[number, string, string]>([
    [422, 'ORD-070', 'REVISION_STALE'], [422, 'QTY-030', 'BELOW_CONFIRMED'], [422, 'PLN-001', 'PLANNED_ORDER_UNKNOWN'], [422, 'PLN-010', 'PLANNED_ORDER_CONVERTED'], [422, 'PLN-020', 'ERP_REFUSED'],
    [422, 'PLN-030', 'ERP_REFUSED'], [422, 'ORD-060', 'ERP_REFUSED'], [422, 'STK-010', 'STOCK_SHORT'], [422, 'CHG-010', 'LOT_RESTRICTED'],
  ])('%d %s is a refusal without effect: %s', async (status, native, code) => {
    const { erp } = await erpThatAnswers(status, { error: { code: native, text: 'No.', info: {} } });

    await expect(erp.post(change, 'r-1')).rejects.toMatchObject({ code, kind: 'business', effect: 'none' });
  });

  it('says what is sent in the words of the ERP: the revision that was seen, and as much of a reason as it keeps', async () => {
    const { erp, sent } = await erpThatAnswers(201, changed);

    await erp.post(change, 'r-1');

    expect(sent).toEqual([{ extRef: 'r-1', change: 'QTY', ifChgNo: '3', qty: '80', uom: 'PC', text: 'x'.repeat(200) }]);
  });

  it('says that serial numbers of a component stay with us', async () => {
    const { erp } = await erpThatAnswers(201, issued);

    expect((await erp.post(consume, 'r-1')).notCarried).toEqual([{ field: 'serialNumbers', reason: 'This ERP keeps no serial numbers of components.' }]);
  });

  it('does not take a feedback of the same name for an issue, nor a confirmation for a change', async () => {
    expect(await (await erpThatAnswers(200, list([{ ...issued, fbNo: '4000000001' }]))).erp.find(consume, 'r-1')).toEqual([]);
    await stop();
    expect(await (await erpThatAnswers(200, list([{ ...changed, change: 'FBK' }]))).erp.find(change, 'r-1')).toEqual([]);
  });
});

describe('The list of changes', () => {
  it('begins where the list ends, without a line', async () => {
    const { erp } = await erpThatAnswers(200, list([changed], '17'));

    const feed = await erp.changes('BER1', {});

    expect(feed.items).toEqual([]);
    expect(Buffer.from(feed.nextCursor, 'base64url').toString()).toBe('orderchanges 17');
  });

  it('refuses a cursor beyond the end: the ERP is another one than it was', async () => {
    const { erp } = await erpThatAnswers(200, list([], '3'));

    await expect(erp.changes('BER1', { cursor: Buffer.from('orderchanges 17').toString('base64url') })).rejects.toMatchObject({ code: 'CURSOR_INVALID', kind: 'business' });
  });

  it('leaves out a row that cannot be read, names it, and goes on behind it', async () => {
    const { erp } = await erpThatAnswers(200, list([{ ...changed, change: 'MERGED' }, changed, { ...changed, orderNo: '' }], '3'));

    const { items, leftOut, nextCursor } = await erp.changes('BER1', { cursor: Buffer.from('orderchanges 0').toString('base64url') });

    expect(items).toMatchObject([{ workOrderId: 'WO-1001', what: 'quantityChanged' }]);
    expect(leftOut).toEqual([{ workOrderId: 'WO-1001', reason: expect.stringContaining('"MERGED", which is not documented') }, { reason: expect.stringContaining('orderNo is empty') }]);
    expect(Buffer.from(nextCursor, 'base64url').toString()).toBe('orderchanges 3');
  });
});
