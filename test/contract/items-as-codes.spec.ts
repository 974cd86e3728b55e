import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MappingError } from '@plantway/canonical';
import type { ErpPart, ErpPort } from '@plantway/ports';
import { siteErp } from '@plantway/sites';
import type { CrossReference, CrossReferenceRow, ErpCodes, SiteConfiguration, SiteDirectory } from '@plantway/sites';
import { openSimulatedErp } from './simulated-erp.harness.js';
import type { SimulatedErpStand } from './simulated-erp.harness.js';

const UNITS = { H87: 'PC', KGM: 'KG', LTR: 'L', GRM: 'G', MIN: 'MIN' };
/** Our item → the ERP's: a site that lists its items as codes means all of them. */
const ITEMS = { BRACKET: 'FG-100', STEEL: 'RM-1', BUSH: 'CP-2' };
const pieces = (value: string) => ({ value, unit: 'H87' });

let stand: SimulatedErpStand;
beforeEach(async () => {
  stand = await openSimulatedErp();
});
afterEach(() => stand.close());

/** The site BER1 with these tables, and an order that our side calls otherwise. */
function erpWith(codes: ErpCodes, rows: readonly CrossReferenceRow[] = []): ErpPort {
  const site = { siteId: 'BER1', erp: { backend: 'erp-simulated' }, erpCodes: { 'erp-simulated': codes } } as unknown as SiteConfiguration;
  const directory = { get: () => site } as unknown as SiteDirectory;
  const crossReference: CrossReference = { rows: async (_site, _backend, asked) => rows.filter((row) => asked.some(({ entity, id }) => row.entity === entity && [row.plantwayId, row.foreignId].includes(id))) };
  return siteErp({ directory, backends: new Map([['erp-simulated', stand.backend({ deadlineMs: 10_000 })]]), crossReference });
}
const planned = (itemId: string): ErpPart => ({
  action: 'publishPlannedOrder', partId: 'plannedOrder', siteId: 'BER1',
  plannedOrder: { plannedOrderId: 'PLN-1', siteId: 'BER1', itemId, quantity: pieces('60'), startAt: '2026-11-23T05:00:00.000Z', dueAt: '2026-11-25T13:00:00.000Z' },
});

/** What a call is refused with for want of a row. */
async function missingIn(call: () => Promise<unknown>): Promise<unknown> {
  const error = await call().then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof MappingError)) throw new Error('no row was missing', { cause: error });
  return [error.code, error.details.table, error.details.missing];
}

describe('A site that lists its items as codes', () => {
  it('plans, reserves and disposes in its own words, and the ERP in its', async () => {
    const erp = erpWith({ units: UNITS, items: ITEMS });

    await erp.post(planned('BRACKET'), randomUUID());
    await erp.post({ action: 'disposeLot', partId: 'd', siteId: 'BER1', itemId: 'STEEL', lotId: 'RM1-Q', status: 'blocked', reason: 'Cracks.' }, randomUUID());

    expect(await stand.simulation.read((engine) => [engine.plannedOrder('PLN-1')?.itemId, engine.lot('RM-1', 'RM1-Q')?.status])).toEqual(['FG-100', 'blocked']);
    expect((await erp.plannedOrders('BER1', { itemId: 'BRACKET' })).items.map(({ plannedOrderId, itemId }) => [plannedOrderId, itemId])).toEqual([['PLN-1', 'BRACKET']]);
    expect((await erp.reservations('BER1', { itemId: 'STEEL' })).items).toContainEqual({ itemId: 'STEEL', operationId: '0010', plannedOrderId: 'PLN-1', quantity: { value: '45', unit: 'KGM' } });
    expect((await erp.lot('BER1', 'STEEL', 'RM1-Q')).value).toMatchObject({ itemId: 'STEEL', status: 'blocked' });
  });

  it('is told by table and row what is missing, before anything is sent', async () => {
    const erp = erpWith({ units: UNITS, items: ITEMS });

    expect(await missingIn(() => erp.post(planned('FG-200'), randomUUID()))).toEqual(['CODE_NOT_MAPPED', 'erpCodes/erp-simulated/items', 'FG-200']);
    expect(await missingIn(() => erp.item('BER1', 'PUMP'))).toEqual(['CODE_NOT_MAPPED', 'erpCodes/erp-simulated/items', 'PUMP']);
    expect(await stand.simulation.read((engine) => engine.plannedOrders())).toEqual([]);
  });

  it('sees what it can name, and what is left out by name', async () => {
    const { items, findings } = await erpWith({ units: UNITS, items: ITEMS }).items('BER1', { limit: 100 });

    expect(items.map(({ itemId }) => itemId).sort()).toEqual(['BRACKET', 'BUSH', 'STEEL']);
    expect(findings).toContainEqual({ id: 'FG-200', table: 'erpCodes/erp-simulated/items', missing: 'FG-200' });
  });

  it('reads a refusal of the ERP with its own item beside the ERP\'s', async () => {
    const erp = erpWith({ units: UNITS, items: ITEMS });

    await expect(erp.post({ action: 'disposeLot', partId: 'd', siteId: 'BER1', itemId: 'STEEL', lotId: 'NO', status: 'blocked', reason: 'Cracks.' }, randomUUID())).rejects.toThrow(/STEEL \(RM-1 in erp-simulated\)/);
  });
});

describe('A code without a row', () => {
  const consume = (unit: string): ErpPart => ({
    action: 'consume', partId: 'c', siteId: 'BER1', postingDate: '2026-11-22',
    consumption: { consumptionId: 'c-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', itemId: 'RM-2', quantity: { value: '1', unit }, lotId: 'RM2-A', serialNumbers: [], consumedAt: '2026-11-22T07:00:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22' },
  });

  it('names its table: units', async () => {
    expect(await missingIn(() => erpWith({ units: { H87: 'PC' } }).post(consume('KGM'), randomUUID()))).toEqual(['CODE_NOT_MAPPED', 'erpCodes/erp-simulated/units', 'KGM']);
    expect(await missingIn(() => erpWith({ units: { KGM: 'KG' } }).post({ action: 'change', partId: 'c', siteId: 'BER1', change: { changeId: 'c-1', siteId: 'BER1', workOrderId: 'WO-1001', verb: 'changeQuantity', quantity: pieces('80') } }, randomUUID())))
      .toEqual(['CODE_NOT_MAPPED', 'erpCodes/erp-simulated/units', 'H87']);
  });

  it('names its table: work centers', async () => {
    const { findings } = await erpWith({ units: UNITS, workCenters: { 'MILL-1': 'WC-10' } }).workCenters('BER1');

    expect(findings?.map(({ table, missing }) => [table, missing])).toEqual([['erpCodes/erp-simulated/workCenters', 'WC-20'], ['erpCodes/erp-simulated/workCenters', 'WC-30']]);
  });

  it('names its table: reasons', async () => {
    const erp = erpWith({ units: UNITS, reasons: { GRAT: 'BURR' } });
    const confirmation = {
      confirmationId: 'mes-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', cumulative: false, yield: pieces('1'), scrap: [{ quantity: pieces('1'), reasonCode: 'SCRATCH' }], producedLots: [], serialNumbers: [], genealogy: [],
      consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [], startedAt: '2026-11-22T06:00:00.000Z', finishedAt: '2026-11-22T06:40:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22',
    } as const;

    expect(await missingIn(() => erp.planConfirmation(confirmation))).toEqual(['CODE_NOT_MAPPED', 'erpCodes/erp-simulated/reasons', 'SCRATCH']);
  });
});

describe('An order that our side calls otherwise', () => {
  const ROWS: readonly CrossReferenceRow[] = [{ entity: 'workOrder', scope: '', plantwayId: '700123', foreignId: 'WO-1001' }, { entity: 'workOrder', scope: '', plantwayId: '700200', foreignId: 'WP-7000001' }];

  it('is changed, listed as changed, and has its claims under our number', async () => {
    const erp = erpWith({ units: UNITS }, ROWS);
    const { nextCursor: cursor } = await erp.changes('BER1', {});

    await erp.post({ action: 'change', partId: 'c', siteId: 'BER1', change: { changeId: 'c-1', siteId: 'BER1', workOrderId: '700123', verb: 'hold' } }, 'ours-1');

    expect(await stand.simulation.read((engine) => engine.order('WO-1001')?.held)).toBe(true);
    expect((await erp.changes('BER1', { cursor })).items).toMatchObject([{ workOrderId: '700123', what: 'held', reference: 'ours-1' }]);
    expect(new Set((await erp.reservations('BER1', { workOrderId: '700123' })).items.map(({ workOrderId }) => workOrderId))).toEqual(new Set(['700123']));
  });

  it('is named by us in the receipt of the conversion that made it', async () => {
    const erp = erpWith({ units: UNITS }, ROWS);
    await erp.post(planned('FG-100'), randomUUID());

    const receipt = await erp.post({ action: 'convertPlannedOrder', partId: 'c', siteId: 'BER1', plannedOrderId: 'PLN-1' }, randomUUID());

    expect(receipt.documents).toEqual([{ type: 'plannedOrder', number: 'PLN-1' }, { type: 'workOrder', number: '700200' }]);
    expect((await erp.plannedOrders('BER1', {})).items[0]?.workOrderId).toBe('700200');
  });
});
