import { beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, DEFAULT_CONFIRMATION_POLICY, type ConfirmationPolicy, type HeldSubject, type MaterialConsumption, type QualityHold, type WorkOrder } from '@plantway/canonical';
import type { DeliveryMessage, ErpPort } from '@plantway/ports';
import { MessagesInHand, confirmation, pieces, receipt, workOrder } from '../../test/confirmation.fixture.js';
import { ConsumeMaterialFlow } from './consume-material.flow.js';

const used = (change: Partial<MaterialConsumption> = {}): MaterialConsumption => ({
  consumptionId: 'use-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', itemId: 'CP-3', quantity: pieces('3'), serialNumbers: [], consumedAt: '2026-11-22T07:30:00.000Z', postingDate: '2026-11-21', productionDay: '2026-11-22', ...change,
});
const message = (change: Partial<MaterialConsumption> = {}): DeliveryMessage<MaterialConsumption> => ({
  messageId: 'm-1', siteId: 'BER1', kind: 'materialConsumption', sourceSystem: 'mes', senderId: 'use-1', correlationId: 'journey', acceptedAt: '2026-11-22T07:31:00.000Z', command: used(change),
});

describe('material that was used', () => {
  let order: WorkOrder | Error;
  let policy: ConfirmationPolicy;
  let hold: QualityHold | undefined;
  let asked: HeldSubject[];
  let others: MessagesInHand;
  let makers: readonly string[];
  let flow: ConsumeMaterialFlow;
  beforeEach(() => {
    order = workOrder();
    policy = DEFAULT_CONFIRMATION_POLICY;
    hold = undefined;
    asked = [];
    others = new MessagesInHand();
    makers = [];
    const erp = {
      workOrder: async () => {
        if (order instanceof Error) throw order;
        return { value: order, asOf: '' };
      },
      postingPeriods: async () => ({ items: [{ periodId: '2026-11', startsOn: '2026-11-22', endsOn: '2026-11-30', status: 'open' }] }),
    } as unknown as ErpPort;
    flow = new ConsumeMaterialFlow({ erp, related: others, makersOf: async () => makers, policies: () => policy, placesOf: (_siteId, id) => [id, `above ${id}`], holds: { openFor: async (subject) => (asked.push(subject), hold) } });
  });
  const planned = (change: Partial<MaterialConsumption> = {}) => flow.plan(message(change), {});

  it('is issued by the ERP in one write', async () => {
    expect(await planned()).toEqual({ decision: 'send', parts: [{ partId: 'consumption', payload: { action: 'consume', partId: 'consumption', siteId: 'BER1', consumption: used(), postingDate: '2026-11-21' } }] });
  });

  it.each<[string, () => void, Partial<MaterialConsumption>, string]>([
    ['the ERP has no such order', () => { order = new BusinessException('NOT_FOUND', 'no such order'); }, {}, 'ORDER_UNKNOWN'],
    ['the order is closed', () => { order = workOrder({ status: 'closed' }); }, {}, 'ORDER_CLOSED'],
    ['the order is cancelled', () => { order = workOrder({ status: 'cancelled' }); }, {}, 'ORDER_CLOSED'],
    ['the order is not released', () => { order = workOrder({ status: 'created' }); }, {}, 'ORDER_NOT_RELEASED'],
    ['the order has no such operation', () => undefined, { operationId: '0099' }, 'OPERATION_UNKNOWN'],
  ])('goes to a person when %s', async (_what, given, change, code) => {
    given();

    expect(await planned(change)).toMatchObject({ decision: 'park', error: { code } });
  });

  it('goes to a person when the ERP would issue it a second time, at that operation only', async () => {
    order = { ...workOrder(), components: [{ componentItemId: 'CP-3', operationId: '0020', required: pieces('100'), withdrawn: pieces('0'), issueMethod: 'backflush' }] };

    expect(await planned({ operationId: '0020' })).toMatchObject({ decision: 'park', error: { code: 'ISSUE_METHOD_MIXED' } });
    expect(await planned({ operationId: '0010' })).toMatchObject({ decision: 'send' });
  });

  it('waits while quality holds the order, the lot, or the work center of the operation or anything above it', async () => {
    hold = { holdId: 'H-1', siteId: 'BER1', scope: { type: 'lot', itemId: 'CP-3', lotId: 'L-1' }, reason: 'cracks', placedAt: '2026-11-22T06:00:00.000Z' } as QualityHold;

    expect(await planned({ lotId: 'L-1' })).toMatchObject({ decision: 'wait', condition: { key: 'quality-hold:BER1:CP-3/L-1', error: { code: 'QUALITY_HOLD' } } });
    expect(asked).toEqual([{ siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0010', lots: [{ itemId: 'CP-3', lotId: 'L-1' }], equipmentIds: ['WC-10', 'above WC-10'] }]);
  });

  it('waits for a hold also when it was planned before', async () => {
    const plan = await planned({ lotId: 'L-1' });
    const [part] = plan.decision === 'send' ? plan.parts : [];
    const look = () => flow.mustWaitFor(message({ lotId: 'L-1' }), part, {});
    const before = await look();
    hold = { holdId: 'H-1', siteId: 'BER1', scope: { type: 'lot', itemId: 'CP-3', lotId: 'L-1' }, reason: 'cracks', placedAt: '2026-11-22T06:00:00.000Z' };

    expect([before, await look()]).toEqual([undefined, expect.objectContaining({ key: 'quality-hold:BER1:CP-3/L-1' })]);
    expect(asked[2]).toEqual(asked[0]);
  });

  it('takes an issue for its own, and nothing else', async () => {
    const plan = await planned();
    const [part] = plan.decision === 'send' ? plan.parts : [];

    expect([flow.agrees(part, receipt({ documents: [{ type: 'goodsMovement', number: '4' }] })), flow.agrees(part, receipt())]).toEqual([true, false]);
  });

  it.each([
    ['STOCK_SHORT', 'there is enough stock of the component', 'stock:BER1:CP-3'],
    ['ORDER_ON_HOLD', 'the hold of the work order is taken away', 'refusal:BER1:ORDER_ON_HOLD:WO-1001'],
  ])('waits when the ERP says %s, until %s', async (code, unblockCondition, key) => {
    expect(await flow.onBusinessRefusal(message(), { code, reason: 'no' }, {})).toMatchObject({ decision: 'wait', condition: { key, error: { code, reason: 'no', unblockCondition } } });
  });

  it('that is short names the reports of the orders that make it and are not finished', async () => {
    makers = ['WO-2001', 'WO-2002'];
    others.confirmation(confirmation({ confirmationId: 'pump-1', workOrderId: 'WO-2001' }), { state: 'parked' }).confirmation(confirmation({ confirmationId: 'pump-2', workOrderId: 'WO-2002' }));

    expect(await flow.onBusinessRefusal(message(), { code: 'STOCK_SHORT', reason: 'There is not enough.' }, {}))
      .toMatchObject({ condition: { error: { reason: 'There is not enough. CP-3 is made by orders of this plant: confirmation pump-1 of work order WO-2001 is parked.' } } });
  });

  it('that is short names up to twenty reports, of whichever of the orders they are, and says when there are more', async () => {
    makers = Array.from({ length: 200 }, (_unused, place) => `WO-3${String(place).padStart(3, '0')}`);
    for (const workOrderId of makers.slice(150, 171)) others.confirmation(confirmation({ confirmationId: `pump-${workOrderId}`, workOrderId }), { state: 'accepted' });

    const { condition } = (await flow.onBusinessRefusal(message(), { code: 'STOCK_SHORT', reason: 'There is not enough.' }, {})) as { condition: { error: { reason: string } } };

    expect(condition.error.reason.match(/confirmation pump-/g)).toHaveLength(20);
    expect(condition.error.reason).toMatch(/pump-WO-3150 of work order WO-3150 is accepted, .*, and there are more\.$/);
  });

  it('that is short because every order that would make it waits for this very report goes to a person', async () => {
    makers = ['WO-1001'];
    others.confirmation(confirmation({ confirmationId: 'own-1' }), { state: 'waiting' });
    others.standstills.set('m-own-1', { headId: 'm-own-1', headSenderId: 'own-1', headKind: 'productionConfirmation', headState: 'waiting', waitingFor: 'operation-yield:BER1:WO-1001:0010' });
    others.standstills.set('productionConfirmation:BER1:WO-1001:0010', { headId: 'm-1', headSenderId: 'use-1', headKind: 'materialConsumption', headState: 'waiting' });

    expect(await flow.onBusinessRefusal(message(), { code: 'STOCK_SHORT', reason: 'There is not enough.' }, {}))
      .toMatchObject({ decision: 'park', error: { code: 'CIRCULAR_WAIT', reason: 'consumption use-1 waits for confirmation own-1 waits for consumption use-1. There is not enough.' } });
  });

  it('goes to a person when the ERP refuses it for good', async () => {
    expect(await flow.onBusinessRefusal(message(), { code: 'SERIAL_INVALID', reason: 'blocked' }, {})).toMatchObject({ decision: 'park', error: { code: 'SERIAL_INVALID' } });
  });

  it('follows the policy of the site in a closed period', async () => {
    const plan = await planned();
    const [part] = plan.decision === 'send' ? plan.parts : [];
    const refusal = { code: 'PERIOD_CLOSED', reason: 'closed', part, reference: 'ref-1' };

    policy = { ...DEFAULT_CONFIRMATION_POLICY, closedPeriod: 'redate' };
    expect(await flow.onBusinessRefusal(message(), refusal, {})).toMatchObject({ decision: 'amend', payload: { postingDate: '2026-11-22' } });
    policy = { ...DEFAULT_CONFIRMATION_POLICY, closedPeriod: 'ask' };
    expect((await flow.onBusinessRefusal(message(), refusal, {})).decision).toBe('park');
  });

  it('is told and kept with the documents and the day under which it stands', () => {
    const [event] = flow.events(message({ lotId: 'L-1' }), [receipt({ documents: [{ type: 'goodsMovement', number: '4' }], postingDate: '2026-11-22' })]);

    expect(event).toMatchObject({ type: 'material.consumed.v1', subject: 'WO-1001', data: { consumptionId: 'use-1', itemId: 'CP-3', lotId: 'L-1', quantity: pieces('3'), postingDate: '2026-11-22', documents: [{ type: 'goodsMovement', number: '4' }] } });
    expect(flow.effects(message({ lotId: 'L-1' }), [receipt({ documents: [{ type: 'goodsMovement', number: '4' }], postingDate: '2026-11-22' })])).toEqual([{ effect: 'consumption_posted', data: event.data }]);
  });
});
