import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ProductionConfirmation } from '@plantway/canonical';
import type { ErpPart, PlannedPart } from '@plantway/ports';
import { confirmation, confirmationMessage as message, pieces, receipt as receiptOf } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let flow: ConfirmingInHand['flow'];
  beforeEach(() => void ({ flow } = new ConfirmingInHand()));

  it.each([['a running total', true], ['a report of which a later total contains the rest', false]] as const)('%s that was posted in several writes is told and kept as what they posted together', (_what, cumulative) => {
    const used = { itemId: 'RM-1', lotId: 'RM1-A', serialNumbers: [], backflush: true } as const;
    const report = message(confirmation({ cumulative, yield: pieces('130'), scrap: [], serialNumbers: ['S-0', 'S-1', 'S-2'], producedLots: [{ lotId: 'L-1', quantity: pieces('130') }], consumptions: [used] }));
    const write = (partId: string, made: string, serialNumbers: readonly string[]): PlannedPart<ErpPart> =>
      ({ partId, payload: { action: 'confirm', partId, confirmation: confirmation({ yield: pieces(made), scrap: [{ quantity: pieces('1'), reasonCode: partId }], serialNumbers, producedLots: [{ lotId: 'L-1', quantity: pieces(made) }], consumptions: [used] }) } });
    const parts = [write('a', '20', ['S-1']), write('b', '10', ['S-2'])];

    const [{ data }] = flow.events(report, [receiptOf(), receiptOf()], parts);

    expect(data).toMatchObject({ yield: pieces('30'), scrap: pieces('2'), serialNumbers: ['S-1', 'S-2'], producedLots: [{ lotId: 'L-1', quantity: pieces('30') }], consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A' }] });
    expect(data['consumptions']).toHaveLength(1);
    expect(flow.effects(report, [receiptOf(), receiptOf()], parts)).toEqual([{ effect: 'report_posted', data }]);
  });

  it('lets everybody go on who waits for a lot that it makes, and is kept as a report', () => {
    const report = message(confirmation({ producedLots: [{ lotId: 'FG-1', quantity: pieces('12') }] }));
    const part: PlannedPart<ErpPart> = { partId: 'confirmation', payload: { action: 'confirm', partId: 'confirmation', confirmation: report.command } };

    expect(flow.fulfils(report)).toContain('lot-posted:BER1:FG-1');
    expect(flow.effects(report, [receiptOf()], [part])).toEqual([{ effect: 'report_posted', data: flow.events(report, [receiptOf()], [part])[0].data }]);
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
