import type { WaitCondition } from '@plantway/ports';
import { tryAgain, waitFor, type Conclusion } from './conclusion.js';
import type { DeliveryContext } from './delivery-context.js';
import { failureWords } from './failure.js';
import type { HeadMessage } from './head-message.js';

/**
 * Asks whether this gateway may deliver for the site. When it may not the message is given back, visibly: it waits, or is tried again when nobody could tell. What of it may stand over there stays as it
 * is, and is looked at again later.
 */
export async function passesGate(context: DeliveryContext, head: HeadMessage): Promise<boolean> {
  const { gate, settings } = context.tools;
  if (gate.isOpen(head.siteId)) return true;
  const refusal = await refusalOf(context, head);
  if (refusal === undefined) return true;
  const isDoubtful = head.parts.some(({ state }) => state === 'posting');
  const { after, effects } = isDoubtful ? { after: head, effects: { release: { nextAt: context.in(settings.recheckIntervalMs) } } } : refusal;
  await context.record(head, after, effects);
  return false;
}

async function refusalOf(context: DeliveryContext, head: HeadMessage): Promise<Conclusion | undefined> {
  let condition: WaitCondition | undefined;
  try {
    condition = await context.tools.gate.admit(head.siteId);
  } catch (error) {
    return tryAgain(context, head, failureWords(error, context.otherSide.unavailable));
  }
  return condition && waitFor(context, head, condition);
}
