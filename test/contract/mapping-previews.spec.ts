import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SystemErpClient } from '@plantway/clients';
import type { MappedCommand, MappingPreviews } from '@plantway/ports';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteErp, siteMappingPreviews, type SiteDirectory } from '@plantway/sites';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { startSystemErpApi, type SystemErpApiStand } from './system-erp-api.stand.js';

let database: TestDatabase;
let sites: SiteDirectory;
let api: SystemErpApiStand;
let inProcess: MappingPreviews;
let client: MappingPreviews;
beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  await importSites(pool, 'sites');
  sites = await DatabaseSiteDirectory.load(pool);
  const crossReference = new DatabaseCrossReference(pool);
  await crossReference.write('BER1', 'erp-simulated', [{ entity: 'lot', scope: 'FG-100', plantwayId: 'L-1', foreignId: '0000000001' }]);
  api = await startSystemErpApi({ erp: siteErp({ directory: sites, backends: new Map(), crossReference }), sites, pool });
  inProcess = siteMappingPreviews({ directory: sites, crossReference, pool });
  client = new SystemErpClient({ baseUrl: api.baseUrl, apiKey: await api.keyOf('planner') });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** The client and what stands behind it answer the same: commands of both sorts in any order, lots by the item that the caller knows, and no ERP is bound at all. */
it('tries a mapping over the wire as in the process', async () => {
  const times = { startedAt: '2026-11-22T05:00:00.000Z', finishedAt: '2026-11-22T05:40:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22' };
  const lists = { scrap: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [] };
  const used = { consumptionId: 'u-1', siteId: 'BER1', workOrderId: 'WO-1', operationId: '0010', itemId: 'CP-3', quantity: { value: '3', unit: 'H87' }, serialNumbers: [], sourceSequence: 2, consumedAt: times.startedAt, postingDate: times.postingDate, productionDay: times.productionDay };
  const made = { confirmationId: 'c-1', siteId: 'BER1', workOrderId: 'WO-1', operationId: '0010', kind: 'partial', cumulative: false, yield: { value: '1', unit: 'H87' }, producedLots: [{ lotId: 'L-1', quantity: { value: '1', unit: 'H87' } }], ...lists, ...times } as const;
  const commands: readonly MappedCommand[] = [{ action: 'consume', consumption: used }, { action: 'confirm', confirmation: made, producedItemId: 'FG-100' }];
  const codes = { ...sites.get('BER1')!.erpCodes['erp-simulated'], units: { H87: 'XPP' } };

  const [overTheWire, there] = [await client.previewMapping('BER1', { codes }, commands), await inProcess.previewMapping('BER1', { codes }, commands)];

  expect(overTheWire).toEqual(there);
  expect(there.map(({ differences }) => differences.map(({ path, after }) => [path, after]))).toEqual([[['/quantity/unit', 'XPP']], [['/producedLots/0/quantity/unit', 'XPP'], ['/yield/unit', 'XPP']]]);
  await expect(client.previewMapping('BER1', { revision: 99 }, commands)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
