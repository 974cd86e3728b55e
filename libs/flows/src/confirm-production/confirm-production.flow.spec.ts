import { beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, TechnicalRetryableError, type ProductionConfirmation, type Quantity, type WorkOrder } from '@plantway/canonical';
import type { DeliveryMessage, ErpPart, ErpPort, PlannedPart, PostingReceipt } from '@plantway/ports';
import { ConfirmProductionFlow } from './confirm-production.flow.js';

const pieces = (value: string): Quantity => ({ value, unit: 'H87' });

function confirmation(more: Partial<ProductionConfirmation> = {}): ProductionConfirmation {
  return {
    confirmationId: 'mes-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0020', kind: 'partial', cumulative: false, yield: pieces('12'),
    scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }, { quantity: pieces('2'), reasonCode: 'SCRATCH' }], producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [],
    labor: [], machineTimes: [], startedAt: '2026-11-22T05:00:00.000Z', finishedAt: '2026-11-22T05:40:00.000Z', postingDate: '2026-11-21', productionDay: '2026-11-21', exceptionCodes: [], ...more,
  };
}

function message(command: ProductionConfirmation): DeliveryMessage<ProductionConfirmation> {
  return { messageId: 'm-1', siteId: 'BER1', kind: 'productionConfirmation', sourceSystem: 'mes', senderId: command.confirmationId, correlationId: 'journey', acceptedAt: '2026-11-22T06:00:00.000Z', command };
}

function workOrder(more: { readonly status?: WorkOrder['status']; readonly confirmed?: readonly [string, string] } = {}): WorkOrder {
  const [first, second] = more.confirmed ?? ['60', '0'];
  const operation = { description: '', workCenterId: 'WC-10', status: 'released', scrapConfirmed: pieces('0'), reworkConfirmed: pieces('0'), remaining: pieces('100') } as const;
  return {
    workOrderId: 'WO-1001', siteId: 'BER1', itemId: 'FG-100', quantity: pieces('100'), overDeliveryTolerancePercent: '5', status: more.status ?? 'released', startAt: '', dueAt: '', components: [], revision: '1',
    operations: [{ ...operation, operationId: '0010', yieldConfirmed: pieces(first) }, { ...operation, operationId: '0020', yieldConfirmed: pieces(second) }],
  };
}

/** What this flow asks of an ERP, in the tests' hands. */
class ErpInHand {
  order: WorkOrder | Error = workOrder();
  planned = 0;

  asPort(): ErpPort {
    return this as unknown as ErpPort;
  }

  async workOrder(): Promise<{ value: WorkOrder; asOf: string }> {
    if (this.order instanceof Error) throw this.order;
    return { value: this.order, asOf: '' };
  }

  async planConfirmation(asked: ProductionConfirmation): Promise<readonly ErpPart[]> {
    this.planned += 1;
    return [{ action: 'confirm', partId: 'confirmation', confirmation: asked }];
  }
}

describe('confirming production', () => {
  let erp: ErpInHand;
  let flow: ConfirmProductionFlow;
  beforeEach(() => {
    erp = new ErpInHand();
    flow = new ConfirmProductionFlow(erp.asPort());
  });

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

  it.each([
    ['running totals', { cumulative: true }, 'CUMULATIVE_UNSUPPORTED'],
    ['the correction of another report', { replaces: 'mes-0' }, 'CORRECTION_UNSUPPORTED'],
  ])('never posts %s as if it were a plain report', async (_name, more, code) => {
    expect(await flow.plan(message(confirmation(more)), {})).toMatchObject({ decision: 'park', error: { code } });
    expect(erp.planned).toBe(0);
  });

  it('lets a technical failure through: the engine tries again', async () => {
    erp.order = new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');

    await expect(flow.plan(message(confirmation()), {})).rejects.toBe(erp.order);
  });

  describe('a document that a read-back found', () => {
    const part: PlannedPart<ErpPart> = { partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: confirmation() } };
    const receipt = (quantities: Partial<PostingReceipt['quantities']> = {}): PostingReceipt => ({
      reference: 'r', backend: 'b', documents: [], postingDate: '', postedAt: '', quantities: { yield: pieces('12.0'), scrap: pieces('3'), rework: pieces('0'), ...quantities },
    });

    it('agrees when all amounts are equal, however they are written', () => {
      expect(flow.agrees(part, receipt())).toBe(true);
      expect(flow.agrees(part, receipt({ rework: { value: '0', unit: 'KGM' } }))).toBe(true);
    });

    it.each([[{ yield: pieces('13') }], [{ scrap: pieces('1') }], [{ rework: pieces('1') }], [{ yield: { value: '12', unit: 'KGM' } }]])('does not agree with %j', (quantities) => {
      expect(flow.agrees(part, receipt(quantities))).toBe(false);
    });
  });

  describe('scrap in several units, which only an old body can have', () => {
    const kilograms = { quantity: { value: '2', unit: 'KGM' }, reasonCode: 'SCRATCH' };
    const inUnits = (...scrap: ProductionConfirmation['scrap']): ProductionConfirmation => confirmation({ scrap });
    const part = (command: ProductionConfirmation): PlannedPart<ErpPart> => ({ partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: command } });
    const receiptOf = (scrap: Quantity): PostingReceipt => ({ reference: 'r', backend: 'b', documents: [], postingDate: '', postedAt: '', quantities: { yield: pieces('12'), scrap, rework: pieces('0') } });
    const nothing = { quantity: pieces('0'), reasonCode: 'BURR' };

    it('is compared unit by unit: nothing of one unit does not matter, something of each agrees with no receipt', () => {
      expect(flow.agrees(part(inUnits(nothing, kilograms)), receiptOf({ value: '2.0', unit: 'KGM' }))).toBe(true);
      expect(flow.agrees(part(inUnits({ ...nothing, quantity: pieces('1') }, kilograms)), receiptOf(pieces('1')))).toBe(false);
    });

    it('does not keep the event of a posted report from being told', () => {
      const [event] = flow.events(message(inUnits({ ...nothing, quantity: pieces('1') }, kilograms)), []);

      expect(event).toMatchObject({ type: 'production.confirmed.v1', data: { scrap: pieces('1') } });
    });
  });

  it.each([
    ['PREDECESSOR_OPEN', { decision: 'wait', condition: { key: 'order-yield:BER1:WO-1001' } }],
    ['PERIOD_NOT_OPEN_YET', { decision: 'wait', condition: { key: 'refusal:BER1:PERIOD_NOT_OPEN_YET:WO-1001' } }],
    ['OVER_TOLERANCE', { decision: 'park', error: { owner: 'planner', reason: 'the words of the ERP' } }],
    ['A_CODE_THAT_NOBODY_KNOWS', { decision: 'park', error: { code: 'A_CODE_THAT_NOBODY_KNOWS', owner: 'erpTeam' } }],
  ])('after the refusal %s does as the catalogue says', (code, expected) => {
    expect(flow.onBusinessRefusal(message(confirmation()), code, 'the words of the ERP')).toMatchObject(expected);
  });

  it('when it is posted tells what was made, and wakes who waits for this operation\'s yield', () => {
    const documents = [{ type: 'confirmation', number: '17' }] as const;
    const [event] = flow.events(message(confirmation()), [{ documents } as unknown as PostingReceipt]);

    expect(event).toMatchObject({ type: 'production.confirmed.v1', subject: 'WO-1001', data: { messageId: 'm-1', confirmationId: 'mes-1', operationId: '0020', yield: pieces('12'), scrap: pieces('3'), rework: pieces('0'), documents } });
    expect(flow.fulfils(message(confirmation()))).toContain('operation-yield:BER1:WO-1001:0020');
  });
});
