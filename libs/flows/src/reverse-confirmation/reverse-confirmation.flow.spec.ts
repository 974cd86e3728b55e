import { beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIRMATION_POLICY, type ConfirmationPolicy, type ConfirmationReversal } from '@plantway/canonical';
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

  it.each(['SUCCESSOR_CONFIRMED', 'STOCK_SHORT', 'ALREADY_REVERSED', 'ORDER_CLOSED'])('leaves the refusal %s to a person', async (code) => {
    expect(await flow.onBusinessRefusal(message(reversal()), { code, reason: 'the words of the ERP' }, {})).toMatchObject({ decision: 'park', error: { code, reason: 'the words of the ERP' } });
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
