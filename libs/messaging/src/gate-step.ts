import { messageError, type TechnicalRetryableError } from '@plantway/canonical';
import type { WaitCondition } from '@plantway/ports';
import { tryAgain, waitFor, type Conclusion } from './conclusion.js';
import type { DeliveryContext } from './delivery-context.js';
import { failureWords, isLostAnswer, meaningOf } from './failure.js';
import type { HeadMessage } from './head-message.js';

/**
 * What becomes of a message that may not be sent now: it waits, visibly, when somebody else holds the other side, and is tried again when that side does not say. Undefined when it may be sent. The parts of a
 * plan that is not stored yet are left out: it is made anew.
 */
export async function heldByGate(context: DeliveryContext, head: HeadMessage): Promise<Conclusion | undefined> {
  if (context.mayWrite(head.siteId)) return undefined;
  const planned = head.partsStored ? head : { ...head, parts: [] };
  let condition: WaitCondition | undefined;
  try {
    condition = await context.tools.gate.admit(head.siteId);
  } catch (error) {
    const { unavailable } = context.otherSide;
    const words = isLostAnswer(error) ? messageError(unavailable, error.message) : failureWords(error, unavailable); // nothing of the message was sent
    return tryAgain(context, planned, words, meaningOf(error) === 'retryable' ? (error as TechnicalRetryableError).retryAfterMs : undefined);
  }
  return condition && waitFor(context, planned, condition);
}
