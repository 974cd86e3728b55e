import { beforeEach, describe, expect, it } from '@jest/globals';
import type { MessageState } from '@plantway/canonical';
import { confirmation, reversal } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let others: ConfirmingInHand['others'];
  let planned: ConfirmingInHand['planned'];
  beforeEach(() => void ({ others, planned } = new ConfirmingInHand()));

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
});
