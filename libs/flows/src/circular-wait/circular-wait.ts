import { messageError, type MessageKind, type MessageState } from '@plantway/canonical';
import { messageIdOfSettledKey, type DeliveryMessage, type DeliveryPlan, type RelatedMessages, type Standstill } from '@plantway/ports';
import { laneOfYieldKey } from '../confirm-production/wait-keys.js';

/** Messages that may wait for one another in a row; a longer row is not followed. */
const LONGEST_ROW = 100;
/** Whoever stands like this may wait; whatever is on its way ends by itself, and what is with a person, the person ends. */
const MAY_WAIT: readonly MessageState[] = ['accepted', 'waiting', 'retrying'];
const IN_WORDS: Partial<Record<MessageKind, string>> = { productionConfirmation: 'confirmation', materialConsumption: 'consumption', confirmationReversal: 'reversal' };

type Waiting = Pick<DeliveryMessage, 'messageId' | 'kind' | 'senderId'>;

/**
 * The plan; or, when it would wait for what waits for this very message, to a person with the whole circle in words. Followed are waits for another message, and for the yield of an operation, which only
 * reports in that operation's lane can bring; a message stands for the head of its lane. A wait for something that a foreign system or a person may bring is no link of a circle.
 */
export async function unlessCircular<Payload>(message: Waiting, plan: DeliveryPlan<Payload>, related: RelatedMessages): Promise<DeliveryPlan<Payload>> {
  if (plan.decision !== 'wait') return plan;
  const circle = await circleBehind(message, plan.condition.key, related);
  return circle === undefined ? plan : { decision: 'park', error: messageError('CIRCULAR_WAIT', `${circle} ${plan.condition.error.reason}`) };
}

/** The circle that closes when the message waits under the key, in words; undefined when none does. */
export async function circleBehind({ messageId, kind, senderId }: Waiting, waitKey: string, related: RelatedMessages): Promise<string | undefined> {
  const row: Standstill[] = [];
  let key: string | undefined = waitKey;
  while (key !== undefined && row.length < LONGEST_ROW) {
    const next: Standstill | undefined = await standstillBehind(key, related);
    if (next === undefined) return undefined;
    if (next.headId === messageId) {
      const circle = [{ headKind: kind, headSenderId: senderId }, ...row].map(({ headKind, headSenderId }) => `${IN_WORDS[headKind] ?? headKind} ${headSenderId}`);
      return `${[...circle, circle[0]].join(' waits for ')}.`;
    }
    if (!MAY_WAIT.includes(next.headState) || row.some(({ headId }) => headId === next.headId)) return undefined;
    row.push(next);
    key = next.waitingFor;
  }
  return undefined;
}

async function standstillBehind(key: string, related: RelatedMessages): Promise<Standstill | undefined> {
  const messageId = messageIdOfSettledKey(key);
  if (messageId !== undefined) return related.standstillOf({ messageId });
  const laneKey = laneOfYieldKey(key);
  return laneKey === undefined ? undefined : related.standstillOf({ laneKey });
}
