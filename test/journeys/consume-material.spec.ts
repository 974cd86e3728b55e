import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { ReleaseStand } from './release-stand.js';

/** CP-3 is not in the bill of FG-100; CP-2 is, and backflushed at 0020. */
const used = (consumptionId: string, change: object = {}) => ({
  consumptionId, workOrderId: 'WO-1001', operationId: '0010', itemId: 'CP-3', quantity: { value: '3', unit: 'H87' }, consumedAt: '2026-11-22T08:30:00+01:00', ...change,
});

describe('material that is reported apart from what was made', () => {
  let stand: ReleaseStand;
  beforeAll(async () => {
    stand = await ReleaseStand.open();
    await stand.startWorker();
  });
  afterAll(() => stand.close());

  it('is issued to the order, once, and shown with it', async () => {
    const first = await stand.consume(used('use-1'));
    await stand.message(first, 'posted');
    const again = await stand.consume(used('use-1'));

    expect([again.statusCode, again.headers['idempotency-replayed'], again.json()]).toEqual([202, 'true', first.json()]);
    const { consumed } = await until(async () => { const execution = await stand.execution('WO-1001'); return execution.consumed.length > 0 && execution; });
    expect(consumed).toEqual([{ operationId: '0010', itemId: 'CP-3', quantity: { value: '3', unit: 'H87' }, serialNumbers: [] }]);
    expect(await stand.told('material.consumed.v1', 'WO-1001')).toMatchObject([{ consumptionId: 'use-1', itemId: 'CP-3', documents: [{ type: 'goodsMovement' }] }]);
  });

  it('waits for what another order of the plant makes, says which, and goes when that one is confirmed', async () => {
    await stand.endWorker();
    await stand.startWorker({ recheckIntervalMs: 3_600_000 }); // nobody looks by himself
    await stand.simulation.apply({ type: 'releaseOrder', workOrderId: await stand.createOrder('WO-7001') });
    const supply = await stand.confirm('WO-1001', '0020', '30');
    await stand.message(supply, 'waiting'); // for the operation before it
    const short = await stand.consume(used('use-5', { workOrderId: 'WO-7001', itemId: 'FG-100', quantity: { value: '50', unit: 'H87' } })); // 40 are in stock
    const { error } = await stand.message(short, 'waiting');
    expect(error).toMatchObject({ code: 'STOCK_SHORT', reason: expect.stringMatching(/FG-100 is made by orders of this plant: .*confirmation made-1 of work order WO-1001 is waiting/) });

    await stand.confirm('WO-1001', '0010', '30', { confirmationId: 'made-before' });

    await stand.message(supply, 'posted');
    await stand.message(short, 'posted');
  });

  it('goes to a person when the ERP would issue it a second time', async () => {
    const { error } = await stand.message(await stand.consume(used('use-2', { operationId: '0020', itemId: 'CP-2' })), 'parked');

    expect(error).toMatchObject({ code: 'ISSUE_METHOD_MIXED', reason: expect.stringContaining('CP-2') });
  });

  it('waits for stock that is missing', async () => {
    const { error } = await stand.message(await stand.consume(used('use-3', { quantity: { value: '999999', unit: 'H87' } })), 'waiting');

    expect(error).toMatchObject({ code: 'STOCK_SHORT' });
  });

  it.each([['nothing of it', { quantity: { value: '0', unit: 'H87' } }, '/quantity'], ['no time', { consumedAt: undefined }, '/consumedAt']])('is refused when it says %s', async (_what, change, path) => {
    const answered = await stand.consume(used('use-4', change));

    expect(answered.json()).toMatchObject({ code: 'VALIDATION_FAILED', findings: expect.arrayContaining([expect.objectContaining({ path })]) });
  });
});
