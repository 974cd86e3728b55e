import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulatedErp } from '../src/index.js';
import type { SimulatedErp } from '../src/index.js';
import { AT } from './erp-engine.fixture.js';
import { NativeCaller } from './native-caller.js';

const now = () => new Date(AT);
const ENTERED = '20261122T090000+0100';
const plan = { extRef: 'plan-1', planNo: 'PLN-1', artNo: 'FG-100', qty: '60', uom: 'PC', startStamp: '20261123T060000+0100', dueStamp: '20261125T140000+0100', custOrder: 'CO-8001', custLine: '10' };
const issue = { extRef: 'issue-1', orderNo: 'WO-1001', stepNo: '0010', artNo: 'RM-2', charge: 'RM2-A', qty: '2500', uom: 'G', bookDate: '20261122' };

describe('Orders, plans and lots on the native wire', () => {
  let folder: string;
  let erp: SimulatedErp;
  let wire: NativeCaller;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'native-orders-'));
    erp = await startSimulatedErp({ now, folder });
    wire = new NativeCaller(erp);
  });
  afterEach(async () => {
    await erp.close();
    rmSync(folder, { recursive: true });
  });

  it('takes a planned order, converts it, and finds it by either reference', async () => {
    const posted = await wire.post('planorders', plan);
    const converted = await wire.post('planorders/PLN-1/convert', { extRef: 'convert-1' });

    expect([posted.status, posted.body]).toEqual([201, { ...plan, stat: 'O', entered: ENTERED, orderNo: '', convRef: '', converted: '' }]);
    expect([converted.status, converted.body]).toEqual([201, { ...plan, stat: 'C', entered: ENTERED, orderNo: 'WP-7000001', convRef: 'convert-1', converted: ENTERED }]);
    for (const query of ['extRef=plan-1', 'convRef=convert-1', 'stat=C&artNo=FG-100']) expect((await wire.get(`planorders?${query}`)).body.rows).toEqual([converted.body]);
    expect((await wire.get('planorders?stat=O')).body.rows).toEqual([]);
    expect((await wire.get('prodorders/WP-7000001')).body).toMatchObject({ artNo: 'FG-100', targetQty: '60', stat: '10', startStamp: plan.startStamp, dueStamp: plan.dueStamp });
    expect((await wire.get('planorders/PLN-9')).body).toMatchObject({ error: { code: 'PLN-001' } });
  });

  it('lists claims to material by article, order and plan', async () => {
    await wire.post('planorders', plan);

    expect((await wire.get('reservations?planNo=PLN-1')).body.rows).toEqual([
      { orderNo: '', planNo: 'PLN-1', posNo: '0020', artNo: 'CP-2', stepNo: '0020', qty: '120', uom: 'PC' }, { orderNo: '', planNo: 'PLN-1', posNo: '0010', artNo: 'RM-1', stepNo: '0010', qty: '45', uom: 'KG' },
    ]);
    expect((await wire.get('reservations?orderNo=WO-1001&artNo=RM-1')).body.rows).toEqual([{ orderNo: 'WO-1001', planNo: '', posNo: '0010', artNo: 'RM-1', stepNo: '0010', qty: '75', uom: 'KG' }]);
  });

  it.each([
    ['HOLD', {}, { stat: '70' }], ['CANCEL', {}, { stat: '60' }], ['QTY', { qty: '80', uom: 'PC' }, { targetQty: '80' }], ['DATE', { dueStamp: '20261130T140000+0100' }, { dueStamp: '20261130T140000+0100' }],
  ])('changes an order by %s under a reference, and keeps a line about it', async (change, fields, shown) => {
    const changed = await wire.post('prodorders/WO-1001/change', { extRef: 'change-1', change, text: 'The customer asked.', ifChgNo: '1', ...fields });

    expect([changed.status, changed.body]).toEqual([201, { chgDocNo: expect.stringMatching(/^80000000\d\d$/), extRef: 'change-1', orderNo: 'WO-1001', change, chgNo: '2', entered: ENTERED, text: 'The customer asked.' }]);
    expect((await wire.get('orderchanges?extRef=change-1')).body.rows).toEqual([changed.body]);
    expect((await wire.get('prodorders/WO-1001')).body).toMatchObject(shown);
  });

  it('refuses a change that saw another revision, a field that does not belong to it, and one that is none', async () => {
    const refused = async (body: unknown) => (await wire.post('prodorders/WO-1001/change', body)).body.error.code as string;

    expect(await refused({ extRef: 'change-1', change: 'HOLD', ifChgNo: '7' })).toBe('ORD-070');
    expect(await refused({ extRef: 'change-1', change: 'HOLD', qty: '80', uom: 'PC' })).toBe('SYS-400');
    expect(await refused({ extRef: 'change-1', change: 'CLOSE' })).toBe('SYS-400');
    expect(await refused({ change: 'HOLD' })).toBe('SYS-400');
    expect((await wire.get('orderchanges?orderNo=WO-1001')).body.rows.map(({ change }: { change: string }) => change)).toEqual(['NEW', 'REL']);
  });

  it('issues material to an order as a stock document without a feedback', async () => {
    const posted = await wire.post('issues', issue);

    expect([posted.status, posted.body]).toEqual([201, {
      docNo: '5000000002', extRef: 'issue-1', fbNo: '', bookDate: '20261122', entered: ENTERED,
      lines: [{ lineNo: '1', moveType: '261', artNo: 'RM-2', store: 'RAW', charge: 'RM2-A', qty: '2.5', uom: 'KG', orderNo: 'WO-1001' }],
    }]);
    expect((await wire.get('stockdocs?extRef=issue-1')).body.rows).toEqual([posted.body]);
    expect((await wire.post('issues', { ...issue, qty: '9999999' })).body).toMatchObject({ error: { code: 'STK-010' } });
  });

  it('gives a charge its stock type under a reference', async () => {
    const posted = await wire.post('articles/RM-1/charges/RM1-Q/status', { extRef: 'status-1', stockType: 'F', text: 'Released.' });

    expect([posted.status, posted.body]).toEqual([201, { docNo: '9000000001', extRef: 'status-1', artNo: 'RM-1', charge: 'RM1-Q', before: 'Q', stockType: 'F', entered: ENTERED, text: 'Released.' }]);
    expect((await wire.get('chargechanges?extRef=status-1')).body.rows).toEqual([posted.body]);
    expect((await wire.get('articles/RM-1/charges/RM1-Q')).body.stockType).toBe('F');
    expect((await wire.post('articles/RM-1/charges/NO/status', { extRef: 'status-2', stockType: 'B' })).body).toMatchObject({ error: { code: 'CHG-001' } });
  });

  it('comes back from its journal with the same lines at the same places', async () => {
    await wire.post('planorders', plan);
    await wire.post('planorders/PLN-1/convert', { extRef: 'convert-1' });
    await wire.post('prodorders/WO-1001/change', { extRef: 'change-1', change: 'HOLD' });
    await wire.post('articles/RM-1/charges/RM1-Q/status', { extRef: 'status-1', stockType: 'F' });
    const lists = ['planorders', 'reservations', 'orderchanges', 'chargechanges'];
    const before = await Promise.all(lists.map(async (list) => (await wire.get(`${list}?take=1000`)).body));

    await erp.close();
    erp = await startSimulatedErp({ now, folder });
    wire = new NativeCaller(erp);

    expect(await Promise.all(lists.map(async (list) => (await wire.get(`${list}?take=1000`)).body))).toEqual(before);
    expect(before[2].rows.at(-1)).toMatchObject({ extRef: 'change-1', change: 'HOLD' });
  });
});
