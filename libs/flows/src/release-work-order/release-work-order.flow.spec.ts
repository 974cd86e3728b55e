import { describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError, type WorkOrderRelease } from '@plantway/canonical';
import type { DeliveryMessage, ErpPart, ErpPort, PostingReceipt } from '@plantway/ports';
import type { ReleaseCheck } from './release-check.js';
import { ReleaseWorkOrderFlow } from './release-work-order.flow.js';

const command: WorkOrderRelease = { releaseId: 'WO-1', siteId: 'BER1', workOrderId: 'WO-1' };
const message: DeliveryMessage<WorkOrderRelease> = {
  messageId: 'm-1', siteId: 'BER1', kind: 'workOrderRelease', sourceSystem: 'planner', senderId: 'WO-1', correlationId: 'c', acceptedAt: '2026-11-22T08:00:00.000Z', command,
};
const payload: ErpPart = { action: 'release', partId: 'release', siteId: 'BER1', workOrderId: 'WO-1' };
const part = { partId: 'release', payload };
const receipt: PostingReceipt = { reference: 'r-1', backend: 'erp', documents: [{ type: 'workOrder', number: 'WO-1' }], postedAt: '2026-11-22T08:00:00.000Z' };
const refusal = { part, reference: 'r-1', code: 'ORDER_ALREADY_RELEASED', reason: 'released before' };
const flow = (find: () => Promise<readonly PostingReceipt[]>): ReleaseWorkOrderFlow => new ReleaseWorkOrderFlow({ erp: { find } as unknown as ErpPort, check: {} as ReleaseCheck });

describe('a release that the ERP refuses because the order is released', () => {
  it('stands when the ERP shows it released: that is what was wanted', async () => {
    expect(await flow(async () => [receipt]).onBusinessRefusal(message, refusal, {})).toEqual({ decision: 'stands', receipt, note: expect.stringContaining('WO-1 stood released') });
  });

  it('goes to a person when the ERP shows nothing of it', async () => {
    expect(await flow(async () => []).onBusinessRefusal(message, refusal, {})).toMatchObject({ decision: 'park', error: { code: 'ORDER_ALREADY_RELEASED' } });
  });

  it('is tried again when the ERP cannot say', async () => {
    await expect(flow(() => Promise.reject(new TechnicalRetryableError('ERP_UNAVAILABLE', 'away'))).onBusinessRefusal(message, refusal, {})).rejects.toThrow('away');
  });

  it('asks nothing about any other refusal', async () => {
    expect(await flow(() => Promise.reject(new Error('asked'))).onBusinessRefusal(message, { ...refusal, code: 'ORDER_CANCELLED' }, {})).toMatchObject({ decision: 'park' });
  });
});
