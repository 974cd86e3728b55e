import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ProductionConfirmation, Quantity } from '@plantway/canonical';
import type { ErpPart, PlannedPart, PostingReceipt } from '@plantway/ports';
import { confirmation, confirmationMessage as message, pieces, receipt as receiptOf } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let flow: ConfirmingInHand['flow'];
  beforeEach(() => void ({ flow } = new ConfirmingInHand()));

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
});
