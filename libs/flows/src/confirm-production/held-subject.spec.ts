import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ErpPart, PlannedPart } from '@plantway/ports';
import { confirmation, confirmationMessage as message, pieces } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let at: ConfirmingInHand;
  let erp: ConfirmingInHand['erp'];
  let flow: ConfirmingInHand['flow'];
  let planned: ConfirmingInHand['planned'];
  beforeEach(() => {
    at = new ConfirmingInHand();
    ({ erp, flow, planned } = at);
  });

  it('waits while quality holds what it is about: the order, the operation, the equipment, and every lot that is used or made', async () => {
    at.hold = { holdId: 'H-1', siteId: 'BER1', scope: { type: 'lot', itemId: 'RM-1', lotId: 'L-7' }, reason: 'to be inspected', placedAt: '2026-11-22T05:10:00.000Z' };
    const used = { itemId: 'RM-1', lotId: 'L-7', quantity: pieces('3'), serialNumbers: [], backflush: false };
    const report = confirmation({
      producedLots: [{ lotId: 'FG-1', quantity: pieces('12') }], consumptions: [used, { itemId: 'RM-2', serialNumbers: [], backflush: true }],
      otherOutputs: [{ itemId: 'BY-1', type: 'byProduct', quantity: pieces('1'), lotId: 'BY-9' }], equipmentId: 'PRESS-1', workCenterId: 'WC-11',
    });

    const plan = await flow.plan(message(report), {});

    expect(plan).toMatchObject({ decision: 'wait', condition: { key: 'quality-hold:BER1:RM-1/L-7', error: { code: 'QUALITY_HOLD', owner: 'quality', reason: 'Hold H-1 on lot L-7 of RM-1 stands since 2026-11-22T05:10:00.000Z: to be inspected' } } });
    expect(erp.planned).toBe(0);
    expect(at.asked).toEqual([{
      siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0020', equipmentIds: ['PRESS-1', 'above PRESS-1', 'WC-11', 'above WC-11'],
      lots: [{ itemId: 'FG-100', lotId: 'FG-1', isMade: true }, { itemId: 'BY-1', lotId: 'BY-9', isMade: true }, { itemId: 'RM-1', lotId: 'L-7', isMade: false }],
    }]);
  });

  it('waits for a hold also when it was planned before: what is sent is asked about, not what was reported', async () => {
    const report = confirmation({ producedLots: [{ lotId: 'FG-1', quantity: pieces('12') }] });
    const part: PlannedPart<ErpPart> = { partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: { ...report, producedLots: [] } } };
    const look = () => flow.mustWaitFor(message(report), part, {});
    const before = await look();
    at.hold = { holdId: 'H-1', siteId: 'BER1', scope: { type: 'workOrder', workOrderId: 'WO-1001' }, reason: 'to be inspected', placedAt: '2026-11-22T05:10:00.000Z' };

    expect([before, await look()]).toEqual([undefined, expect.objectContaining({ key: 'quality-hold:BER1:H-1', error: expect.objectContaining({ code: 'QUALITY_HOLD' }) })]);
    expect(at.asked[1]).toEqual({ siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0020', lots: [], equipmentIds: ['WC-10', 'above WC-10'] });
  });

  it('asks for holds on the work center of the routing when it names none itself', async () => {
    await planned({ equipmentId: 'PRESS-1' });
    await planned({});

    expect(at.asked.map(({ equipmentIds }) => equipmentIds)).toEqual([['PRESS-1', 'above PRESS-1', 'WC-10', 'above WC-10'], ['WC-10', 'above WC-10']]);
  });
});
