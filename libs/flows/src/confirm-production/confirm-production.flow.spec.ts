import { beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, DEFAULT_CONFIRMATION_POLICY, TechnicalRetryableError, type ConfirmationPolicy, type ConfirmationReversal, type HeldSubject, type MessageState, type PostingPeriod, type ProductionConfirmation, type QualityHold, type Quantity, type WorkOrder } from '@plantway/canonical';
import type { ErpPart, ErpPort, PlannedPart, PostingReceipt } from '@plantway/ports';
import { MessagesInHand, confirmation, confirmationMessage as message, pieces, receipt as receiptOf, reversal, workOrder } from '../../test/confirmation.fixture.js';
import { ConfirmProductionFlow } from './confirm-production.flow.js';

/** What this flow asks of an ERP, in the tests' hands. */
class ErpInHand {
  order: WorkOrder | Error = workOrder();
  planned = 0;
  readonly periods: PostingPeriod[] = [];

  asPort(): ErpPort {
    return this as unknown as ErpPort;
  }

  async workOrder(): Promise<{ value: WorkOrder; asOf: string }> {
    if (this.order instanceof Error) throw this.order;
    return { value: this.order, asOf: '' };
  }

  async postingPeriods(): Promise<{ items: readonly PostingPeriod[] }> {
    return { items: this.periods };
  }

  async planConfirmation(asked: ProductionConfirmation): Promise<readonly ErpPart[]> {
    this.planned += 1;
    return [{ action: 'confirm', partId: 'confirmation', confirmation: asked }];
  }
}

describe('confirming production', () => {
  let erp: ErpInHand;
  let others: MessagesInHand;
  let policy: ConfirmationPolicy;
  /** What quality holds, and what it was asked about. */
  let hold: QualityHold | undefined;
  let asked: HeldSubject[];
  let flow: ConfirmProductionFlow;
  beforeEach(() => {
    erp = new ErpInHand();
    others = new MessagesInHand();
    policy = DEFAULT_CONFIRMATION_POLICY;
    hold = undefined;
    asked = [];
    const openFor = async (subject: HeldSubject): Promise<QualityHold | undefined> => {
      asked.push(subject);
      return hold;
    };
    flow = new ConfirmProductionFlow({ erp: erp.asPort(), related: others, holds: { openFor }, placesOf: (_siteId, id) => [id, `above ${id}`], policies: () => policy });
  });
  const planned = (more: Partial<ProductionConfirmation>) => flow.plan(message(confirmation(more)), {});

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

  it('waits while quality holds what it is about: the order, the operation, the equipment, and every lot that is used or made', async () => {
    hold = { holdId: 'H-1', siteId: 'BER1', scope: { type: 'lot', itemId: 'RM-1', lotId: 'L-7' }, reason: 'to be inspected', placedAt: '2026-11-22T05:10:00.000Z' };
    const used = { itemId: 'RM-1', lotId: 'L-7', quantity: pieces('3'), serialNumbers: [], backflush: false };
    const report = confirmation({
      producedLots: [{ lotId: 'FG-1', quantity: pieces('12') }], consumptions: [used, { itemId: 'RM-2', serialNumbers: [], backflush: true }],
      otherOutputs: [{ itemId: 'BY-1', type: 'byProduct', quantity: pieces('1'), lotId: 'BY-9' }], equipmentId: 'PRESS-1', workCenterId: 'WC-11',
    });

    const plan = await flow.plan(message(report), {});

    expect(plan).toMatchObject({ decision: 'wait', condition: { key: 'quality-hold:BER1:RM-1/L-7', error: { code: 'QUALITY_HOLD', owner: 'quality', reason: 'Hold H-1 on lot L-7 of RM-1 stands since 2026-11-22T05:10:00.000Z: to be inspected' } } });
    expect(erp.planned).toBe(0);
    expect(asked).toEqual([{
      siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0020', equipmentIds: ['PRESS-1', 'above PRESS-1', 'WC-11', 'above WC-11'],
      lots: [{ itemId: 'FG-100', lotId: 'FG-1', isMade: true }, { itemId: 'BY-1', lotId: 'BY-9', isMade: true }, { itemId: 'RM-1', lotId: 'L-7', isMade: false }],
    }]);
  });

  it('waits for a hold also when it was planned before: what is sent is asked about, not what was reported', async () => {
    const report = confirmation({ producedLots: [{ lotId: 'FG-1', quantity: pieces('12') }] });
    const part: PlannedPart<ErpPart> = { partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: { ...report, producedLots: [] } } };
    const look = () => flow.mustWaitFor(message(report), part, {});
    const before = await look();
    hold = { holdId: 'H-1', siteId: 'BER1', scope: { type: 'workOrder', workOrderId: 'WO-1001' }, reason: 'to be inspected', placedAt: '2026-11-22T05:10:00.000Z' };

    expect([before, await look()]).toEqual([undefined, expect.objectContaining({ key: 'quality-hold:BER1:H-1', error: expect.objectContaining({ code: 'QUALITY_HOLD' }) })]);
    expect(asked[1]).toEqual({ siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0020', lots: [], equipmentIds: ['WC-10', 'above WC-10'] });
  });

  it('asks for holds on the work center of the routing when it names none itself', async () => {
    await planned({ equipmentId: 'PRESS-1' });
    await planned({});

    expect(asked.map(({ equipmentIds }) => equipmentIds)).toEqual([['PRESS-1', 'above PRESS-1', 'WC-10', 'above WC-10'], ['WC-10', 'above WC-10']]);
  });

  it('lets everybody go on who waits for a lot that it makes, and is kept as a report', () => {
    const report = message(confirmation({ producedLots: [{ lotId: 'FG-1', quantity: pieces('12') }] }));
    const part: PlannedPart<ErpPart> = { partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: report.command } };

    expect(flow.fulfils(report)).toContain('lot-posted:BER1:FG-1');
    expect(flow.effects(report, [receiptOf()], [part])).toEqual([{ effect: 'report_posted', data: flow.events(report, [receiptOf()], [part])[0].data }]);
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

  describe('a correction', () => {
    const makesRoom = (state: MessageState) => others.reversal(reversal({ reversalId: 'mes-1', confirmationId: 'mes-0', replacedBy: 'mes-1' }), state);

    it.each(['accepted', 'posting', 'inDoubt', 'retrying', 'waiting', 'parked'] as const)('waits while the reversal of what it corrects is %s', async (state) => {
      makesRoom(state);

      expect(await planned({ replaces: 'mes-0' })).toMatchObject({ decision: 'wait', condition: { key: 'message:m-mes-1', error: { code: 'CORRECTION_OPEN', unblockCondition: 'the corrected report is taken back' } } });
      expect(erp.planned).toBe(0);
    });

    it.each(['posted', 'annulled'] as const)('is posted when that reversal is %s', async (state) => {
      makesRoom(state);

      expect(await planned({ replaces: 'mes-0' })).toMatchObject({ decision: 'send' });
    });

    it('goes to a person when the reversal was discarded or is missing: both reports would stand', async () => {
      expect(await planned({ replaces: 'mes-0' })).toMatchObject({ decision: 'park', error: { code: 'CORRECTION_NOT_REVERSED' } });

      makesRoom('discarded');

      expect(await planned({ replaces: 'mes-0' })).toMatchObject({ decision: 'park', error: { code: 'CORRECTION_NOT_REVERSED' } });
    });

    it('needs no reversal of its own when another one has taken the report back', async () => {
      makesRoom('discarded').reversal(reversal({ reversalId: 'by-hand', confirmationId: 'mes-0' }), 'posted');

      expect(await planned({ replaces: 'mes-0' })).toMatchObject({ decision: 'send' });
    });

    it('of a correction waits for the first report too', async () => {
      others.confirmation(confirmation({ confirmationId: 'mes-0', replaces: 'mes-first' }), { state: 'annulled' });
      makesRoom('posted').reversal(reversal({ reversalId: 'mes-0', confirmationId: 'mes-first', replacedBy: 'mes-0' }), 'inDoubt');

      expect(await planned({ replaces: 'mes-0' })).toMatchObject({ decision: 'wait', condition: { key: 'message:m-mes-0' } });
    });
  });

  describe('a second correction of the same report', () => {
    const corrects = (id: string, of: string, state: MessageState, wish: MessageState = 'posted') =>
      others.reversal(reversal({ reversalId: id, confirmationId: of, replacedBy: id }), wish).confirmation(confirmation({ confirmationId: id, replaces: of }), { state });
    const second = () => {
      others.reversal(reversal({ reversalId: 'mes-1', confirmationId: 'mes-0', replacedBy: 'mes-1' }), 'annulled');
      return planned({ replaces: 'mes-0' });
    };
    beforeEach(() => void others.confirmation(confirmation({ confirmationId: 'mes-0' })));

    it.each(['accepted', 'waiting', 'parked', 'retrying', 'posting', 'inDoubt', 'posted', 'postedWithFollowUp'] as const)('goes to a person while the first one is %s', async (state) => {
      corrects('first', 'mes-0', state);

      expect(await second()).toMatchObject({ decision: 'park', error: { code: 'CORRECTED_BEFORE', reason: expect.stringContaining('replaced by first') } });
    });

    it.each(['discarded', 'annulled'] as const)('is posted when the first one was %s', async (state) => {
      corrects('first', 'mes-0', state);

      expect(await second()).toMatchObject({ decision: 'send' });
    });

    it('waits while the first one is taken back, and is posted when it was', async () => {
      corrects('first', 'mes-0', 'posted').reversal(reversal({ reversalId: 'by-hand', confirmationId: 'first' }), 'waiting');
      expect(await second()).toMatchObject({ decision: 'wait', condition: { key: 'message:m-by-hand', error: { code: 'CORRECTION_OPEN' } } });

      others.all.pop();
      others.all.splice(others.all.findIndex(({ senderId }) => senderId === 'by-hand'), 1);
      others.reversal(reversal({ reversalId: 'by-hand', confirmationId: 'first' }));

      expect(await second()).toMatchObject({ decision: 'send' });
    });

    it('goes to a person when the first one was corrected itself', async () => {
      corrects('first', 'mes-0', 'annulled');
      corrects('first-again', 'first', 'posted');

      expect(await second()).toMatchObject({ decision: 'park', error: { reason: expect.stringContaining('replaced by first-again') } });
    });

    it('does not hold up the first one, unless it is on its way already', async () => {
      others.reversal(reversal({ reversalId: 'mes-1', confirmationId: 'mes-0', replacedBy: 'mes-1' }));
      corrects('later', 'mes-0', 'accepted', 'annulled');
      expect(await planned({ replaces: 'mes-0' })).toMatchObject({ decision: 'send' });

      others.all.pop();
      others.confirmation(confirmation({ confirmationId: 'later', replaces: 'mes-0' }), { state: 'inDoubt' });

      expect(await planned({ replaces: 'mes-0' })).toMatchObject({ decision: 'park', error: { code: 'CORRECTED_BEFORE' } });
    });
  });

  describe('a report that comes after a wish to take another one back', () => {
    const wish = (more: Partial<ConfirmationReversal>, state: MessageState = 'parked') => others.reversal(reversal({ confirmationId: 'mes-0', ...more }), state);

    it.each(['accepted', 'waiting', 'parked', 'retrying', 'posting', 'inDoubt'] as const)('of its operation waits while that is %s', async (state) => {
      wish({}, state);

      expect(await planned({})).toMatchObject({ decision: 'wait', condition: { key: 'message:m-rev-1', error: { code: 'REVERSAL_OPEN' } } });
    });

    it('of another operation waits for nothing, unless it ends the order', async () => {
      wish({ operationId: '0010' });

      expect(await planned({})).toMatchObject({ decision: 'send' });
      expect(await planned({ kind: 'final' })).toMatchObject({ decision: 'wait', condition: { key: 'message:m-rev-1', error: { code: 'REVERSAL_OPEN' } } });
    });

    it('does not wait when that makes room for a report that is not stored', async () => {
      wish({ replacedBy: 'never-stored' }, 'waiting');

      expect(await planned({})).toMatchObject({ decision: 'send' });
    });

    it('waits when that makes room for an earlier one', async () => {
      wish({ replacedBy: 'mes-00' }, 'waiting').confirmation(confirmation({ confirmationId: 'mes-00', replaces: 'mes-0' }), { state: 'waiting' });

      expect(await planned({})).toMatchObject({ decision: 'wait', condition: { error: { code: 'REVERSAL_OPEN' } } });
    });
  });

  describe('running totals', () => {
    it('are counted anew when an earlier one is taken back while they are planned', async () => {
      posted('40', '40');
      const plan = erp.planConfirmation.bind(erp);
      erp.planConfirmation = async (asked) => {
        others.reversal(reversal({ confirmationId: 'mes-40' }));
        erp.planConfirmation = plan;
        return plan(asked);
      };

      expect(await planned(total('52'))).toMatchObject({ decision: 'send', parts: [{ payload: { confirmation: { yield: pieces('52') } } }] });
    });

    it('count what was left in the ERP of one that was taken back, until it was reversed along with a later one', async () => {
      posted('40', '40').reversal(reversal({ confirmationId: 'mes-40' }), 'posted', []);
      expect(await planned(total('52'))).toMatchObject({ decision: 'send', parts: [{ payload: { confirmation: { yield: pieces('12') } } }] });

      posted('50', '10').reversal(reversal({ reversalId: 'rev-2', confirmationId: 'mes-50' }), 'posted', ['mes-40', 'mes-50'].map((id) => receiptOf({ reference: `ref-${id}` })));

      expect(await planned(total('52'))).toMatchObject({ decision: 'send', parts: [{ payload: { confirmation: { yield: pieces('52') } } }] });
    });

    const total = (value: string, more: Partial<ProductionConfirmation> = {}): Partial<ProductionConfirmation> => ({ cumulative: true, yield: pieces(value), scrap: [], ...more });
    const posted = (value: string, sent: string) => others.confirmation(confirmation({ confirmationId: `mes-${value}`, ...total(value) }), { sent: [confirmation({ yield: pieces(sent), scrap: [] })] });

    it('are sent as what was added, never as a total', async () => {
      posted('40', '40');

      expect(await planned(total('52'))).toMatchObject({ decision: 'send', parts: [{ payload: { confirmation: { cumulative: false, yield: pieces('12') } } }] });
    });

    it('that add nothing are done without a send', async () => {
      posted('52', '52');

      expect(await planned(total('52'))).toEqual({ decision: 'finish', state: 'posted', note: 'no change' });
      expect(await planned(total('50'))).toEqual({ decision: 'finish', state: 'posted', note: 'the ERP has more, which the next report nets: yield 2 H87' });
      expect(erp.planned).toBe(0);
    });

    it('that add nothing but time, or end the operation, are sent all the same', async () => {
      posted('52', '52');
      const machineTimes = [{ equipmentId: 'WU-20-A', activityCode: 'run', startedAt: '2026-11-22T05:00:00.000Z', finishedAt: '2026-11-22T05:30:00.000Z' }] as const;

      expect(await planned(total('52', { machineTimes }))).toMatchObject({ decision: 'send', parts: [{ payload: { confirmation: { yield: pieces('0'), machineTimes } } }] });
      expect(await planned(total('52', { kind: 'final' }))).toMatchObject({ decision: 'send', parts: [{ payload: { confirmation: { kind: 'final', yield: pieces('0') } } }] });
    });

    it('older than the last reading are evidence; a final one goes to a person', async () => {
      posted('52', '52');
      const older = { finishedAt: '2026-11-22T05:39:59.999Z' };

      expect(await planned(total('60', older))).toEqual({ decision: 'finish', state: 'posted', note: 'older than the reading of 2026-11-22T05:40:00.000Z: kept as evidence' });
      expect(await planned(total('60', { ...older, kind: 'final' }))).toMatchObject({ decision: 'park', error: { code: 'TOTAL_OLDER_THAN_LAST' } });
    });

    it('of a final report below what stands go to a person', async () => {
      posted('52', '52');

      expect(await planned(total('50', { kind: 'final' }))).toMatchObject({ decision: 'park', error: { code: 'TOTAL_BELOW_POSTED', reason: expect.stringContaining('yield 2 H87') } });
    });

    it('wait while an earlier report is being taken back, and do not count it afterwards', async () => {
      posted('40', '40').reversal(reversal({ confirmationId: 'mes-40' }), 'retrying');
      expect(await planned(total('52'))).toMatchObject({ decision: 'wait', condition: { key: 'message:m-rev-1', error: { code: 'REVERSAL_OPEN' } } });

      others.all.pop();
      others.reversal(reversal({ confirmationId: 'mes-40' }), 'posted');

      expect(await planned(total('52'))).toMatchObject({ decision: 'send', parts: [{ payload: { confirmation: { yield: pieces('52') } } }] });
    });

    it('are told as what was added', async () => {
      const [event] = flow.events(message(confirmation(total('52', { serialNumbers: ['S-1', 'S-2'] }))), [receiptOf()], [{ partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: confirmation({ yield: pieces('12'), serialNumbers: ['S-2'] }) } }]);

      expect(event.data).toMatchObject({ yield: pieces('12'), serialNumbers: ['S-2'] });
    });
  });

  describe('a final report of the last operation', () => {
    it.each(['accepted', 'waiting', 'parked', 'retrying', 'inDoubt', 'posting'] as const)('waits while an earlier report of the order is %s', async (state) => {
      others.confirmation(confirmation({ confirmationId: 'mes-0', operationId: '0010' }), { state });

      expect(await planned({ kind: 'final' })).toMatchObject({ decision: 'wait', condition: { key: 'message:m-mes-0', error: { code: 'EARLIER_REPORT_OPEN' } } });
    });

    it('does not wait for finished ones; nor does a partial one, or one of another operation, wait for any', async () => {
      others.confirmation(confirmation({ confirmationId: 'mes-0', operationId: '0010' }));
      expect(await planned({ kind: 'final' })).toMatchObject({ decision: 'send' });

      others.confirmation(confirmation({ confirmationId: 'mes-00', operationId: '0010' }), { state: 'parked' });

      expect(await planned({ kind: 'partial' })).toMatchObject({ decision: 'send' });
      expect(await planned({ kind: 'final', operationId: '0010' })).toMatchObject({ decision: 'send' });
    });
  });

  describe('a posting date in a closed period', () => {
    const part: PlannedPart<ErpPart> = { partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: confirmation({ postingDate: '2026-10-30' }) } };
    const refusal = { part, code: 'PERIOD_CLOSED', reason: 'period 2026-10 is closed' };
    const month = (periodId: string, lastDay: string, status: PostingPeriod['status']): PostingPeriod => ({ periodId, startsOn: `${periodId}-01`, endsOn: `${periodId}-${lastDay}`, status });
    const refused = (each = refusal) => flow.onBusinessRefusal(message(confirmation({ postingDate: '2026-10-30' })), each, {});
    beforeEach(() => void erp.periods.push(month('2026-12', '31', 'future'), month('2026-11', '30', 'open'), month('2026-10', '31', 'closed'), month('2026-09', '30', 'open')));

    it('is left to a person where the site asks', async () => {
      expect(await refused()).toMatchObject({ decision: 'park', error: { code: 'PERIOD_CLOSED' } });
    });

    it('becomes the first open day after it where the site wants that; both dates are kept', async () => {
      policy = { ...policy, closedPeriod: 'redate' };

      expect(await refused()).toEqual({
        decision: 'amend', note: 'posted under 2026-11-01, reported for 2026-10-30: period closed',
        payload: { action: 'confirm', partId: 'confirmation', confirmation: confirmation({ postingDate: '2026-11-01' }) },
      });
    });

    it('is left to a person all the same when no day is open, or the ERP calls the day open and refuses it', async () => {
      policy = { ...policy, closedPeriod: 'redate' };
      erp.periods.splice(1, 1);
      expect(await refused()).toMatchObject({ decision: 'park' });

      erp.periods.push(month('2026-10', '31', 'open'));

      expect(await refused()).toMatchObject({ decision: 'park', error: { code: 'PERIOD_CLOSED' } });
    });
  });

  it('lets a technical failure through: the engine tries again', async () => {
    erp.order = new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');

    await expect(flow.plan(message(confirmation()), {})).rejects.toBe(erp.order);
  });

  describe('a document that a read-back found', () => {
    const part: PlannedPart<ErpPart> = { partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: confirmation() } };
    const receipt = (quantities: Partial<PostingReceipt['quantities']> = {}): PostingReceipt => receiptOf({ quantities: { yield: pieces('12.0'), scrap: pieces('3'), rework: pieces('0'), ...quantities } });

    it('agrees when all amounts are equal, however they are written', () => {
      expect(flow.agrees(part, receipt())).toBe(true);
      expect(flow.agrees(part, receipt({ rework: { value: '0', unit: 'KGM' } }))).toBe(true);
    });

    it.each([[{ yield: pieces('13') }], [{ scrap: pieces('1') }], [{ rework: pieces('1') }], [{ yield: { value: '12', unit: 'KGM' } }]])('does not agree with %j', (quantities) => {
      expect(flow.agrees(part, receipt(quantities))).toBe(false);
    });

    it('does not agree without quantities', () => {
      expect(flow.agrees(part, receiptOf({ quantities: undefined }))).toBe(false);
    });
  });

  describe('scrap in several units, which only an old body can have', () => {
    const kilograms = { quantity: { value: '2', unit: 'KGM' }, reasonCode: 'SCRATCH' };
    const inUnits = (...scrap: ProductionConfirmation['scrap']): ProductionConfirmation => confirmation({ scrap });
    const part = (command: ProductionConfirmation): PlannedPart<ErpPart> => ({ partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: command } });
    const receiptWith = (scrap: Quantity): PostingReceipt => receiptOf({ quantities: { yield: pieces('12'), scrap, rework: pieces('0') } });
    const nothing = { quantity: pieces('0'), reasonCode: 'BURR' };

    it('is compared unit by unit: nothing of one unit does not matter, something of each agrees with no receipt', () => {
      expect(flow.agrees(part(inUnits(nothing, kilograms)), receiptWith({ value: '2.0', unit: 'KGM' }))).toBe(true);
      expect(flow.agrees(part(inUnits({ ...nothing, quantity: pieces('1') }, kilograms)), receiptWith(pieces('1')))).toBe(false);
    });

    it('does not keep the event of a posted report from being told', () => {
      const [event] = flow.events(message(inUnits({ ...nothing, quantity: pieces('1') }, kilograms)), [], []);

      expect(event).toMatchObject({ type: 'production.confirmed.v1', data: { scrap: pieces('1') } });
    });
  });

  it.each([
    ['PREDECESSOR_OPEN', { decision: 'wait', condition: { key: 'order-yield:BER1:WO-1001' } }],
    ['PERIOD_NOT_OPEN_YET', { decision: 'wait', condition: { key: 'refusal:BER1:PERIOD_NOT_OPEN_YET:WO-1001' } }],
    ['OVER_TOLERANCE', { decision: 'park', error: { owner: 'planner', reason: 'the words of the ERP' } }],
    ['A_CODE_THAT_NOBODY_KNOWS', { decision: 'park', error: { code: 'A_CODE_THAT_NOBODY_KNOWS', owner: 'erpTeam' } }],
  ])('after the refusal %s does as the catalogue says', async (code, expected) => {
    expect(await flow.onBusinessRefusal(message(confirmation()), { code, reason: 'the words of the ERP' }, {})).toMatchObject(expected);
  });

  it('when it is posted tells what was made and what of it can be traced, and wakes who waits for this operation\'s yield', () => {
    const documents = [{ type: 'confirmation', number: '17' }] as const;
    const traced: Partial<ProductionConfirmation> = {
      producedLots: [{ lotId: 'L-1', quantity: pieces('12') }], serialNumbers: ['S-1'], genealogy: [{ serialNumber: 'S-1', componentSerialNumbers: ['P-1'] }],
      consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A', serialNumbers: [], backflush: true }],
    };
    const [event] = flow.events(message(confirmation(traced)), [receiptOf({ documents, postingDate: '2026-12-01' })], []);

    expect(event).toMatchObject({
      type: 'production.confirmed.v1', subject: 'WO-1001',
      data: {
        messageId: 'm-1', sourceSystem: 'mes', confirmationId: 'mes-1', operationId: '0020', yield: pieces('12'), scrap: pieces('3'), rework: pieces('0'), documents, postingDate: '2026-12-01',
        producedLots: traced.producedLots, serialNumbers: ['S-1'], genealogy: traced.genealogy, consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A', serialNumbers: [] }],
      },
    });
    expect(flow.fulfils(message(confirmation()))).toContain('operation-yield:BER1:WO-1001:0020');
  });
});
