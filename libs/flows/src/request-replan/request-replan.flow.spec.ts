import { describe, expect, it } from '@jest/globals';
import type { ReplanRequest } from '@plantway/canonical';
import type { DeliveryMessage, DeliveryReceipt, PlanningPort } from '@plantway/ports';
import { RequestReplanFlow } from './request-replan.flow.js';

const command: ReplanRequest = {
  replanRequestId: 'LINE-1@2026-11-22T08:00:00.000Z', siteId: 'BER1', lineId: 'LINE-1', windowStartsAt: '2026-11-22T08:00:00.000Z', windowEndsAt: '2026-11-22T08:05:00.000Z',
  causes: [{ trigger: 'equipmentDown', objectId: 'DT-1', occurredAt: '2026-11-22T08:00:00.000Z', equipmentId: 'WU-10-A' }], causeCount: 1,
};
const message: DeliveryMessage<ReplanRequest> = { messageId: 'm-1', siteId: 'BER1', kind: 'replanRequest', sourceSystem: 'plantway', senderId: command.replanRequestId, correlationId: 'c', acceptedAt: '2026-11-22T08:05:01.000Z', command };
const receipt: DeliveryReceipt = { reference: 'r', backend: 'aps', documents: [{ type: 'replanRequest', number: 'RP-1' }], postedAt: '2026-11-22T08:05:02.000Z' };
const flow = new RequestReplanFlow({} as PlanningPort);

describe('a replan request', () => {
  it('is one write to the planning system', async () => {
    expect(await flow.plan(message)).toEqual({ decision: 'send', parts: [{ partId: 'replan', payload: command }] });
  });

  it('is told of, and kept, under its line and window', () => {
    expect(flow.events(message, [receipt])).toEqual([{ type: 'replan.requested.v1', subject: command.replanRequestId, data: { messageId: 'm-1', ...command, documents: receipt.documents } }]);
    expect(flow.effects(message, [receipt])).toEqual([{ effect: 'replan_sent', data: { lineId: 'LINE-1', windowStartsAt: command.windowStartsAt, documentNumber: 'RP-1' } }]);
  });

  it('goes to the planner when it is refused', async () => {
    expect(await flow.onBusinessRefusal(message, { code: 'PLANNING_REFUSED', reason: 'no such line' })).toMatchObject({ decision: 'park', error: { owner: 'planner', reason: 'no such line' } });
  });
});
