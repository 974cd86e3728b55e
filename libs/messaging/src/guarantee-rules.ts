import { backoffMs } from './backoff.js';
import type { DeliveryContext } from './delivery-context.js';
import type { HeadMessage, MessagePart } from './head-message.js';
import { knowsKeys } from './key-retention.js';

/** Whether nothing of a lost write can be looked for: no reference over there, and no baseline to compare a balance with. */
export function cannotLook(context: DeliveryContext, head: HeadMessage): boolean {
  const { guaranteeClass } = context.guaranteeOf(head);
  return guaranteeClass === 'N' || guaranteeClass === 'B';
}

/** Whether what is in doubt may be sent again under its key instead of waiting: the other side makes nothing twice, and the settle window of the doubt is not over. Never after a first read-back. */
export function maySendUnderKey(context: DeliveryContext, head: HeadMessage, part: MessagePart): boolean {
  if (!enforcesKeys(context, head) || part.readBackAfter === undefined) return false;
  return part.absences === 0 && part.firstReadBackAt === undefined && context.now() < part.readBackAfter;
}

/** When a doubt that begins now is looked at first: after the settle window, unless the class of the other side allows to act, or forbids to wait for anything. */
export function firstLookAt(context: DeliveryContext, head: HeadMessage, readBackAfter: Date): Date {
  if (cannotLook(context, head)) return context.now();
  if (!enforcesKeys(context, head)) return readBackAfter;
  return new Date(Math.min(readBackAfter.getTime(), context.in(backoffMs(1, context.tools.settings, context.tools.random)).getTime()));
}

/** Whether the other side makes at most one document under a reference, for long enough to rely upon. */
export function enforcesKeys(context: DeliveryContext, head: HeadMessage): boolean {
  return knowsKeys(context.guaranteeOf(head), context.tools.settings);
}
