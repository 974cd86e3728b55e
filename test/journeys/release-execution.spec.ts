import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { ReleaseStand, type Execution } from './release-stand.js';

describe('how a work order is carried out', () => {
  let stand: ReleaseStand;
  let order: string;
  beforeAll(async () => {
    stand = await ReleaseStand.open();
    await stand.startWorker();
  });
  beforeEach(async () => {
    order = await stand.createOrder();
    await stand.message(await stand.release(order), 'posted');
  });
  afterAll(() => stand.close());

  const report = (confirmationId: string, change: object = {}) => ({
    confirmationId: `${confirmationId}-${order}`, workOrderId: order, operationId: '0010', kind: 'partial', yield: { value: '12', unit: 'H87' },
    startedAt: '2026-11-22T07:00:00+01:00', finishedAt: '2026-11-22T08:00:00+01:00', ...change,
  });
  const send = (body: object) => stand.request({ role: 'mes', method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload: body });
  const shows = (fits: (execution: Execution) => boolean) => until(async () => { const execution = await stand.execution(order); return fits(execution) && execution; }, { within: 15_000 });

  it('shows what was confirmed on each operation, and what is still open', async () => {
    await send(report('mes-1', { scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR' }], producedLots: [{ lotId: 'L-1', quantity: { value: '12', unit: 'H87' } }] }));
    await send(report('mes-2', { yield: { value: '8.0', unit: 'H87' } }));
    await send(report('mes-3', { operationId: '0020', yield: { value: '50', unit: 'H87' } })); // more than operation 0010 has made: it waits

    const execution = await shows(({ operations }) => (operations[0] as { posted?: number } | undefined)?.posted === 2);

    expect(execution.operations).toEqual([
      { operationId: '0010', yield: [{ value: '20', unit: 'H87' }], scrap: [{ value: '1', unit: 'H87' }], rework: [], posted: 2, open: 0 },
      { operationId: '0020', yield: [], scrap: [], rework: [], posted: 0, open: 1 },
    ]);
    expect(execution.producedLots).toEqual([{ lotId: 'L-1', quantity: { value: '12', unit: 'H87' } }]);
  });

  it('shows what was built into each unit, and into what each unit was built', async () => {
    await send(report('mes-1', { yield: { value: '2', unit: 'H87' }, serialNumbers: ['SN-1', 'SN-2'], genealogy: [{ serialNumber: 'SN-1', componentSerialNumbers: ['PCB-7', 'PCB-8'] }] }));
    await shows(({ genealogy }) => genealogy.length === 2);
    await send(report('mes-2', { yield: { value: '1', unit: 'H87' }, serialNumbers: ['SYS-1'], genealogy: [{ serialNumber: 'SYS-1', componentSerialNumbers: ['SN-1'] }] }));

    const { genealogy } = await shows(({ genealogy: units }) => units.length === 3);

    expect(genealogy).toEqual([
      { serialNumber: 'SN-1', operationId: '0010', componentSerialNumbers: ['PCB-7', 'PCB-8'], builtInto: ['SYS-1'], usedBy: [] },
      { serialNumber: 'SN-2', operationId: '0010', componentSerialNumbers: [], builtInto: [], usedBy: [] },
      { serialNumber: 'SYS-1', operationId: '0010', componentSerialNumbers: ['SN-1'], builtInto: [], usedBy: [] },
    ]);
  });

  it('counts a report no more that was taken back', async () => {
    await send(report('mes-1', { producedLots: [{ lotId: 'L-1', quantity: { value: '12', unit: 'H87' } }] }));
    await shows(({ producedLots }) => producedLots.length === 1);

    await stand.request({ role: 'mes', method: 'POST', url: `/process/v1/sites/BER1/production-confirmations/mes-1-${order}/reversal` });

    const execution = await shows(({ producedLots }) => producedLots.length === 0);
    expect(execution.operations).toEqual([expect.objectContaining({ operationId: '0010', yield: [], posted: 0 }), expect.objectContaining({ operationId: '0020' })]);
  });

  it('is not known of an order that no ERP has shown', async () => {
    expect((await stand.request({ method: 'GET', url: '/process/v1/sites/BER1/execution/WO-404' })).statusCode).toBe(404);
  });
});
