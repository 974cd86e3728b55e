import { describe, expect, it } from '@jest/globals';
import type { PlannedOrder } from '@plantway/canonical';
import type { DeliveryMessage, ErpPort, PostingReceipt } from '@plantway/ports';
import { PublishPlannedOrderFlow } from './publish-planned-order.flow.js';

const command: PlannedOrder = {
  plannedOrderId: 'PL-1', siteId: 'BER1', itemId: 'FG-100', quantity: { value: '40', unit: 'H87' }, startAt: '2026-11-23T05:00:00.000Z', dueAt: '2026-11-25T21:00:00.000Z', customerOrderId: 'SO-1', customerOrderLineId: '10',
};
const message: DeliveryMessage<PlannedOrder> = { messageId: 'm-1', siteId: 'BER1', kind: 'plannedOrder', sourceSystem: 'aps', senderId: 'PL-1', correlationId: 'c', acceptedAt: '2026-11-22T08:00:00.000Z', command };
const receipt: PostingReceipt = { reference: 'r', backend: 'erp', documents: [{ type: 'plannedOrder', number: '900' }], postedAt: '2026-11-22T08:00:01.000Z' };
const flow = (known?: PlannedOrder): PublishPlannedOrderFlow => new PublishPlannedOrderFlow({ erp: {} as ErpPort, plannedOrders: { get: async () => known } });

describe('the publication of a planned order', () => {
  it('is one write to the ERP', async () => {
    expect(await flow().plan(message)).toEqual({ decision: 'send', parts: [{ partId: 'plannedOrder', payload: { action: 'publishPlannedOrder', partId: 'plannedOrder', siteId: 'BER1', plannedOrder: command } }] });
  });

  it('is done when the same one stands there already', async () => {
    expect(await flow({ ...command, quantity: { value: '40.0', unit: 'H87' } }).plan(message)).toEqual({ decision: 'finish', state: 'posted', note: 'planned order PL-1 was published before' });
  });

  it.each<[string, Partial<PlannedOrder>]>([['quantity', { quantity: { value: '41', unit: 'H87' } }], ['unit', { quantity: { value: '40', unit: 'KGM' } }], ['due date', { dueAt: '2026-11-26T21:00:00.000Z' }], ['customer', { customerOrderId: 'SO-2' }]])(
    'needs a person when one of that id stands there with another %s', async (_what, change) => {
      expect(await flow({ ...command, ...change }).plan(message)).toMatchObject({ decision: 'park', error: { code: 'CHANGE_NOT_POSSIBLE', owner: 'planner' } });
    });

  it('is told of, and kept, with whom it is made for', () => {
    expect(flow().events(message, [receipt])).toEqual([{ type: 'planned-order.published.v1', subject: 'PL-1', data: { messageId: 'm-1', ...command, documents: receipt.documents } }]);
    expect(flow().effects(message)).toEqual([{ effect: 'planned_order', data: command }]);
  });
});
