import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ConfirmationReversal, MessageState } from '@plantway/canonical';
import { confirmation, reversal } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let others: ConfirmingInHand['others'];
  let planned: ConfirmingInHand['planned'];
  beforeEach(() => void ({ others, planned } = new ConfirmingInHand()));

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
});
