import { describe, expect, it } from '@jest/globals';
import type { MaintenanceRequest } from '@plantway/canonical';
import type { DeliveryMessage, DeliveryReceipt, MaintenancePort } from '@plantway/ports';
import { RequestMaintenanceFlow } from './request-maintenance.flow.js';

const command: MaintenanceRequest = {
  maintenanceRequestId: 'WU-20-A@2026-11-22T08:00:00.000Z', siteId: 'BER1', equipmentId: 'WU-20-A', workCenterId: 'WC-20', failedAt: '2026-11-22T08:00:00.000Z', priority: 'high', text: 'WU-20-A is down',
};
const message: DeliveryMessage<MaintenanceRequest> = {
  messageId: 'm-1', siteId: 'BER1', kind: 'maintenanceRequest', sourceSystem: 'plantway', senderId: command.maintenanceRequestId, correlationId: 'c', acceptedAt: '2026-11-22T08:02:00.000Z', command,
};
const receipt: DeliveryReceipt = { reference: 'r', backend: 'cmms', documents: [{ type: 'maintenanceRequest', number: 'MR-1' }], postedAt: '2026-11-22T08:02:01.000Z' };
const part = { partId: 'request', payload: command };
const flow = new RequestMaintenanceFlow({ post: async () => receipt, find: async () => [receipt] } as unknown as MaintenancePort);

describe('the request for maintenance', () => {
  it('is one write to the maintenance system', async () => {
    expect(await flow.plan(message)).toEqual({ decision: 'send', parts: [part] });
    expect(await flow.send(part, 'r', {})).toEqual(receipt);
    expect(flow.otherSide.answerLost).toBe('MAINTENANCE_ANSWER_LOST');
  });

  it('agrees only to an answer that names the request over there', () => {
    expect(flow.agrees(part, receipt)).toBe(true);
    expect(flow.agrees(part, { ...receipt, documents: [] })).toBe(false);
  });

  it('tells of itself and writes itself to its failure', () => {
    expect(flow.events(message, [receipt])).toEqual([{
      type: 'maintenance.requested.v1', subject: command.maintenanceRequestId, data: { messageId: 'm-1', downtimeId: command.maintenanceRequestId, ...command, documents: receipt.documents },
    }]);
    expect(flow.effects(message)).toEqual([{ effect: 'maintenance_requested', data: { downtimeId: command.maintenanceRequestId, maintenanceRequestId: command.maintenanceRequestId } }]);
  });

  it('goes to a person when the maintenance system does not take it', async () => {
    expect(await flow.onBusinessRefusal(message, { part, reference: 'r', code: 'MAINTENANCE_REFUSED', reason: 'no such machine' }))
      .toMatchObject({ decision: 'park', error: { code: 'MAINTENANCE_REFUSED', owner: 'maintenance', reason: 'no such machine' } });
  });
});
