import { describe, expect, it } from '@jest/globals';
import type { ErpConfirmationDocument, ErpPart, PostedQuantities, PostingReceipt } from '@plantway/ports';
import { compareBooks, type ReportedPart } from './compare-books.js';

const ten = (unit = 'H87', good = '10'): PostedQuantities => ({ yield: { value: good, unit }, scrap: { value: '0', unit }, rework: { value: '0', unit } });
const sent = { action: 'confirm', partId: 'p', confirmation: { yield: { value: '10', unit: 'H87' }, scrap: [], rework: undefined } } as unknown as ErpPart;
const report: ReportedPart = {
  messageId: 'm', kind: 'productionConfirmation', messageState: 'posted', workOrderId: 'WO-1', operationId: '0010', sourceSystem: 'mes', senderId: 'c-1', confirmationId: 'c-1', productionDay: '2026-11-22', reference: 'r', state: 'posted',
  receipt: { documents: [{ type: 'confirmation', number: 'D1' }] } as unknown as PostingReceipt, sent,
};
const wish: ReportedPart = { ...report, messageId: 'w', kind: 'confirmationReversal', senderId: 'w-1', reference: 'w', state: 'planned', messageState: 'parked', sent: { action: 'reverse' } as unknown as ErpPart };
const document = (amounts = ten()): ErpConfirmationDocument => ({ number: 'D1', reference: 'r', workOrderId: 'WO-1', operationId: '0010', entered: amounts, booked: amounts, postingDate: '2026-11-22', enteredAt: '2026-11-22T08:00:00Z' }) as unknown as ErpConfirmationDocument;
const kindsOf = (parts: readonly ReportedPart[], documents: readonly ErpConfirmationDocument[]) =>
  compareBooks({ parts, kept: [{ messageId: 'm', workOrderId: 'WO-1', operationId: '0010', amounts: ten(), isReversed: false }], adopted: [], documents }).map(({ kind, proposal, toDo }) => [kind, proposal ?? toDo?.role]);

describe('comparing the books', () => {
  it('is content with ten pieces that stand as ten pieces', () => {
    expect(kindsOf([report], [document()])).toEqual([]);
  });

  it.each([['10'], ['9999']])('finds ten pieces that stand as %s kilograms', (good) => {
    expect(kindsOf([report], [document(ten('KGM', good))])).toEqual([['quantity', 'erpTeam']]);
  });

  it('finds what stands of a report that was annulled, unless its reversal is on its way', () => {
    const annulled = { ...report, messageState: 'annulled' };

    expect(kindsOf([annulled], [document()])).toEqual([['givenUp', 'reverseSurplus']]);
    expect(kindsOf([annulled, wish], [document()])).toEqual([]);
    expect(kindsOf([annulled, { ...wish, messageState: 'discarded' }], [document()])).toEqual([['givenUp', 'reverseSurplus']]);
  });

  it('proposes to send again what is missing, but nothing that is taken back', () => {
    const reversed = { ...wish, messageState: 'posted', state: 'posted' as const };

    expect(kindsOf([report], [])).toEqual([['missing', 'repost']]);
    expect(kindsOf([report, wish], [])).toEqual([['missing', 'erpTeam']]);
    expect(kindsOf([report, reversed], [])).toEqual([]);
  });
});
