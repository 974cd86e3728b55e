import { beforeEach, describe, expect, it } from '@jest/globals';
import { messageError, type MessageState } from '@plantway/canonical';
import { messageSettledKey, type DeliveryPlan } from '@plantway/ports';
import { MessagesInHand, confirmation, confirmationMessage } from '../../test/confirmation.fixture.js';
import { operationYieldKey } from '../confirm-production/wait-keys.js';
import { unlessCircular } from './circular-wait.js';

describe('a wait that would never end', () => {
  let others: MessagesInHand;
  beforeEach(() => void (others = new MessagesInHand()));
  const waits = (key: string): DeliveryPlan<never> => ({ decision: 'wait', condition: { key, error: messageError('REVERSAL_OPEN', 'The reversal is waiting.') } });
  const judged = (plan: DeliveryPlan<never>) => unlessCircular(confirmationMessage(confirmation()), plan, others);
  const stands = (which: string, headId: string, waitingFor?: string, headState: MessageState = 'waiting') =>
    others.standstills.set(which, { headId, headSenderId: headId.slice(2), headKind: headId.startsWith('r-') ? 'confirmationReversal' : 'productionConfirmation', headState, ...(waitingFor !== undefined && { waitingFor }) });

  it('goes to a person with the circle in words: through messages, the heads of their lanes, and the yield of an operation', async () => {
    stands('m-2', 'r-2', operationYieldKey('BER1', 'WO:1', '0010'));
    stands('productionConfirmation:BER1:WO:1:0010', 'm-3', messageSettledKey('m-behind-us'));
    stands('m-behind-us', 'm-1', messageSettledKey('m-2'));

    expect(await judged(waits(messageSettledKey('m-2')))).toMatchObject({
      decision: 'park', error: { code: 'CIRCULAR_WAIT', reason: 'confirmation mes-1 waits for reversal 2 waits for confirmation 3 waits for confirmation mes-1. The reversal is waiting.' },
    });
  });

  it('is none while somebody in the row is on its way, with a person, or waits for something from outside', async () => {
    const plan = waits(messageSettledKey('m-2'));
    for (const [state, waitingFor] of [['posting', messageSettledKey('m-1')], ['parked', messageSettledKey('m-1')], ['waiting', 'stock:BER1:CP-3'], ['accepted', undefined]] as const) {
      stands('m-2', 'm-2', waitingFor, state);
      stands('m-1', 'm-1');

      expect(await judged(plan)).toBe(plan);
    }
  });

  it('of others that wait for each other is theirs to notice', async () => {
    const plan = waits(messageSettledKey('m-2'));
    stands('m-2', 'm-2', messageSettledKey('m-3'));
    stands('m-3', 'm-3', messageSettledKey('m-2'));

    expect(await judged(plan)).toBe(plan);
  });

  it('does not concern what does not wait', async () => {
    const plan: DeliveryPlan<never> = { decision: 'park', error: messageError('ORDER_CLOSED') };

    expect(await judged(plan)).toBe(plan);
  });
});
