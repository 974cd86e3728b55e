import { describe, expect, it } from '@jest/globals';
import type { PlannedOrderConversion, PlannedOrderInErp } from '@plantway/canonical';
import type { DeliveryMessage, DeliveryPlan, ErpPort, PlannedPart, PostingReceipt } from '@plantway/ports';
import type { PublishedPlannedOrder } from '../publish-planned-order/published-planned-orders.js';
import { ConvertPlannedOrderFlow, type ConversionPart } from './convert-planned-order.flow.js';

const planned: PublishedPlannedOrder = {
  plannedOrderId: 'PL-1', siteId: 'BER1', itemId: 'FG-100', quantity: { value: '40', unit: 'H87' }, startAt: '2026-11-23T05:00:00.000Z', dueAt: '2026-11-25T21:00:00.000Z', customerOrderId: 'SO-1', customerOrderLineId: '10',
};
const command: PlannedOrderConversion = { conversionId: 'PL-1', siteId: 'BER1', plannedOrderId: 'PL-1' };
const message: DeliveryMessage<PlannedOrderConversion> = { messageId: 'm-1', siteId: 'BER1', kind: 'plannedOrderConversion', sourceSystem: 'plantway', senderId: 'PL-1', correlationId: 'c', acceptedAt: '2026-11-22T08:00:00.000Z', command };
const receipt: PostingReceipt = { reference: 'r', backend: 'erp', documents: [{ type: 'plannedOrder', number: 'PL-1' }, { type: 'workOrder', number: 'WO-7' }], postedAt: '2026-11-22T08:00:01.000Z' };
const parts: readonly PlannedPart<ConversionPart>[] = [{
  partId: 'conversion', payload: { part: { action: 'convertPlannedOrder', partId: 'conversion', siteId: 'BER1', plannedOrderId: 'PL-1' }, madeFor: { customerOrderId: 'SO-1', customerOrderLineId: '10' } },
}];

interface World {
  readonly known?: PublishedPlannedOrder;
  readonly needsApproval?: boolean;
  /** Pages of what the ERP shows as converted. */
  readonly inErp?: readonly (readonly Partial<PlannedOrderInErp>[])[];
}

function flow({ known, needsApproval = false, inErp = [[]] }: World): ConvertPlannedOrderFlow {
  const erp = {
    plannedOrders: async (_siteId: string, { cursor = '0' }: { cursor?: string }) => ({ items: inErp[Number(cursor)], nextCursor: Number(cursor) + 1 < inErp.length ? String(Number(cursor) + 1) : null, asOf: '2026-11-22T08:00:02.000Z' }),
    capabilities: async () => ({ backend: 'erp' }),
  } as unknown as ErpPort;
  return new ConvertPlannedOrderFlow({ erp, plannedOrders: { get: async () => known }, needsApproval: () => needsApproval });
}

describe('the conversion of a planned order', () => {
  it('is one write to the ERP', async () => {
    expect(await flow({ known: planned }).plan(message)).toEqual({ decision: 'send', parts });
  });

  it('needs a person when there is no such planned order in the ERP', async () => {
    expect(await flow({}).plan(message)).toMatchObject({ decision: 'park', error: { code: 'PLANNED_ORDER_UNKNOWN' } });
  });

  it('is done when the planned order was converted before, also where a second person would have to agree', async () => {
    const expected: DeliveryPlan<ConversionPart> = { decision: 'finish', state: 'posted', note: 'planned order PL-1 was converted before into work order WO-7' };

    expect(await flow({ known: { ...planned, workOrderId: 'WO-7' }, needsApproval: true }).plan(message)).toEqual(expected);
  });

  it('asks for a second person where the site wants that, and goes on once somebody agreed', async () => {
    const asking = flow({ known: planned, needsApproval: true });

    expect(await asking.plan(message)).toMatchObject({ decision: 'approve', error: { code: 'APPROVAL_NEEDED', reason: expect.stringContaining('40 H87 of FG-100') } });
    expect(await asking.plan({ ...message, approvedBy: 'credential-2' })).toEqual({ decision: 'send', parts });
  });

  it('agrees only to an answer that names the work order', () => {
    expect(flow({}).agrees(parts[0], receipt)).toBe(true);
    expect(flow({}).agrees(parts[0], { ...receipt, documents: [{ type: 'plannedOrder', number: 'PL-1' }] })).toBe(false);
  });

  it('is told of, and kept, with the line that the work order is made for', () => {
    expect(flow({}).events(message, [receipt], parts)).toEqual([{
      type: 'planned-order.converted.v1', subject: 'PL-1', data: { messageId: 'm-1', siteId: 'BER1', plannedOrderId: 'PL-1', workOrderId: 'WO-7', customerOrderId: 'SO-1', customerOrderLineId: '10', documents: receipt.documents },
    }]);
    expect(flow({}).effects(message, [receipt])).toEqual([{ effect: 'planned_order_converted', data: { plannedOrderId: 'PL-1', workOrderId: 'WO-7' } }]);
  });

  describe('that the ERP refuses', () => {
    const refused = (code: string) => ({ part: parts[0], reference: 'r', code, reason: 'in words' });

    it('is done when a clerk has converted it: its work order is looked up, however long the list', async () => {
      const inErp = [[{ plannedOrderId: 'PL-0', workOrderId: 'WO-6' }], [{ plannedOrderId: 'PL-1', workOrderId: 'WO-7' }]];

      expect(await flow({ inErp }).onBusinessRefusal(message, refused('PLANNED_ORDER_CONVERTED'), {})).toMatchObject({
        decision: 'stands', receipt: { reference: 'r', backend: 'erp', documents: receipt.documents, postedAt: '2026-11-22T08:00:02.000Z' },
      });
    });

    it('needs a person when the ERP shows no work order for it, or refuses for another reason', async () => {
      expect(await flow({}).onBusinessRefusal(message, refused('PLANNED_ORDER_CONVERTED'), {})).toMatchObject({ decision: 'park', error: { code: 'PLANNED_ORDER_CONVERTED' } });
      expect(await flow({}).onBusinessRefusal(message, refused('ERP_REFUSED'), {})).toMatchObject({ decision: 'park', error: { code: 'ERP_REFUSED' } });
    });
  });
});
