import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import type { LightMyRequestResponse } from 'fastify';
import { ReleaseStand } from './release-stand.js';

describe('an order that quality holds', () => {
  let stand: ReleaseStand;
  let order: string;
  beforeAll(async () => {
    stand = await ReleaseStand.open();
    await stand.startWorker({ workOrderChangesMs: 50, recheckIntervalMs: 600_000 }); // whoever waits is woken, or waits for ever
  });
  beforeEach(async () => {
    order = await stand.createOrder();
    await stand.message(await stand.release(order), 'posted');
    await stand.dispatched(order, 'sent');
    for (const operationId of ['0010', '0020']) await stand.acknowledge(`${order}-${operationId}`, { version: 1, answer: 'accepted' });
    await stand.message(await say({ type: 'hold', qualityEventId: `QE-1-${order}`, scope: { type: 'workOrder', workOrderId: order } }), 'posted');
  });
  afterAll(() => stand.close());
  const say = (body: object): Promise<LightMyRequestResponse> =>
    stand.request({ role: 'qms', method: 'POST', url: '/process/v1/sites/BER1/quality-events', payload: { holdId: `H-${order}`, occurredAt: '2026-11-22T07:25:00+01:00', reason: 'cracks', ...body } });
  const status = async (): Promise<string> => (await stand.erpAnswer(order)).value.status;

  it('is not resumed by a planner: neither the ERP nor the MES hears of the wish before quality lets it go', async () => {
    await stand.dispatched(order, 'sent', 2); // Pause
    const wish = await stand.change(order, { verb: 'resume' });

    expect(await stand.message(wish, 'waiting')).toMatchObject({ error: { code: 'QUALITY_HOLD', reason: expect.stringContaining(`Hold H-${order} on work order ${order}`) } });
    expect([await status(), stand.mes.asked.filter((each) => each.startsWith(order) && each.includes('Resume'))]).toEqual(['held', []]);

    await stand.message(await say({ type: 'release', qualityEventId: `QE-2-${order}` }), 'posted');

    expect(await stand.message(wish, 'posted')).toMatchObject({ note: expect.stringContaining('is not held') });
    expect(await status()).toBe('released');
  });

  it('and that was resumed on a screen and held there again is not resumed by the release of quality', async () => {
    await stand.changeOrder(order, { dueAt: '2026-11-26T10:00:00.000Z' }); // a minute later
    await stand.simulation.apply({ type: 'resumeOrder', workOrderId: order });
    await stand.simulation.apply({ type: 'holdOrder', workOrderId: order });
    await until(async () => (await stand.told('work-order.changed.v1', order)).filter((change) => (change as { readonly what: string }).what === 'held').length === 2);

    await stand.message(await say({ type: 'release', qualityEventId: `QE-2-${order}` }), 'posted');

    expect(await status()).toBe('held');
  });
});
