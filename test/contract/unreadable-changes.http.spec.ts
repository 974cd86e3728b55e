import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { simulatedErp } from '@plantway/backends/erp-simulated';
import { SystemErpClient } from '@plantway/clients';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteErp } from '@plantway/sites';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { startSystemErpApi, type SystemErpApiStand } from './system-erp-api.stand.js';

const row = { chgDocNo: '8000000001', extRef: 'r-1', orderNo: 'WO-1001', change: 'QTY', chgNo: '2', entered: '20261122T090000+0100', text: '' };
const ROWS = [{ ...row, change: 'MERGED' }, row, { ...row, orderNo: '' }];

describe('a row of the list of changes that cannot be read, through the ERP system API', () => {
  let database: TestDatabase;
  let erp: Server;
  let api: SystemErpApiStand;
  beforeAll(async () => {
    database = await createTestDatabase();
    await importSites(database.pool, 'sites');
    erp = createServer((_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ rows: ROWS, total: String(ROWS.length), more: '', readAt: row.entered })));
    await new Promise<void>((ready) => erp.listen(0, '127.0.0.1', ready));
    const clock = { now: () => new Date(), sleep: async () => undefined };
    const backend = simulatedErp({ baseUrl: `http://127.0.0.1:${(erp.address() as AddressInfo).port}`, apiKey: 'key', deadlineMs: 2_000, answerLimitBytes: 65_536 }, clock);
    const sites = await DatabaseSiteDirectory.load(database.pool);
    api = await startSystemErpApi({ erp: siteErp({ directory: sites, backends: new Map([['erp-simulated', backend]]), crossReference: new DatabaseCrossReference(database.pool) }), sites, pool: database.pool });
  });
  afterAll(async () => {
    await api.close();
    await new Promise((done) => { erp.close(done); });
    await database.drop();
  });

  it('arrives at the worker with its order, as far as that is known, and with what is wrong; the others arrive too', async () => {
    const client = new SystemErpClient({ baseUrl: api.baseUrl, apiKey: await api.keyOf('erpTeam'), timeoutMs: 5_000 });

    const { items, leftOut, nextCursor } = await client.changes('BER1', { cursor: Buffer.from('orderchanges 0').toString('base64url') });

    expect(items).toMatchObject([{ workOrderId: 'WO-1001', what: 'quantityChanged' }]);
    expect(leftOut).toEqual([{ workOrderId: 'WO-1001', reason: expect.stringContaining('"MERGED", which is not documented') }, { reason: expect.stringContaining('orderNo is empty') }]);
    expect(Buffer.from(nextCursor, 'base64url').toString()).toBe('orderchanges 3');
  });
});
