import { beforeEach, describe, expect, it } from '@jest/globals';
import { confirmation } from '../../test/confirmation.fixture.js';
import { ConfirmingInHand } from '../../test/confirming-in-hand.js';

describe('confirming production', () => {
  let others: ConfirmingInHand['others'];
  let planned: ConfirmingInHand['planned'];
  beforeEach(() => void ({ others, planned } = new ConfirmingInHand()));

  describe('a final report of the last operation', () => {
    it.each(['accepted', 'waiting', 'parked', 'retrying', 'inDoubt', 'posting'] as const)('waits while an earlier report of the order is %s', async (state) => {
      others.confirmation(confirmation({ confirmationId: 'mes-0', operationId: '0010' }), { state });

      expect(await planned({ kind: 'final' })).toMatchObject({ decision: 'wait', condition: { key: 'message:m-mes-0', error: { code: 'EARLIER_REPORT_OPEN' } } });
    });

    it('does not wait for finished ones; nor does a partial one, or one of another operation, wait for any', async () => {
      others.confirmation(confirmation({ confirmationId: 'mes-0', operationId: '0010' }));
      expect(await planned({ kind: 'final' })).toMatchObject({ decision: 'send' });

      others.confirmation(confirmation({ confirmationId: 'mes-00', operationId: '0010' }), { state: 'parked' });

      expect(await planned({ kind: 'partial' })).toMatchObject({ decision: 'send' });
      expect(await planned({ kind: 'final', operationId: '0010' })).toMatchObject({ decision: 'send' });
    });
  });
});
