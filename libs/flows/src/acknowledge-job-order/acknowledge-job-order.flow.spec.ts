import { describe, expect, it } from '@jest/globals';
import type { JobOrderAcknowledgement } from '@plantway/canonical';
import type { DeliveryMessage } from '@plantway/ports';
import { AcknowledgeJobOrderFlow } from './acknowledge-job-order.flow.js';

const command: JobOrderAcknowledgement = { acknowledgementId: 'a', siteId: 'BER1', jobOrderId: 'WO-1-0010', version: 1, answer: 'refused', reason: 'no fixture', acknowledgedAt: '2026-11-22T08:00:00.000Z' };
const message = (change: Partial<JobOrderAcknowledgement> = {}): DeliveryMessage<JobOrderAcknowledgement> => ({
  messageId: 'm-1', siteId: 'BER1', kind: 'jobOrderAcknowledgement', sourceSystem: 'mes', senderId: 'a', correlationId: 'c', acceptedAt: '2026-11-22T08:00:00.000Z', command: { ...command, ...change },
});
const flow = (resubmitted: readonly string[] = [], version = 1): AcknowledgeJobOrderFlow => new AcknowledgeJobOrderFlow({
  jobOrders: { jobOrder: async () => ({ workOrderId: 'WO-1', operationId: '0010', version }) }, isResubmitted: async (_siteId, messageId) => resubmitted.includes(messageId),
});

describe('a refusal of a job order', () => {
  it('goes to the planner', async () => {
    expect(await flow().plan(message())).toMatchObject({ decision: 'park', error: { code: 'JOB_ORDER_REFUSED' } });
  });

  it('that a person has resubmitted sends the job orders again', async () => {
    expect(await flow(['m-1']).plan(message())).toMatchObject({ decision: 'finish', state: 'posted', events: [{ type: 'job-orders.resubmitted.v1', data: { workOrderId: 'WO-1', version: 1 } }] });
  });

  it('of an older version is evidence, also when it is resubmitted', async () => {
    expect(await flow(['m-1'], 2).plan(message())).toEqual({ decision: 'finish', state: 'annulled', note: 'superseded by version 2' });
  });
});

it('an acceptance that is resubmitted is written down like any other', async () => {
  expect(await flow(['m-1']).plan(message({ answer: 'accepted' }))).toMatchObject({ decision: 'finish', state: 'posted', events: [{ type: 'job-order.acknowledged.v1' }] });
});
