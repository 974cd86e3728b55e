import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MappingError } from '@plantway/canonical';
import type { ProductionConfirmation, WorkOrder } from '@plantway/canonical';
import { allPages } from '@plantway/ports';
import type { ErpPart, ErpPort } from '@plantway/ports';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteErp } from '@plantway/sites';
import { createTestDatabase } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { openSimulatedErp } from './simulated-erp.harness.js';
import type { SimulatedErpStand } from './simulated-erp.harness.js';

/** A plant that has kept its own numbers over a change of the ERP: four things are called otherwise over there. */
const ROWS = [
  { entity: 'workOrder', scope: '', plantwayId: '700123', foreignId: 'WO-1001' },
  { entity: 'item', scope: '', plantwayId: 'BRACKET', foreignId: 'FG-100' },
  { entity: 'item', scope: '', plantwayId: 'STEEL', foreignId: 'RM-1' },
  { entity: 'lot', scope: 'STEEL', plantwayId: 'HEAT-1', foreignId: 'RM1-A' },
] as const;
const FOREIGN = ROWS.map(({ foreignId }) => foreignId);

let database: TestDatabase;
let stand: SimulatedErpStand;
let erp: ErpPort;
let crossReference: DatabaseCrossReference;
let directory: DatabaseSiteDirectory;

beforeAll(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  crossReference = new DatabaseCrossReference(database.pool);
  await crossReference.write('BER1', 'erp-simulated', ROWS);
  stand = await openSimulatedErp();
  directory = await DatabaseSiteDirectory.load(database.pool);
  erp = siteErp({ directory, backends: new Map([['erp-simulated', stand.backend()]]), crossReference });
});
afterAll(async () => {
  await stand.close();
  await database.drop();
});

const pieces = (value: string) => ({ value, unit: 'H87' });
const confirmation = (changes: Partial<ProductionConfirmation> = {}): ProductionConfirmation => ({
  confirmationId: 'mes-1', siteId: 'BER1', workOrderId: '700123', operationId: '0010', kind: 'partial', cumulative: false, yield: pieces('10'), scrap: [], producedLots: [],
  serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [], startedAt: '2026-11-22T06:00:00.000Z',
  finishedAt: '2026-11-22T06:40:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22', ...changes,
});
const partOf = async (changes?: Partial<ProductionConfirmation>): Promise<ErpPart> => (await erp.planConfirmation(confirmation(changes)))[0];

/** The site over an ERP whose orders are changed on the way. */
function strangeOrders(change: (order: WorkOrder) => WorkOrder): ErpPort {
  const backend = stand.backend();
  const strange: Pick<ErpPort, 'workOrders' | 'workOrder'> = {
    workOrders: async (...asked) => {
      const page = await backend.workOrders(...asked);
      return { ...page, items: page.items.map(change) };
    },
    workOrder: async (...asked) => {
      const { value, asOf } = await backend.workOrder(...asked);
      return { value: change(value), asOf };
    },
  };
  return siteErp({ directory, backends: new Map([['erp-simulated', Object.assign(Object.create(backend) as ErpPort, strange)]]), crossReference });
}

describe('A site whose ERP has numbers of its own', () => {
  it('shows our ids in every answer', async () => {
    const answers = [
      await erp.workOrder('BER1', '700123'),
      await erp.item('BER1', 'BRACKET'),
      await erp.billOfMaterial('BER1', 'BRACKET'),
      await erp.routing('BER1', 'BRACKET'),
      await erp.lot('BER1', 'STEEL', 'HEAT-1'),
      await erp.inventoryBalances('BER1', { itemId: 'STEEL', lotId: 'HEAT-1' }),
      await erp.workOrders('BER1', { itemId: 'BRACKET', limit: 1_000 }),
      await erp.items('BER1', {}),
      await erp.purchaseOrders('BER1', {}),
    ];

    const texts = answers.flatMap((answer) => JSON.stringify(answer).match(/"[^"]*"/g) ?? []).map((quoted) => quoted.slice(1, -1));
    expect(texts.filter((text) => (FOREIGN as readonly string[]).includes(text))).toEqual([]);
    expect(texts).toEqual(expect.arrayContaining(ROWS.map(({ plantwayId }) => plantwayId)));
  });

  it('keeps ids that are the same on both sides as they are', async () => {
    const itemIds: string[] = [];
    for await (const item of allPages((page) => erp.items('BER1', page), 2)) itemIds.push(item.itemId);

    expect(itemIds).toEqual(expect.arrayContaining(['CP-2', 'FG-200']));
  });

  it('posts on the order that the ERP calls otherwise, and plans in our words', async () => {
    const part = await partOf({ consumptions: [{ itemId: 'STEEL', lotId: 'HEAT-1', serialNumbers: [], backflush: true }] });
    const reference = randomUUID();

    await erp.post(part, reference);

    expect(part).toEqual({ action: 'confirm', partId: 'confirmation', confirmation: confirmation({ consumptions: [{ itemId: 'STEEL', lotId: 'HEAT-1', serialNumbers: [], backflush: true }] }) });
    expect(await stand.simulation.read((engine) => engine.confirmationsUnder(reference).map(({ workOrderId }) => workOrderId))).toEqual(['WO-1001']);
    expect(await erp.find(part, reference)).toHaveLength(1);
  });

  it('releases the order that the ERP calls otherwise, and shows the number that the ERP gave it', async () => {
    await crossReference.write('BER1', 'erp-simulated', [{ entity: 'workOrder', scope: '', plantwayId: '700124', foreignId: 'WO-1002' }]);
    const part: ErpPart = { action: 'release', partId: 'release', siteId: 'BER1', workOrderId: '700124' };

    expect(await erp.find(part, 'r-1')).toEqual([]);
    const receipt = await erp.post(part, 'r-1');

    expect(receipt.documents).toEqual([{ type: 'workOrder', number: 'WO-1002' }]);
    expect(await stand.simulation.read((engine) => engine.order('WO-1002')?.phase)).toBe('released');
    expect(await erp.find(part, 'r-1')).toHaveLength(1);
    await expect(erp.post(part, 'r-2')).rejects.toMatchObject({ code: 'ORDER_ALREADY_RELEASED' });
  });

  it('names our id first when the ERP refuses, and its own beside it', async () => {
    const part = await partOf({ yield: pieces('1000') });

    await expect(erp.post(part, randomUUID())).rejects.toThrow(/700123 \(WO-1001 in erp-simulated\)/);
  });

  it('does not take the number of the ERP for an id of ours', async () => {
    const failure: unknown = await erp.workOrder('BER1', 'WO-1001').catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(MappingError);
    expect(failure).toMatchObject({ code: 'CODE_NOT_MAPPED', details: { table: 'cross-reference workOrder', missing: 'WO-1001' } });
  });

  it('does not show an object under an id that is already another object of ours', async () => {
    const backend = stand.backend();
    const rows = [{ entity: 'item', scope: '', plantwayId: 'CP-2', foreignId: 'CP-3' }] as const;
    const swapped = siteErp({ directory: await DatabaseSiteDirectory.load(database.pool), backends: new Map([['erp-simulated', backend]]), crossReference: { rows: async () => rows } });

    const page = await swapped.items('BER1', { limit: 1_000 });
    expect(page.findings).toEqual([{ id: 'CP-2', table: 'cross-reference item', missing: 'CP-2' }]);
    expect(page.items.map(({ itemId }) => itemId)).not.toContain('CP-3');
    await expect(swapped.item('BER1', 'CP-2')).resolves.toMatchObject({ value: { itemId: 'CP-2' } });
  });

  it('finds the lot of the produced item, although a confirmation does not name the item', async () => {
    await crossReference.write('BER1', 'erp-simulated', [
      { entity: 'lot', scope: 'BRACKET', plantwayId: 'L-1', foreignId: 'FG-LOT-9' },
      { entity: 'lot', scope: 'STEEL', plantwayId: 'L-1', foreignId: 'RM-LOT-3' },
    ]);
    const part = await partOf({ operationId: '0020', yield: pieces('4'), producedLots: [{ lotId: 'L-1', quantity: pieces('4') }] });
    const reference = randomUUID();

    await erp.post(part, reference);

    const lots = await stand.simulation.read((engine) => engine.confirmationsUnder(reference)[0]?.entry.producedLots.map(({ lotId }) => lotId));
    expect(lots).toEqual(['FG-LOT-9']);
    expect(part).toMatchObject({ confirmation: { producedLots: [{ lotId: 'L-1' }] } });
  });

  it('sends nothing in a unit for which the ERP has no code, and names the table and the row', async () => {
    const failure: unknown = await erp.planConfirmation(confirmation({ yield: { value: '1', unit: 'DZN' } })).catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'CODE_NOT_MAPPED', kind: 'mapping', effect: 'none', details: { table: 'erpCodes/erp-simulated/units', missing: 'DZN' } });
  });

  it('doubts a posting whose answer has a unit that we cannot name, because it stands over there', async () => {
    const backend = stand.backend();
    const strange = new Proxy(backend, {
      get: (target, method: keyof ErpPort) => (method !== 'post' ? target[method].bind(target) : async (asked: ErpPart, reference: string) => {
        const receipt = await target.post(asked, reference);
        return { ...receipt, quantities: { ...receipt.quantities, yield: { value: '1', unit: 'CRATE' } } };
      }),
    });
    const site = siteErp({ directory: await DatabaseSiteDirectory.load(database.pool), backends: new Map([['erp-simulated', strange]]), crossReference });
    const part = await partOf({ yield: pieces('1') });
    const reference = randomUUID();

    await expect(site.post(part, reference)).rejects.toMatchObject({ code: 'ERP_ANSWER_LOST', effect: 'unknown' });
    expect(await erp.find(part, reference)).toHaveLength(1);
  });

  it('leaves an order in an unknown unit out of the list, by name, and shows the others', async () => {
    const strange = strangeOrders((order) => (order.workOrderId === 'WO-1003' ? { ...order, quantity: { value: '1', unit: 'CRATE' } } : order));

    const page = await strange.workOrders('BER1', { limit: 1_000 });
    const whole = await erp.workOrders('BER1', { limit: 1_000 });

    expect(page.findings).toEqual([{ id: 'WO-1003', table: 'erpCodes/erp-simulated/units', missing: 'CRATE' }]);
    expect(page.items).toEqual(whole.items.filter(({ workOrderId }) => workOrderId !== 'WO-1003'));
    await expect(strange.workOrder('BER1', 'WO-1003')).rejects.toMatchObject({ code: 'CODE_NOT_MAPPED', details: { missing: 'CRATE' } });
  });

  it('leaves a component in an unknown unit out of its order, by name, so that the order can be confirmed', async () => {
    const strange = strangeOrders((order) => ({
      ...order, components: order.components.map((component) => (component.componentItemId === 'CP-2' ? { ...component, required: { value: '1', unit: 'CRATE' } } : component)),
    }));

    const { value, findings } = await strange.workOrder('BER1', '700123');

    expect(findings).toEqual([{ id: 'WO-1001', part: 'CP-2', table: 'erpCodes/erp-simulated/units', missing: 'CRATE' }]);
    expect(value.components.map(({ componentItemId }) => componentItemId)).toEqual(['STEEL']);
    expect((await erp.workOrder('BER1', '700123')).findings).toBeUndefined();
  });

  it('sends nothing once the caller has given up while ids were looked up', async () => {
    const caller = new AbortController();
    const sent: string[] = [];
    const recording = new Proxy(stand.backend(), { get: (target, method: keyof ErpPort) => (method !== 'post' ? target[method].bind(target) : async (_: ErpPart, reference: string) => void sent.push(reference)) });
    const site = siteErp({
      directory: await DatabaseSiteDirectory.load(database.pool), backends: new Map([['erp-simulated', recording]]),
      crossReference: { rows: async () => (caller.abort(), []) },
    });

    await expect(site.post(await partOf(), randomUUID(), { signal: caller.signal })).rejects.toMatchObject({ code: 'ERP_UNAVAILABLE', kind: 'technical', effect: 'none' });
    expect(sent).toEqual([]);
  });

  it('tells a site that nobody has yet as a fault that may pass, and refuses a backend that is not bound', async () => {
    const unbound = siteErp({ directory: await DatabaseSiteDirectory.load(database.pool), backends: new Map(), crossReference });

    await expect(erp.items('NOWHERE', {})).rejects.toMatchObject({ code: 'SITE_NOT_FOUND', kind: 'technical' });
    await expect(unbound.items('BER1', {})).rejects.toMatchObject({ code: 'BACKEND_NOT_BOUND', kind: 'defect' });
  });

  it('refuses two of our ids for one number of the ERP', async () => {
    await expect(crossReference.write('BER1', 'erp-simulated', [{ entity: 'item', scope: '', plantwayId: 'OTHER', foreignId: 'FG-100' }])).rejects.toThrow(/duplicate key/);
  });
});
