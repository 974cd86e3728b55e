import { beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, type HoldScope, type LotDisposition, type LotStatus, type QualityHold, type QualityHoldPlaced, type WorkOrder, type WorkOrderStatus } from '@plantway/canonical';
import type { DeliveryMessage, ErpPart, ErpPort, PlannedPart, PostingReceipt } from '@plantway/ports';
import { MessagesInHand, receipt, workOrder } from '../../test/confirmation.fixture.js';
import type { QualityCommand, ScopedRelease } from './quality-command.js';
import { QualityDecisionFlow } from './quality-decision.flow.js';
import { acceptedDecision } from './quality-events.js';

const AT = '2026-11-22T06:00:00.000Z';
const LOT = { type: 'lot', itemId: 'FG-100', lotId: 'FG-1' } as const;
const ORDER = { type: 'workOrder', workOrderId: 'WO-1001' } as const;
const frame = { qualityEventId: 'QE-1', siteId: 'BER1', occurredAt: AT } as const;
const hold = (scope: HoldScope): QualityHoldPlaced => ({ ...frame, type: 'hold', holdId: 'H-1', scope, reason: 'burr' });
const release = (scope: HoldScope): ScopedRelease => ({ ...frame, type: 'release', holdId: 'H-1', scope, reason: 'in order' });
const disposition = (decision: LotDisposition['decision']): LotDisposition => ({ ...frame, type: 'disposition', itemId: 'FG-100', lotId: 'FG-1', decision, reason: 'inspected' });
const message = (command: QualityCommand): DeliveryMessage<QualityCommand> => ({ messageId: 'm-1', siteId: 'BER1', kind: 'qualityDecision', sourceSystem: 'qms', senderId: 'QE-1', correlationId: 'journey', acceptedAt: AT, command });
const lotPart = (status: string, reason: string) => ({ decision: 'send', parts: [{ partId: 'lot-status', payload: { action: 'disposeLot', partId: 'lot-status', siteId: 'BER1', itemId: 'FG-100', lotId: 'FG-1', status, reason } }] });
const orderPart = (verb: string, reason: string) => ({ decision: 'send', parts: [{ partId: verb, payload: { action: 'change', partId: verb, siteId: 'BER1', change: { siteId: 'BER1', changeId: 'QE-1', workOrderId: 'WO-1001', verb, reason } } }] });

describe('a decision of quality', () => {
  let order: WorkOrder | undefined;
  let lotStatus: LotStatus | undefined;
  let known: (QualityHold & { readonly placedByMessageId: string }) | undefined;
  let others: readonly QualityHold[];
  let isHeldInErp: boolean;
  let flow: QualityDecisionFlow;
  let related: MessagesInHand;
  beforeEach(() => {
    order = workOrder();
    lotStatus = 'unrestricted';
    known = { holdId: 'H-1', siteId: 'BER1', scope: LOT, reason: 'burr', placedAt: AT, placedByMessageId: 'm-1' };
    others = [];
    isHeldInErp = true;
    const none = new BusinessException('NOT_FOUND', 'not in the ERP');
    const erp = {
      workOrder: async () => (order === undefined ? Promise.reject(none) : { value: order, asOf: AT }),
      lot: async () => (lotStatus === undefined ? Promise.reject(none) : { value: { itemId: 'FG-100', lotId: 'FG-1', status: lotStatus, parentLotIds: [] }, asOf: AT }),
    } as unknown as ErpPort;
    related = new MessagesInHand();
    flow = new QualityDecisionFlow({ erp, related, holds: { hold: async () => known, othersOn: async () => others, isHeldInErp: async () => isHeldInErp } });
  });
  const plan = (command: QualityCommand) => flow.plan(message(command), {});
  const finished = (note: string) => ({ decision: 'finish', state: 'posted', note: expect.stringContaining(note) });

  describe('to hold', () => {
    it('gives a lot the status quality inspection', async () => {
      expect(await plan(hold(LOT))).toEqual(lotPart('qualityInspection', 'burr'));
    });

    it.each(['created', 'released', 'inProgress'] as const)('holds an order that is %s', async (status) => {
      order = workOrder({ status });

      expect(await plan(hold(ORDER))).toEqual(orderPart('hold', 'burr'));
    });

    it.each<[string, HoldScope, WorkOrderStatus | undefined, LotStatus | undefined]>([
      ['a lot that the ERP does not know', LOT, 'released', undefined],
      ['a lot that is blocked already', LOT, 'released', 'blocked'],
      ['a lot that is inspected already', LOT, 'released', 'qualityInspection'],
      ['an order that the ERP does not know', ORDER, undefined, 'unrestricted'],
      ['an order that is held already', ORDER, 'held', 'unrestricted'],
      ['an order that is over', ORDER, 'closed', 'unrestricted'],
      ['one operation', { ...ORDER, operationId: '0020' }, 'released', 'unrestricted'],
      ['equipment', { type: 'equipment', equipmentId: 'PRESS-1' }, 'released', 'unrestricted'],
    ])('leaves %s to the gateway alone', async (_name, scope, status, ofLot) => {
      order = status && workOrder({ status });
      lotStatus = ofLot;

      expect(await plan(hold(scope))).toEqual(finished('the ERP'));
    });

    it('tells the ERP nothing when it ended before that', async () => {
      known = { ...known!, releasedAt: AT };

      expect(await plan(hold(LOT))).toEqual(finished('ended before'));
    });

    it('is pointless under the id of another hold', async () => {
      known = { ...known!, placedByMessageId: 'm-0' };

      expect(await plan(hold(LOT))).toMatchObject({ decision: 'finish', state: 'annulled' });
    });

    it('counts from its acceptance on, and remembers since when the ERP holds it, when it was the one to tell it', () => {
      expect(acceptedDecision(hold(LOT), 'qms')).toEqual({
        effects: [{ effect: 'place_hold', data: { holdId: 'H-1', scope: LOT, reason: 'burr', placedAt: AT } }],
        events: [{ type: 'quality.hold-placed.v1', subject: 'H-1', data: { siteId: 'BER1', sourceSystem: 'qms', qualityEventId: 'QE-1', holdId: 'H-1', scope: LOT, reason: 'burr', placedAt: AT } }],
      });
      expect(flow.effects(message(hold(ORDER)), [receipt({ postedAt: AT })])).toEqual([{ effect: 'hold_in_erp', data: { holdId: 'H-1', heldAt: AT } }]);
      expect(flow.effects(message(hold(LOT)), [receipt({ postedAt: AT })])).toEqual([{ effect: 'hold_in_erp', data: { holdId: 'H-1', heldAt: AT } }]);
      expect(flow.effects(message(hold(LOT)), [])).toEqual([]);
      expect(flow.events(message(hold(LOT)))).toEqual([]);
    });
  });

  describe('to release', () => {
    const ended = (freedAt?: string) => [{ effect: 'release_hold', data: { holdId: 'H-1', releasedAt: AT, ...(freedAt !== undefined && { freedAt }) } }];

    it('makes a lot unrestricted that quality has stopped in the ERP', async () => {
      lotStatus = 'qualityInspection';

      expect(await plan(release(LOT))).toEqual(lotPart('unrestricted', 'in order'));
    });

    it('lets an order go on that quality holds in the ERP', async () => {
      order = workOrder({ status: 'held' });

      expect(await plan(release(ORDER))).toEqual(orderPart('resume', 'in order'));
      expect(flow.effects(message(release(ORDER)), [receipt({ postedAt: AT })])).toEqual(ended(AT));
    });

    it.each<[string, HoldScope]>([['a lot in inspection', LOT], ['an order held', ORDER]])('leaves %s that somebody else has stopped in the ERP', async (_name, scope) => {
      order = workOrder({ status: 'held' });
      lotStatus = 'qualityInspection';
      isHeldInErp = false;

      expect(await plan(release(scope))).toEqual({ ...finished('somebody else'), effects: ended(), events: [expect.objectContaining({ type: 'quality.hold-released.v1' })] });
    });

    it.each<[string, HoldScope]>([['a lot', LOT], ['an order', ORDER]])('leaves %s as it is while another hold stands on it', async (_name, scope) => {
      others = [{ ...known!, holdId: 'H-2' }];
      order = workOrder({ status: 'held' });

      expect(await plan(release(scope))).toMatchObject({ ...finished('hold H-2'), effects: ended(), events: [{ type: 'quality.hold-released.v1', subject: 'H-1' }] });
    });

    it.each<[string, HoldScope, LotStatus | undefined, string | undefined]>([
      ['a lot that the ERP does not know', LOT, undefined, undefined],
      ['a lot that is blocked in the ERP, whatever it was before,', LOT, 'blocked', AT],
      ['an order that the ERP does not hold', ORDER, undefined, AT],
      ['one operation', { ...ORDER, operationId: '0020' }, undefined, undefined],
      ['equipment', { type: 'equipment', equipmentId: 'PRESS-1' }, undefined, undefined],
    ])('ends the hold on %s in the gateway alone', async (_name, scope, ofLot, freedAt) => {
      lotStatus = ofLot;

      expect(await plan(release(scope))).toEqual({ decision: 'finish', state: 'posted', note: expect.any(String), effects: ended(freedAt), events: [expect.objectContaining({ type: 'quality.hold-released.v1' })] });
    });

    it('changes nothing when the hold ended before', async () => {
      known = { ...known!, releasedAt: AT };

      expect(await plan(release(LOT))).toEqual({ decision: 'finish', state: 'posted', note: `hold H-1 ended before, at ${AT}` });
    });

    it('lets everybody go on who waits for it', () => {
      expect(flow.fulfils(message(release(LOT)))).toEqual(['quality-hold:BER1:FG-100/FG-1']);
      expect(flow.fulfils(message(release(ORDER)))).toEqual(['quality-hold:BER1:H-1']);
    });
  });

  describe('about a lot', () => {
    it.each([['accept', 'unrestricted'], ['reject', 'blocked'], ['rework', 'qualityInspection']] as const)('gives it the status of "%s": %s', async (decision, status) => {
      expect(await plan(disposition(decision))).toEqual(lotPart(status, 'inspected'));
      expect(flow.events(message(disposition(decision)))).toMatchObject([{ type: 'quality.lot-disposed.v1', subject: 'FG-1', data: { itemId: 'FG-100', lotId: 'FG-1', decision, status, disposedAt: AT } }]);
    });

    it('ends its holds, and lets everybody go on who waits for one of them', () => {
      expect(flow.effects(message(disposition('accept')), [receipt()])).toEqual([{ effect: 'dispose_lot', data: { releasedAt: AT } }]);
      expect(flow.fulfils(message(disposition('accept')))).toEqual(['quality-hold:BER1:FG-100/FG-1']);
    });

    it('that the ERP does not know yet ends its holds at once when it is good', async () => {
      lotStatus = undefined;

      expect(await plan(disposition('accept'))).toMatchObject({ ...finished('FG-1'), effects: [{ effect: 'dispose_lot' }], events: [{ type: 'quality.lot-disposed.v1' }] });
      expect(acceptedDecision(disposition('accept'), 'qms').effects).toEqual([{ effect: 'decide_lot', data: { itemId: 'FG-100', lotId: 'FG-1', isGood: true } }]);
    });

    it.each(['reject', 'rework'] as const)('that the ERP does not know yet waits for the report that makes it, which "%s" lets through', async (decision) => {
      lotStatus = undefined;

      expect(await plan(disposition(decision))).toMatchObject({ decision: 'wait', condition: { key: 'lot-posted:BER1:FG-1', error: { code: 'LOT_UNKNOWN' } } });
      expect(acceptedDecision(disposition(decision), 'qms').effects).toEqual([{ effect: 'decide_lot', data: { itemId: 'FG-100', lotId: 'FG-1', isGood: false } }]);
    });
  });

  describe('that the ERP refuses', () => {
    const refused = (command: QualityCommand) => flow.onBusinessRefusal(message(command), { code: 'CHANGE_NOT_POSSIBLE', reason: 'the order is closed' }, {});

    it('is looked at once more when it has become needless meanwhile', async () => {
      order = workOrder({ status: 'closed' });

      expect(await refused(hold(ORDER))).toMatchObject({ decision: 'wait', condition: { error: { code: 'CHANGE_NOT_POSSIBLE' } } });
    });

    it('goes to a person otherwise', async () => {
      expect(await refused(hold(ORDER))).toMatchObject({ decision: 'park', error: { code: 'CHANGE_NOT_POSSIBLE', reason: 'the order is closed' } });
    });
  });

  it.each([
    ['disposeLot', 'lotStatus', true], ['disposeLot', 'workOrder', false], ['change', 'workOrder', true], ['change', 'lotStatus', false],
  ] as const)('of action %s is agreed to by a document %s: %s', (action, type, agrees) => {
    const part = { partId: 'p', payload: { action } } as unknown as PlannedPart<ErpPart>;

    expect(flow.agrees(part, { documents: [{ type, number: '1' }] } as unknown as PostingReceipt)).toBe(agrees);
  });
});
