import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ProductionConfirmation } from '@plantway/canonical';
import { confirmation, confirmationMessage as message, pieces, receipt as receiptOf, reversal } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let erp: ConfirmingInHand['erp'];
  let others: ConfirmingInHand['others'];
  let flow: ConfirmingInHand['flow'];
  let planned: ConfirmingInHand['planned'];
  beforeEach(() => void ({ erp, others, flow, planned } = new ConfirmingInHand()));

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
});
