import { beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, TechnicalRetryableError } from '@plantway/canonical';
import { confirmation, confirmationMessage as message, pieces, workOrder } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let erp: ConfirmingInHand['erp'];
  let flow: ConfirmingInHand['flow'];
  beforeEach(() => void ({ erp, flow } = new ConfirmingInHand()));

  it('sends the parts that the backend plans', async () => {
    const command = confirmation();

    expect(await flow.plan(message(command), {})).toEqual({ decision: 'send', parts: [{ partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: command } }] });
  });

  it.each([
    ['there is no such order', new BusinessException('NOT_FOUND', 'no'), 'ORDER_UNKNOWN'],
    ['the order is closed', workOrder({ status: 'closed' }), 'ORDER_CLOSED'],
    ['the order is cancelled', workOrder({ status: 'cancelled' }), 'ORDER_CLOSED'],
    ['the order is not released', workOrder({ status: 'created' }), 'ORDER_NOT_RELEASED'],
    ['there is no such operation', { ...workOrder(), operations: [] }, 'OPERATION_UNKNOWN'],
  ] as const)('goes to a person when %s, and nothing is sent', async (_name, order, code) => {
    erp.order = order;

    expect(await flow.plan(message(confirmation()), {})).toMatchObject({ decision: 'park', error: { code, owner: 'planner', reason: expect.stringContaining('WO-1001') } });
    expect(erp.planned).toBe(0);
  });

  it.each(['released', 'inProgress', 'completed', 'held'] as const)('leaves an order that is %s to the ERP', async (status) => {
    erp.order = workOrder({ status });

    expect(await flow.plan(message(confirmation()), {})).toMatchObject({ decision: 'send' });
  });

  /** Worked example 3: 60 confirmed at 0010. */
  it('waits for the operation before when it would have more yield: 61 waits for 60, 60 does not', async () => {
    expect(await flow.plan(message(confirmation({ yield: pieces('61') })), {})).toMatchObject({
      decision: 'wait', condition: { key: 'operation-yield:BER1:WO-1001:0010', error: { code: 'PREDECESSOR_OPEN', unblockCondition: 'the operation before it has confirmed enough yield' } },
    });
    expect(await flow.plan(message(confirmation({ yield: pieces('60') })), {})).toMatchObject({ decision: 'send' });
  });

  it('counts what the operation has confirmed before, exactly', async () => {
    erp.order = workOrder({ confirmed: ['60', '59.9'] });

    expect(await flow.plan(message(confirmation({ yield: pieces('0.100000000001') })), {})).toMatchObject({ decision: 'wait' });
    expect(await flow.plan(message(confirmation({ yield: pieces('0.1') })), {})).toMatchObject({ decision: 'send' });
  });

  it('does not wait at the first operation, nor for an amount in another unit', async () => {
    expect(await flow.plan(message(confirmation({ operationId: '0010', yield: pieces('500') })), {})).toMatchObject({ decision: 'send' });
    expect(await flow.plan(message(confirmation({ yield: { value: '500', unit: 'KGM' } })), {})).toMatchObject({ decision: 'send' });
  });

  it('lets a technical failure through: the engine tries again', async () => {
    erp.order = new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');

    await expect(flow.plan(message(confirmation()), {})).rejects.toBe(erp.order);
  });

  it.each([
    ['PREDECESSOR_OPEN', { decision: 'wait', condition: { key: 'order-yield:BER1:WO-1001' } }],
    ['PERIOD_NOT_OPEN_YET', { decision: 'wait', condition: { key: 'periodOpened:BER1:2026-11-21', isWatched: true } }],
    ['ORDER_LOCKED', { decision: 'wait', condition: { key: 'lockGone:BER1:WO-1001', isWatched: true } }],
    ['OVER_TOLERANCE', { decision: 'park', error: { owner: 'planner', reason: 'the words of the ERP' } }],
    ['A_CODE_THAT_NOBODY_KNOWS', { decision: 'park', error: { code: 'A_CODE_THAT_NOBODY_KNOWS', owner: 'erpTeam' } }],
  ])('after the refusal %s does as the catalogue says', async (code, expected) => {
    expect(await flow.onBusinessRefusal(message(confirmation()), { code, reason: 'the words of the ERP' }, {})).toMatchObject(expected);
  });
});
