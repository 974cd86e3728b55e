import { beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, TechnicalRetryableError, type MaterialConsumption, type MessageState, type ProductionConfirmation, type QualityHold, type WorkOrder, type WorkOrderChange } from '@plantway/canonical';
import type { DeliveryMessage, ErpPort, OpenReport } from '@plantway/ports';
import { MessagesInHand, confirmation, pieces, workOrder } from '../../test/confirmation.fixture.js';
import type { MesAnswer } from './asked-mes.js';
import { ChangeWorkOrderFlow } from './change-work-order.flow.js';

const wish = (change: Partial<WorkOrderChange> = {}): WorkOrderChange => ({ changeId: 'c-1', siteId: 'BER1', workOrderId: 'WO-1001', verb: 'hold', ...change });
const message = (change: Partial<WorkOrderChange> = {}): DeliveryMessage<WorkOrderChange> => ({
  messageId: 'm-1', siteId: 'BER1', kind: 'workOrderChange', sourceSystem: 'planner', senderId: 'c-1', correlationId: 'journey', acceptedAt: '2026-11-22T06:00:00.000Z', command: wish(change),
});
const sent = (change: Partial<WorkOrderChange> = {}) => ({ decision: 'send', parts: [{ partId: 'change', payload: { action: 'change', partId: 'change', siteId: 'BER1', change: wish(change) } }] });

describe('a change of a work order', () => {
  let order: WorkOrder | Error;
  let answers: MesAnswer[];
  let open: OpenReport[];
  let isAsked: boolean;
  let hold: QualityHold | undefined;
  /** What the MES was asked and what was taken back, in order. */
  let mes: string[];
  let flow: ChangeWorkOrderFlow;
  let related: MessagesInHand;
  beforeEach(() => {
    order = workOrder(); // 60 of 100 are confirmed at its first operation
    answers = [{ outcome: 'accepted' }];
    open = [];
    isAsked = false;
    mes = [];
    hold = undefined;
    related = new MessagesInHand();
    const workOrderOf = async () => {
      if (order instanceof Error) throw order;
      return { value: order, asOf: '2026-11-22T06:00:00.000Z' };
    };
    flow = new ChangeWorkOrderFlow({
      erp: { workOrder: workOrderOf } as unknown as ErpPort,
      reports: { openReports: async () => open },
      holds: { openFor: async () => hold },
      related,
      mes: {
        ask: async ({ change: { verb } }) => (mes.push(`ask ${verb}`), answers.length > 1 ? answers.shift()! : answers[0]),
        isAsked: async () => isAsked,
        withdraw: async () => void mes.push('withdraw'),
      },
    });
  });
  const report = (senderId: string, state: MessageState, change: Partial<ProductionConfirmation> = {}): void => {
    open.push({ messageId: `m-${senderId}`, kind: 'productionConfirmation', sourceSystem: 'mes', senderId, state, acceptedAt: '', command: confirmation(change), receipts: [], sent: [] });
  };
  const planned = (change: Partial<WorkOrderChange> = {}) => flow.plan(message(change), {});

  it.each<MesAnswer['outcome']>(['nothingToAsk', 'accepted'])('goes into the ERP when the MES says %s', async (outcome) => {
    answers = [{ outcome } as MesAnswer];

    expect(await planned({ expectedRevision: '1' })).toEqual(sent());
    expect(mes).toEqual(['ask hold']);
  });

  it('waits for the job order that has no answer', async () => {
    answers = [{ outcome: 'open', jobOrderId: 'WO-1001-0010', version: 2 }];

    expect(await planned()).toMatchObject({ decision: 'wait', condition: { key: 'job-order-answered:BER1:WO-1001-0010@2', error: { code: 'CHANGE_UNDER_NEGOTIATION' } } });
  });

  it('goes to a person when the MES refuses, which gets its job orders back', async () => {
    answers = [{ outcome: 'refused', reason: 'WO-1001-0020: half of it is made' }];

    expect(await planned()).toMatchObject({ decision: 'park', error: { code: 'CHANGE_REFUSED_BY_MES', reason: expect.stringContaining('half of it is made') } });
    expect(mes).toEqual(['ask hold', 'withdraw']);
  });

  it.each([
    ['goes on with what the MES takes', '70', sent({ verb: 'changeQuantity', quantity: pieces('70') }), ['ask changeQuantity']],
    ['goes to a person when that is below what is made', '59', { decision: 'park', error: { code: 'BELOW_CONFIRMED' } }, ['ask changeQuantity', 'withdraw']],
    ['is done when that is what the order is over', '100', { decision: 'finish', state: 'posted', note: expect.stringContaining('takes no other quantity') }, ['ask changeQuantity', 'withdraw']],
  ])('%s', async (_what, taken, plan, asked) => {
    answers = [{ outcome: 'partly', quantity: pieces(taken) }];

    expect(await planned({ verb: 'changeQuantity', quantity: pieces('120') })).toMatchObject(plan);
    expect(mes).toEqual(asked);
  });

  it('is done when the order is as wanted already, and asks nobody', async () => {
    order = workOrder({ status: 'held' });

    expect(await planned()).toEqual({ decision: 'finish', state: 'posted', note: 'work order WO-1001 was held already' });
    expect(mes).toEqual([]);
  });

  it.each<[string, () => void, Partial<WorkOrderChange>, string]>([
    ['the ERP has no such order', () => { order = new BusinessException('NOT_FOUND', 'no such order'); }, {}, 'ORDER_UNKNOWN'],
    ['it is closed', () => { order = workOrder({ status: 'closed' }); }, {}, 'CHANGE_NOT_POSSIBLE'],
    ['what is confirmed and reported is more', () => report('made-1', 'waiting', { operationId: '0010' }), { verb: 'changeQuantity', quantity: pieces('71') }, 'BELOW_CONFIRMED'], // 60 and 12
  ])('goes to a person when %s, and what was asked of the MES is taken back', async (_what, given, change, code) => {
    given();

    expect(await planned(change)).toMatchObject({ decision: 'park', error: { code } });
    expect(mes).toEqual(['withdraw']);
  });

  it.each<[WorkOrderChange['verb'], WorkOrderChange['verb'], 'park' | 'send']>([
    ['changeQuantity', 'changeQuantity', 'park'], ['hold', 'resume', 'park'], ['changeQuantity', 'hold', 'send'],
  ])('%s that comes back behind a later %s is for: %s', async (verb, later, decision) => {
    related.overtaking = [{ messageId: 'm-2', kind: 'workOrderChange', sourceSystem: 'erp', senderId: 'c-2', state: 'posted', acceptedAt: '', command: wish({ verb: later }), receipts: [], sent: [] }];

    expect(await planned({ verb, ...(verb === 'changeQuantity' && { quantity: pieces('120') }) })).toMatchObject({ decision, ...(decision === 'park' && { error: { code: 'REVISION_STALE', reason: expect.stringContaining('Change c-2') } }) });
  });

  it('goes to a person when the order has another revision than was seen, unless the MES was asked before', async () => {
    expect(await planned({ expectedRevision: '0' })).toMatchObject({ decision: 'park', error: { code: 'REVISION_STALE' } });
    expect(mes).toEqual([]);

    isAsked = true;
    expect(await planned({ expectedRevision: '0' })).toEqual(sent());
  });

  it('reads an order again that moved on meanwhile, and tries later when it keeps moving', async () => {
    answers = [{ outcome: 'readAgain' }, { outcome: 'accepted' }];
    expect(await planned()).toEqual(sent());

    answers = [{ outcome: 'readAgain' }];
    await expect(planned()).rejects.toThrow(TechnicalRetryableError);
  });

  describe('that resumes it while quality holds it', () => {
    beforeEach(() => {
      order = workOrder({ status: 'held' });
      hold = { holdId: 'H-1', siteId: 'BER1', scope: { type: 'workOrder', workOrderId: 'WO-1001' }, reason: 'burr', placedAt: '2026-11-22T06:00:00.000Z' };
    });

    it('waits for the release; the MES is not asked, or gets its job orders back when it was', async () => {
      expect(await planned({ verb: 'resume' })).toMatchObject({ decision: 'wait', condition: { key: 'quality-hold:BER1:H-1', error: { code: 'QUALITY_HOLD' } } });
      expect(mes).toEqual(['withdraw']);
    });

    it('waits also when it was about to be sent', async () => {
      expect(await flow.mustWaitFor(message({ verb: 'resume' }))).toMatchObject({ key: 'quality-hold:BER1:H-1' });
      expect(await flow.mustWaitFor(message({ verb: 'cancel' }))).toBeUndefined();
    });

    it('may be another one: it is cancelled all the same', async () => {
      expect(await planned({ verb: 'cancel' })).toEqual(sent({ verb: 'cancel' }));
    });
  });

  describe('that cancels it', () => {
    it('waits for a report that is on its way', async () => {
      report('made-1', 'posting');

      expect(await planned({ verb: 'cancel' })).toMatchObject({ decision: 'wait', condition: { key: 'message:m-made-1', error: { code: 'EARLIER_REPORT_OPEN' } } });
      expect(mes).toEqual(['ask cancel']);
    });

    it.each<MessageState>(['waiting', 'parked'])('goes to a person when a report is %s: it could not be posted any more', async (state) => {
      report('made-1', state);
      report('made-2', 'accepted'); // behind it in its lane: it goes on no more than that one

      expect(await planned({ verb: 'cancel' })).toMatchObject({ decision: 'park', error: { code: 'CHANGE_NOT_POSSIBLE', reason: expect.stringContaining('made-1') } });
      expect(mes).toEqual(['ask cancel', 'withdraw']);
    });

    it.each([['waits for', 'retrying', 'wait'], ['goes to a person because of', 'waiting', 'park']] as const)('%s material that is %s to be issued, and for reports behind it', async (_what, state, decision) => {
      open.push({ messageId: 'm-use-1', kind: 'materialConsumption', sourceSystem: 'mes', senderId: 'use-1', state, acceptedAt: '', command: { operationId: '0020' } as MaterialConsumption, receipts: [], sent: [] });
      report('made-1', 'accepted');

      const plan = await planned({ verb: 'cancel' });

      expect(plan).toMatchObject({ decision });
      expect(JSON.stringify(plan)).toContain('Material consumption use-1');
    });

    it('waits for the report of another operation first', async () => {
      report('made-1', 'waiting');
      report('made-2', 'accepted', { operationId: '0010' });

      expect(await planned({ verb: 'cancel' })).toMatchObject({ decision: 'wait', condition: { key: 'message:m-made-2' } });
    });
  });

  it('is given back to the MES and goes to a person when the ERP refuses it, and waits when the ERP says for what', async () => {
    expect(await flow.onBusinessRefusal(message(), { code: 'ORDER_CLOSED', reason: 'closed' })).toMatchObject({ decision: 'park', error: { code: 'ORDER_CLOSED', reason: 'closed' } });
    expect(mes).toEqual(['withdraw']);

    expect(await flow.onBusinessRefusal(message(), { code: 'PERIOD_NOT_OPEN_YET', reason: 'not yet' })).toMatchObject({ decision: 'wait' });
    expect(mes).toEqual(['withdraw']);
  });

  it.each([['resume', true], ['cancel', true], ['hold', false], ['changeQuantity', false], ['changeDate', false]] as const)('%s wakes reports that the hold kept waiting: %s', (verb, wakes) => {
    expect(flow.fulfils(message({ verb }))).toEqual(['lockGone:BER1:WO-1001', ...(wakes ? ['refusal:BER1:ORDER_ON_HOLD:WO-1001'] : [])]);
  });
});
