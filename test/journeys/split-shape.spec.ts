import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProcessClient } from '@plantway/clients';
import { until } from '@plantway/testing';
import { startSplitGateway, type SplitGateway } from './split-gateway.js';

const confirmation = (confirmationId: string) => ({
  confirmationId, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial' as const, yield: { value: '12', unit: 'H87' },
  startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00',
});

describe('the tiers as processes of their own', () => {
  let gateway: SplitGateway;
  let plantway: ReturnType<typeof createProcessClient>;
  beforeAll(async () => {
    gateway = await startSplitGateway();
    plantway = createProcessClient({ baseUrl: gateway.baseUrl, apiKey: gateway.mesKey });
  }, 60_000);
  afterAll(() => gateway?.close(), 30_000);

  const confirm = async (confirmationId: string) => (await plantway.confirmProduction({ path: { siteId: 'BER1' }, body: confirmation(confirmationId) })).data;
  const messageOf = async (confirmationId: string) => (await plantway.readProductionConfirmation({ path: { siteId: 'BER1', confirmationId } })).data;
  const toBe = (confirmationId: string, state: string) => until(async () => {
    const message = await messageOf(confirmationId);
    return message.state === state && message;
  }, { within: 20_000 });

  it('brings a confirmation from the MES through three processes to the ERP\'s document number', async () => {
    const accepted = await confirm('split-1');

    const posted = await toBe('split-1', 'posted');

    expect(posted.messageId).toBe(accepted.messageId);
    expect(posted.erp?.documents).toEqual(expect.arrayContaining([{ type: 'confirmation', number: expect.stringMatching(/^\d+$/) }]));
  });

  it('accepts while the ERP is down, and posts when it is back', async () => {
    await gateway.killErp();

    await confirm('split-2');
    await toBe('split-2', 'retrying');
    await gateway.startErp();

    expect((await toBe('split-2', 'posted')).error).toBeUndefined();
  });

  it('accepts while the worker is dead, and posts once when it is back', async () => {
    await gateway.killWorker();

    await confirm('split-3');
    expect((await messageOf('split-3')).state).toBe('accepted');
    await gateway.startWorker();

    const posted = await toBe('split-3', 'posted');
    expect(posted.attempts.filter(({ purpose }) => purpose === 'send')).toHaveLength(1);
  });
});
