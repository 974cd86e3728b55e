import type { DeliveryReceipt } from '@plantway/ports';
import { alongWith, posted, type Conclusion } from './conclusion.js';
import { hashContent } from './content-hash.js';
import type { DeliveryContext } from './delivery-context.js';
import type { Effects } from './fenced-change.js';
import { withPart, withoutDoubt, type HeadMessage, type MessagePart } from './head-message.js';

/** A part stands on the other side: on to the next one, or the message is posted. */
export function partPosted(context: DeliveryContext, head: HeadMessage, part: MessagePart, receipt: DeliveryReceipt, effects: Effects = {}): Conclusion {
  const answered = hashContent(receipt);
  const after: HeadMessage = { ...withPart(head, { ...withoutDoubt(part), state: 'posted', receipt }), state: 'posting' };
  const kept: Effects = { ...effects, payloads: [{ hash: answered.hash, body: receipt }], shapes: [{ partNo: part.partNo, shape: 'answered', hash: answered.hash }] };
  return after.parts.some(({ state }) => state !== 'posted') ? { after, effects: kept } : alongWith(posted(context, after), kept);
}
