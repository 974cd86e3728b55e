import { beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageState } from '@plantway/canonical';
import { confirmation, reversal } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let erp: ConfirmingInHand['erp'];
  let others: ConfirmingInHand['others'];
  let planned: ConfirmingInHand['planned'];
  beforeEach(() => void ({ erp, others, planned } = new ConfirmingInHand()));

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
});
