import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces, type SeenMessage } from './reporting-mes.js';

/** A report of a serial-tracked product that says everything a report can say. */
const EVERYTHING = {
  workOrderId: 'WO-ALL', operationId: '0010', kind: 'partial', cumulative: false, sourceSequence: 1,
  yield: pieces('2'), scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }], rework: pieces('1'),
  serialNumbers: ['SN-1', 'SN-2'], genealogy: [{ serialNumber: 'SN-1', componentSerialNumbers: ['ENC-1'] }, { serialNumber: 'SN-2', componentSerialNumbers: ['ENC-2'] }],
  consumptions: [{ itemId: 'CP-5', quantity: pieces('3'), serialNumbers: ['ENC-1', 'ENC-2', 'ENC-3'], backflush: false }, { itemId: 'SA-20', lotId: 'SA20-A', backflush: true }],
  otherOutputs: [{ itemId: 'CO-1', type: 'coProduct', quantity: pieces('4') }, { itemId: 'BY-1', type: 'byProduct', quantity: { value: '0.4', unit: 'KGM' } }],
  labor: [{ personId: 'P-4711', crewId: 'CREW-EARLY-1', activityCode: 'ASSEMBLY', startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:30:00+01:00' }],
  machineTimes: [{ equipmentId: 'WU-20-A', activityCode: 'setup', startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:05:00+01:00' }, { equipmentId: 'WU-20-A', activityCode: 'run', startedAt: '2026-11-22T06:05:00+01:00', finishedAt: '2026-11-22T06:35:00+01:00' }],
  startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00', postingDate: '2026-11-21', workCenterId: 'WC-20', equipmentId: 'WU-20-A', exceptionCodes: ['TOOL_CHANGED'],
} as const;

describe('every field of a report', () => {
  let gateway: GatewayStand;
  let message: SeenMessage;
  let shapes: readonly { readonly shape: string; readonly payload: Record<string, unknown> }[];

  beforeAll(async () => {
    gateway = await openGateway();
    const mes = new ReportingMes(gateway);
    await gateway.simulation.apply({ type: 'createOrder', order: { workOrderId: 'WO-ALL', itemId: 'FG-400', quantity: pieces('20'), overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-25T05:00:00.000Z' } });
    const messageId = await mes.report('all-1', EVERYTHING);
    await gateway.deliver();
    message = await mes.message(messageId);
    ({ shapes } = (await gateway.request({ method: 'GET', url: `/process/v1/sites/BER1/messages/${messageId}/lineage`, role: 'supervisor' })).json<{ shapes: typeof shapes }>());
  });
  afterAll(() => gateway.close());

  it('reaches the ERP\'s books, or is kept with the reason why it does not', async () => {
    const [document] = await gateway.simulation.read((engine) => engine.confirmations());

    expect(message.error).toBeUndefined();
    expect(message.state).toBe('posted');
    expect(document.entry).toMatchObject({
      workOrderId: 'WO-ALL', operationId: '0010', kind: 'partial', postingDate: '2026-11-21', workCenterId: 'WC-20', startedAt: expect.stringMatching(/^2026-11-22T05:00:00/), finishedAt: expect.stringMatching(/^2026-11-22T05:40:00/),
      yield: { value: '2' }, rework: { value: '1' }, scrap: [{ quantity: { value: '1' }, reasonCode: 'BURR' }], serialNumbers: ['SN-1', 'SN-2'],
      consumptions: [{ itemId: 'CP-5', quantity: { value: '3' }, backflush: false }, { itemId: 'SA-20', lotId: 'SA20-A', backflush: true }],
      otherOutputs: [{ itemId: 'CO-1', type: 'coProduct', quantity: { value: '4' } }, { itemId: 'BY-1', type: 'byProduct', quantity: { value: '0.4' } }],
    });
    expect(document.entry.activities.map(({ activity, seconds, person }) => [activity, seconds, person])).toEqual([['setup', '300', undefined], ['run', '1800', undefined], ['labor', '1800', 'P-4711']]);
    expect(message.notCarried?.map(({ field }) => field).sort()).toEqual([
      'consumptions[].serialNumbers', 'equipmentId', 'exceptionCodes', 'genealogy[].componentSerialNumbers', 'genealogy[].serialNumber', 'labor[].activityCode', 'labor[].crewId', 'machineTimes[].equipmentId',
    ]);
    for (const { reason } of message.notCarried ?? []) expect(reason).toMatch(/^.{10,}\.$/);
  });

  it('is among those that this test sends: no field of the contract is left out', () => {
    const { components } = JSON.parse(readFileSync('openapi/process.json', 'utf8')) as { components: { schemas: Record<string, { properties: object }> } };
    const documented = Object.keys(components.schemas.ProductionConfirmationDto.properties);
    const elsewhere = ['confirmationId', 'replaces', 'producedLots']; // the report's own name; corrections and lots have journeys of their own

    expect(documented.length).toBeGreaterThan(20);
    expect(documented.filter((field) => !(field in EVERYTHING) && !elsewhere.includes(field))).toEqual([]);
  });

  it('is kept as it was sent, and in the words of the gateway', () => {
    const [received, canonical] = ['received', 'canonical'].map((each) => shapes.find(({ shape }) => shape === each)!.payload);

    expect(received).toEqual(JSON.parse(JSON.stringify({ confirmationId: 'all-1', ...EVERYTHING })));
    expect(canonical).toMatchObject({ genealogy: EVERYTHING.genealogy, exceptionCodes: ['TOOL_CHANGED'], sourceSequence: 1, productionDay: '2026-11-22', postingDate: '2026-11-21' });
  });

  it('that identifies goods finds the report again', async () => {
    const found = async (query: string) => (await gateway.request({ method: 'GET', url: `/process/v1/sites/BER1/messages?${query}` })).json<{ items: { messageId: string }[] }>().items.map(({ messageId }) => messageId);

    for (const query of ['serialNumber=SN-1', 'serialNumber=ENC-2', 'lotId=SA20-A', 'workOrderId=WO-ALL']) expect(await found(query)).toEqual([message.messageId]);
  });

  it('about lots goes into the ERP\'s stock of that lot', async () => {
    const mes = new ReportingMes(gateway);
    await gateway.simulation.apply({ type: 'createOrder', order: { workOrderId: 'WO-LOT', itemId: 'SA-20', quantity: pieces('20'), overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-25T05:00:00.000Z' } });
    await mes.report('lot-1', { workOrderId: 'WO-LOT', yield: pieces('5') });
    await mes.report('lot-2', { workOrderId: 'WO-LOT', operationId: '0020', kind: 'final', yield: pieces('5'), producedLots: [{ lotId: 'L-7', quantity: pieces('3') }, { lotId: 'L-8', quantity: pieces('2') }] });
    await gateway.deliver();

    const { items } = await gateway.erp.inventoryBalances('BER1', { itemId: 'SA-20' });
    expect(items.filter(({ lotId }) => lotId?.startsWith('L-')).map(({ lotId, quantity }) => [lotId, quantity.value]).sort()).toEqual([['L-7', '3'], ['L-8', '2']]);
  });
});
