import { beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIRMATION_POLICY, type ConfirmationPolicy, type ConfirmationReversal, type MessageState, type ProductionConfirmation } from '@plantway/canonical';
import type { ErpPart, ErpPort, PlannedPart, PostingReceipt } from '@plantway/ports';
import { MessagesInHand, confirmation, pieces, receipt, reversal, reversalMessage as message } from '../../test/confirmation.fixture.js';
import { ReverseConfirmationFlow } from './reverse-confirmation.flow.js';

/** What this flow asks of an ERP, in the tests' hands: it undoes documents, last first. */
const ERP = {
  planReversal: async (siteId: string, receipts: readonly PostingReceipt[], postingDate: string): Promise<readonly ErpPart[]> =>
    receipts.toReversed().map((each) => ({ action: 'reverse', partId: `reversal-${each.documents[0].number}`, siteId, receipt: each, postingDate })),
  postingPeriods: async () => ({ items: [{ periodId: '2026-12', startsOn: '2026-12-01', endsOn: '2026-12-31', status: 'open' }] }),
} as unknown as ErpPort;

describe('taking a confirmation back', () => {
  let others: MessagesInHand;
  let policy: ConfirmationPolicy;
  let flow: ReverseConfirmationFlow;
  beforeEach(() => {
    others = new MessagesInHand();
    policy = DEFAULT_CONFIRMATION_POLICY;
    flow = new ReverseConfirmationFlow({ erp: ERP, related: others, policies: () => policy });
  });
  const planned = (more: Partial<ConfirmationReversal> = {}) => flow.plan(message(reversal(more)), {});

  it.each(['posted', 'postedWithFollowUp'] as const)('that is %s reverses its documents under the day of the wish, last first', async (state) => {
    const [first, second] = ['17', '18'].map((number) => receipt({ documents: [{ type: 'confirmation', number }] }));
    others.confirmation(confirmation(), { state, receipts: [first, second] });

    const plan = await planned();

    expect(plan).toMatchObject({ decision: 'send', parts: [{ partId: 'reversal-18', payload: { receipt: second, postingDate: '2026-11-22' } }, { partId: 'reversal-17', payload: { receipt: first } }] });
    expect(others.annulments).toEqual([]);
  });

  it('that was finished without a send is done at once', async () => {
    others.confirmation(confirmation());

    expect(await planned()).toEqual({ decision: 'finish', state: 'posted', note: 'nothing of mes-1 stood' });
  });

  it.each(['accepted', 'waiting', 'retrying', 'parked'] as const)('that is %s annuls it, and the wish is fulfilled', async (state) => {
    others.confirmation(confirmation(), { state });

    expect(await planned()).toEqual({ decision: 'finish', state: 'posted', note: 'annulled mes-1' });
    expect(others.annulments).toEqual([{ messageId: 'm-mes-1', by: 'm-rev-1' }]);
  });

  it('that stands in part annuls the rest and reverses that part', async () => {
    others.confirmation(confirmation(), { state: 'parked' });
    others.annulment = { outcome: 'annulled', receipts: [receipt()] };

    expect(await planned()).toMatchObject({ decision: 'send', parts: [{ partId: 'reversal-17' }] });
  });

  it.each(['posting', 'inDoubt'] as const)('that is %s waits until it is known what stands', async (state) => {
    others.confirmation(confirmation(), { state });
    others.annulment = { outcome: 'tooLate', state };

    expect(await planned()).toMatchObject({ decision: 'wait', condition: { key: 'message:m-mes-1', error: { code: 'CONFIRMATION_UNDER_WAY' } } });
  });

  it('that was posted while it was asked looks again', async () => {
    others.confirmation(confirmation(), { state: 'accepted' });
    others.annulment = { outcome: 'tooLate', state: 'posted' };

    expect(await planned()).toMatchObject({ decision: 'wait', condition: { key: 'message:m-mes-1' } });
  });

  it.each(['discarded', 'annulled'] as const)('that was %s before is pointless', async (state) => {
    others.confirmation(confirmation(), { state });
    others.annulment = { outcome: 'tooLate', state };

    expect(await planned()).toEqual({ decision: 'finish', state: 'annulled', note: `mes-1 was ${state} before` });
  });

  it('that another wish has taken back is pointless', async () => {
    others.confirmation(confirmation(), { receipts: [receipt()] }).reversal(reversal({ reversalId: 'rev-0' }));

    expect(await planned()).toEqual({ decision: 'finish', state: 'annulled', note: 'already reversed by rev-0' });
  });

  it('goes on when the other wish came to nothing', async () => {
    others.confirmation(confirmation(), { receipts: [receipt()] }).reversal(reversal({ reversalId: 'rev-0' }), 'discarded');

    expect(await planned()).toMatchObject({ decision: 'send' });
  });

  it('that an earlier wish annulled, and could not reverse, reverses what still stands of it', async () => {
    const [first, second] = ['17', '18'].map((number) => receipt({ reference: `ref-${number}`, documents: [{ type: 'confirmation', number }] }));
    others.confirmation(confirmation(), { state: 'annulled', receipts: [first, second] }).reversal(reversal({ reversalId: 'rev-0' }), 'discarded', [second]);

    const plan = await planned();

    expect(plan).toMatchObject({ decision: 'send', parts: [{ partId: 'reversal-17' }] });
    expect(others.annulments).toEqual([]);
  });

  describe('that was a running total', () => {
    const at = (minute: number): string => new Date(Date.parse('2026-11-22T05:00:00.000Z') + minute * 60_000).toISOString();
    const total = (id: string, value: string, minute: number, sent: string, state: MessageState = 'posted', more: Partial<ProductionConfirmation> = {}) =>
      others.confirmation(confirmation({ confirmationId: id, cumulative: true, yield: pieces(value), scrap: [], finishedAt: at(minute), ...more }), {
        state, sent: sent === '0' ? [] : [confirmation({ yield: pieces(sent), scrap: [] })],
      });
    beforeEach(() => void total('mes-1', '20', 1, '20'));

    it('is left alone when a later one stands, which contains it', async () => {
      total('mes-2', '30', 2, '10');

      expect(await planned()).toEqual({ decision: 'finish', state: 'posted', note: 'the later total of mes-2 stands: nothing to take back' });
    });

    it('is reversed when the later one stands alone, after a reset of the counter', async () => {
      total('mes-2', '5', 2, '5');

      expect(await planned()).toMatchObject({ decision: 'send', parts: [{ payload: { receipt: { reference: 'ref-mes-1' } } }] });
    });

    it.each(['posting', 'inDoubt', 'parked'] as const)('waits while the later one is %s', async (state) => {
      total('mes-2', '30', 2, '0', state);

      expect(await planned()).toMatchObject({ decision: 'wait', condition: { key: 'message:m-mes-2', error: { code: 'LATER_TOTAL_OPEN' } } });
    });

    it('waits while of the later one something stands, or it is taken back itself', async () => {
      total('mes-2', '30', 2, '10', 'retrying');
      expect(await planned()).toMatchObject({ decision: 'wait', condition: { key: 'message:m-mes-2' } });

      others.all.pop();
      total('mes-2', '30', 2, '10').reversal(reversal({ reversalId: 'rev-2', confirmationId: 'mes-2' }), 'inDoubt');

      expect(await planned()).toMatchObject({ decision: 'wait', condition: { key: 'message:m-rev-2', error: { code: 'LATER_TOTAL_OPEN' } } });
    });

    it.each(['accepted', 'waiting', 'retrying'] as const)('is reversed when nothing was sent of the later one, which is %s', async (state) => {
      total('mes-2', '30', 2, '0', state);

      expect(await planned()).toMatchObject({ decision: 'send' });
    });

    it('is reversed when what came later is older, no total, taken back, or what makes it be taken back', async () => {
      total('mes-0', '10', 0, '0');
      others.confirmation(confirmation({ confirmationId: 'plain' }), { sent: [confirmation()] });
      total('mes-2', '30', 2, '10').reversal(reversal({ reversalId: 'rev-2', confirmationId: 'mes-2' }));
      total('mes-1b', '21', 1, '0', 'parked', { replaces: 'mes-1' });

      expect(await planned({ replacedBy: 'mes-1b' })).toMatchObject({ decision: 'send' });
    });

    it('takes along what was left of earlier ones under it', async () => {
      others.reversal(reversal(), 'posted', []);
      total('mes-2', '30', 2, '10');

      expect(await planned({ reversalId: 'rev-2', confirmationId: 'mes-2' })).toMatchObject({ decision: 'send', parts: [{ payload: { receipt: { reference: 'ref-mes-2' } } }, { payload: { receipt: { reference: 'ref-mes-1' } } }] });
    });
  });

  it('that nobody reported goes to a person', async () => {
    expect(await planned()).toMatchObject({ decision: 'park', error: { code: 'CONFIRMATION_UNKNOWN' } });
  });

  describe('to make room for a corrected report', () => {
    beforeEach(() => void others.confirmation(confirmation(), { receipts: [receipt()] }));

    it('waits until that report is stored', async () => {
      expect(await planned({ replacedBy: 'mes-2' })).toMatchObject({ decision: 'wait', condition: { key: 'message-arrived:BER1:mes:mes-2', error: { code: 'REPLACEMENT_NOT_STORED' } } });

      others.confirmation(confirmation({ confirmationId: 'mes-2', replaces: 'mes-1' }), { state: 'waiting' });

      expect(await planned({ replacedBy: 'mes-2' })).toMatchObject({ decision: 'send' });
    });

    it('is annulled when the report of that id corrects something else: it was refused in favour of the first body', async () => {
      others.confirmation(confirmation({ confirmationId: 'mes-2' }), { state: 'posted' });

      expect(await planned({ replacedBy: 'mes-2' })).toEqual({ decision: 'finish', state: 'annulled', note: 'mes-2 does not replace mes-1' });
    });
  });

  describe('a document that answers it', () => {
    const part: PlannedPart<ErpPart> = { partId: 'reversal-17', payload: { action: 'reverse', partId: 'reversal-17', siteId: 'BER1', receipt: receipt(), postingDate: '2026-11-22' } };
    const undone = receipt({ documents: [{ type: 'reversal', number: '18' }] });

    it('agrees when it is a reversal of the same amounts, as far as they are told in the same unit', () => {
      const { quantities } = undone;
      expect(flow.agrees(part, undone)).toBe(true);
      expect(flow.agrees(part, { ...undone, quantities: { ...quantities!, yield: { value: '3.6', unit: 'KGM' } } })).toBe(true);
    });

    it('does not agree when it is another document or has other amounts', () => {
      expect(flow.agrees(part, receipt())).toBe(false);
      expect(flow.agrees(part, { ...undone, quantities: { ...undone.quantities!, yield: pieces('11') } })).toBe(false);
    });
  });

  it.each(['STOCK_SHORT', 'ALREADY_REVERSED', 'ORDER_CLOSED'])('leaves the refusal %s to a person', async (code) => {
    expect(await flow.onBusinessRefusal(message(reversal()), { code, reason: 'the words of the ERP' }, {})).toMatchObject({ decision: 'park', error: { code, reason: 'the words of the ERP' } });
  });

  it('waits while a later operation stands against it, and makes room itself for the reversal of an earlier one', async () => {
    expect(await flow.onBusinessRefusal(message(reversal()), { code: 'SUCCESSOR_CONFIRMED', reason: 'the words of the ERP' }, {}))
      .toMatchObject({ decision: 'wait', condition: { key: 'order-taken-back:BER1:WO-1001', error: { code: 'SUCCESSOR_CONFIRMED', unblockCondition: expect.any(String) } } });
    expect(flow.fulfils(message(reversal()))).toContain('order-taken-back:BER1:WO-1001');
  });

  describe('refused as reversed already', () => {
    const part: PlannedPart<ErpPart> = { partId: 'reversal-17', payload: { action: 'reverse', partId: 'reversal-17', siteId: 'BER1', receipt: receipt(), postingDate: '2026-11-22' } };
    const undone = receipt({ documents: [{ type: 'reversal', number: '18' }] });
    const refused = (found: readonly PostingReceipt[]) => {
      const erp = { ...ERP, find: async (_part: ErpPart, reference: string) => (reference === 'ref-of-ours' ? found : []) } as unknown as ErpPort;
      const asked = new ReverseConfirmationFlow({ erp, related: others, policies: () => policy });
      return asked.onBusinessRefusal(message(reversal()), { part, reference: 'ref-of-ours', code: 'ALREADY_REVERSED', reason: 'document 17 is reversed by 18' }, {});
    };

    it('is done when the reversal stands under its own reference', async () => {
      expect(await refused([undone])).toMatchObject({ decision: 'stands', receipt: undone });
    });

    it.each([['somebody else reversed it', []], ['the document says something else', [receipt()]], ['there are two of them', [undone, undone]]])('goes to a person when %s', async (_case, found) => {
      expect(await refused(found)).toMatchObject({ decision: 'park', error: { code: 'ALREADY_REVERSED' } });
    });
  });

  it('follows the site\'s policy about closed periods', async () => {
    policy = { ...policy, closedPeriod: 'redate' };
    const part: PlannedPart<ErpPart> = { partId: 'reversal-17', payload: { action: 'reverse', partId: 'reversal-17', siteId: 'BER1', receipt: receipt(), postingDate: '2026-11-22' } };

    expect(await flow.onBusinessRefusal(message(reversal()), { part, code: 'PERIOD_CLOSED', reason: '' }, {})).toEqual({
      decision: 'amend', payload: { ...part.payload, postingDate: '2026-12-01' }, note: 'posted under 2026-12-01, reported for 2026-11-22: period closed',
    });
  });

  it('tells what was taken back', () => {
    const [event] = flow.events(message(reversal({ reason: 'counted twice' })), [receipt({ documents: [{ type: 'reversal', number: '18' }], postingDate: '2026-11-22' })]);

    expect(event).toMatchObject({
      type: 'production.confirmation-reversed.v1', subject: 'WO-1001',
      data: { messageId: 'm-rev-1', sourceSystem: 'mes', confirmationId: 'mes-1', reversalId: 'rev-1', reason: 'counted twice', documents: [{ type: 'reversal', number: '18' }] },
    });
  });
});
