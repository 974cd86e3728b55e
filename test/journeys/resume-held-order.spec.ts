import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import type { LightMyRequestResponse } from 'fastify';
import { ReleaseStand } from './release-stand.js';

const ORDER = { type: 'workOrder', workOrderId: 'WO-1002' };

describe('an order that quality holds', () => {
  let stand: ReleaseStand;
  beforeEach(async () => {
    stand = await ReleaseStand.open();
    await stand.startWorker({ workOrderChangesMs: 100, recheckIntervalMs: 600_000 }); // whoever waits is woken, or waits for ever
    await stand.message(await stand.release('WO-1002'), 'posted');
    await stand.dispatched('WO-1002', 'sent');
    for (const operationId of ['0010', '0020']) await stand.acknowledge(`WO-1002-${operationId}`, { version: 1, answer: 'accepted' });
    await stand.message(await say({ type: 'hold', qualityEventId: 'QE-1', scope: ORDER }), 'posted');
  });
  afterEach(() => stand.close());
  const say = (body: object): Promise<LightMyRequestResponse> =>
    stand.request({ role: 'qms', method: 'POST', url: '/process/v1/sites/BER1/quality-events', payload: { holdId: 'H-1', occurredAt: '2026-11-22T07:25:00+01:00', reason: 'cracks', ...body } });
  const status = async (): Promise<string> => (await stand.erpAnswer('WO-1002')).value.status;

  it('is not resumed by a planner: neither the ERP nor the MES hears of the wish before quality lets it go', async () => {
    await stand.dispatched('WO-1002', 'sent', 2); // Pause
    const wish = await stand.change('WO-1002', { verb: 'resume' });

    expect(await stand.message(wish, 'waiting')).toMatchObject({ error: { code: 'QUALITY_HOLD', reason: expect.stringContaining('Hold H-1 on work order WO-1002') } });
    expect([await status(), stand.mes.asked.filter((each) => each.includes('Resume'))]).toEqual(['held', []]);

    await stand.message(await say({ type: 'release', qualityEventId: 'QE-2' }), 'posted');

    expect(await stand.message(wish, 'posted')).toMatchObject({ note: expect.stringContaining('is not held') });
    expect(await status()).toBe('released');
  });

  it('and that was resumed on a screen and held there again is not resumed by the release of quality', async () => {
    await stand.changeOrder('WO-1002', { dueAt: '2026-11-26T10:00:00.000Z' }); // a minute later
    await stand.simulation.apply({ type: 'resumeOrder', workOrderId: 'WO-1002' });
    await stand.simulation.apply({ type: 'holdOrder', workOrderId: 'WO-1002' });
    await until(async () => (await stand.told('work-order.changed.v1', 'WO-1002')).filter((change) => (change as { readonly what: string }).what === 'held').length === 2);

    await stand.message(await say({ type: 'release', qualityEventId: 'QE-2' }), 'posted');

    expect(await status()).toBe('held');
  });
});
