import { TechnicalRetryableError } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import { alongWith, posted, type Conclusion } from './conclusion.js';
import { hashContent } from './content-hash.js';
import type { DeliveryContext } from './delivery-context.js';
import type { Effects } from './fenced-change.js';
import { withPart, withoutDoubt, type HeadMessage, type MessagePart } from './head-message.js';

/** A part that stands on the other side. */
export interface StandingPart {
  /** The message with what is known of it beside that. */
  readonly head: HeadMessage;
  readonly part: MessagePart;
  readonly receipt: DeliveryReceipt;
  readonly effects?: Effects;
}

/**
 * Writes down that a part stands: on to the next one, or the message is posted. When what the gateway is to keep of the posted message cannot be written, the part is written
 * down by itself, so that what goes to a person next is a message with its receipt and nothing in doubt.
 * @param before the message as it is stored
 */
export async function recordPosted(context: DeliveryContext, before: HeadMessage, standing: StandingPart): Promise<HeadMessage | undefined> {
  const { after, effects } = partStands(standing);
  if (after.parts.some(({ state }) => state !== 'posted')) return context.record(before, after, effects);
  try {
    const conclusion = postedWith(context, { after, effects });
    return await context.record(before, conclusion.after, conclusion.effects);
  } catch (error) {
    if (error instanceof TechnicalRetryableError) throw error;
    context.tools.log.error({ err: error, messageId: before.messageId }, 'what is kept of a posted message could not be written; its receipt is written by itself');
    return context.record(before, after, effects);
  }
}

function partStands({ head, part, receipt, effects = {} }: StandingPart): Conclusion {
  const answered = hashContent(receipt);
  return {
    after: { ...withPart(head, { ...withoutDoubt(part), state: 'posted', receipt }), state: 'posting' },
    effects: { ...effects, payloads: [{ hash: answered.hash, body: receipt }], shapes: [{ partNo: part.partNo, shape: 'answered', hash: answered.hash }] },
  };
}

function postedWith(context: DeliveryContext, { after, effects }: Conclusion): Conclusion {
  return alongWith(posted(context, after), effects);
}
