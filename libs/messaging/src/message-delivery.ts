import { TechnicalRetryableError, type MessageState } from '@plantway/canonical';
import { parked, posted } from './conclusion.js';
import { isDatabaseAway } from './database-fault.js';
import type { DeliveryContext } from './delivery-context.js';
import { resolveDoubt } from './doubt-step.js';
import { failureWords } from './failure.js';
import { heldByGate } from './gate-step.js';
import type { HeadMessage } from './head-message.js';
import { isUnsent, lookAgain, planMessage } from './plan-step.js';
import { sendPart } from './send-step.js';

/** What stands otherwise is with a person, or finished: no lane is due for it. */
const DELIVERABLE: readonly MessageState[] = ['accepted', 'waiting', 'retrying', 'posting', 'inDoubt'];

/**
 * Brings the head of a lane as far as it goes now: resolve what is in doubt, or plan when nothing was sent so far, and send the parts in order. Before a send that does not follow its plan at once the
 * flow is asked whether it must wait meanwhile, and before every send the gate of the other side; what only reads needs neither. Ends when the lane is given back or lost.
 * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`: the lease runs out and the next holder finds the message as the database knows it
 */
export async function deliverMessage(context: DeliveryContext, head: HeadMessage): Promise<void> {
  if (!DELIVERABLE.includes(head.state)) return keepStopped(context, head);
  let current: HeadMessage | undefined = head;
  for (let step: 'plan' | 'sendPlanned' | 'goOn' = isUnsent(head) ? 'plan' : 'goOn'; current; step = step === 'plan' ? 'sendPlanned' : 'goOn') {
    const before: HeadMessage = current;
    try {
      current = step === 'plan' ? await planMessage(context, before) : await nextStep(context, before, step === 'sendPlanned');
    } catch (error) {
      if (error instanceof TechnicalRetryableError || isDatabaseAway(error)) throw error;
      await stopAfterDefect(context, before, error);
      return;
    }
  }
}

async function nextStep(context: DeliveryContext, head: HeadMessage, isJustPlanned: boolean): Promise<HeadMessage | undefined> {
  const doubtful = head.parts.find(({ state }) => state === 'posting');
  if (doubtful) return (await mayRequest(context)) ? resolveDoubt(context, head, doubtful) : undefined;
  const next = head.parts.find(({ state }) => state === 'planned');
  if (next) {
    const looked = isJustPlanned ? head : await lookAgain(context, head, next);
    const held = looked && await heldByGate(context, looked);
    if (held) return context.record(looked, held.after, held.effects);
    return looked && (await mayRequest(context)) ? sendPart(context, looked, next) : undefined;
  }
  const { after, effects } = posted(context, head);
  return context.record(head, after, effects);
}

/**
 * A lane was due for a message that nobody may deliver: a defect of ours. It stays as it is, and its lane stands still with it. A worker that has lost the lane before it read its first message sees the same, and nothing is
 * wrong then.
 */
async function keepStopped(context: DeliveryContext, head: HeadMessage): Promise<void> {
  if ((await context.record(head, head, {})) === undefined) return;
  context.tools.log.error({ messageId: head.messageId, laneKey: context.lane.laneKey, state: head.state }, 'a lane was due whose first message is not to be delivered');
  await context.record(head, head, { release: { stopped: true } });
}

/** Waits for the moment at which the other side may be asked. False when it may not: its circuit opened, or it asked to be left alone, since the lane was leased, which is given back as it is. */
async function mayRequest(context: DeliveryContext): Promise<boolean> {
  if (await context.turn.mayRequest()) return true;
  await context.tools.store.release(context.lane);
  return false;
}

/** Our own code failed: a person looks before the message goes on, and no other lane notices. If it was being sent, the intent stays and its outcome is read back later. */
export async function stopAfterDefect(context: DeliveryContext, head: HeadMessage, error: unknown): Promise<void> {
  context.tools.log.error({ err: error, messageId: head.messageId, laneKey: context.lane.laneKey }, 'the delivery of a message failed');
  const { after, effects } = parked(head, failureWords(error, 'FLOW_DEFECT'));
  await context.record(head, { ...after, parts: head.partsStored ? head.parts : [] }, effects);
}
