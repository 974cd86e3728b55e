import { randomUUID } from 'node:crypto';
import { messageError, type MessageError } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import { backoffMs } from './backoff.js';
import type { DeliveryContext } from './delivery-context.js';
import { failureWords, meaningOf } from './failure.js';
import type { AttemptOutcome, Effects } from './fenced-change.js';
import { withNote, withPart, type HeadMessage, type MessagePart } from './head-message.js';
import { recordPosted } from './part-posted.js';
import { heldByGate } from './gate-step.js';
import { doubtAbout, keepLateAnswer } from './send-step.js';
import { storable } from './storable.js';

/** A send under a key, by the time of its intent. */
interface Knock {
  readonly attemptId: string;
  readonly startedAt: Date;
}

/**
 * Sends what is in doubt again under the same reference, to a side that makes nothing twice: it answers with what the first send made, or makes it now. Whatever else comes of it, the doubt stays:
 * also a sure refusal of this send says nothing about the one before. Answers the message to go on with, or undefined when the lane is given back.
 */
export async function sendUnderKey(context: DeliveryContext, head: HeadMessage, part: MessagePart): Promise<HeadMessage | undefined> {
  const held = await heldByGate(context, head);
  if (held) return askAgain(context, head, part, held.after.error!.reason);
  const knock: Knock = { attemptId: randomUUID(), startedAt: context.now() };
  const { sendDeadlineMs } = context.tools.settings;
  const opened = [{ ...knock, partNo: part.partNo, purpose: 'send', deadlineAt: context.in(sendDeadlineMs) } as const];
  const sending = await context.record(head, { ...head, state: 'posting' }, { opened, shapes: [{ partNo: part.partNo, shape: 'sent', hash: part.payloadHash }] }, { once: true });
  if (!sending) return undefined;
  const leftMs = sendDeadlineMs - (context.now().getTime() - knock.startedAt.getTime());
  if (leftMs <= 0 || !context.mayWrite(head.siteId)) return stillInDoubt(context, sending, part, knock, 'notSent', 'The worker was held up before it could ask again.');

  let receipt: DeliveryReceipt;
  try {
    receipt = storable(await context.call(sending, (options) => context.flow.send(part, part.reference, options), {
      deadlineMs: leftMs, late: (answer) => keepLateAnswer(context, sending, knock.attemptId, knock.startedAt, answer),
    }));
  } catch (error) {
    return stillInDoubt(context, sending, part, knock, meaningOf(error), failureWords(error, context.otherSide.answerLost).reason);
  }
  const doubtful = doubtAbout(context, part, receipt);
  if (doubtful !== undefined) return stillInDoubt(context, sending, part, knock, 'unknown', doubtful);
  const evidence = { attemptId: knock.attemptId, answer: receipt, mayStandSince: knock.startedAt };
  return recordPosted(context, sending, { head: withNote(sending, 'recovered'), part, receipt, effects: { closed: [{ attemptId: knock.attemptId, outcome: 'posted' }], evidence } });
}

/** What the second send brought does not end the doubt; after a refusal only the read-back at the end of the settle window tells. */
function stillInDoubt(context: DeliveryContext, sending: HeadMessage, part: MessagePart, { attemptId, startedAt }: Knock, outcome: AttemptOutcome, reason: string): Promise<undefined> {
  const error = stillUnknown(context, reason);
  const isRefused = outcome === 'refused' || outcome === 'defect';
  return askAgain(context, sending, part, reason, {
    ...(isRefused && { release: { nextAt: part.readBackAfter! } }),
    closed: [{ attemptId, outcome, error }], evidence: { attemptId, answer: { outcome, error }, ...(outcome === 'unknown' && { mayStandSince: startedAt }) },
  });
}

/** Again after a backoff, but when the settle window is over it is read back. */
async function askAgain(context: DeliveryContext, before: HeadMessage, part: MessagePart, reason: string, more: Effects = {}): Promise<undefined> {
  const { settings, random } = context.tools;
  const readFailures = part.readFailures + 1;
  const nextAt = new Date(Math.min(part.readBackAfter!.getTime(), context.in(backoffMs(readFailures, settings, random)).getTime()));
  await context.record(before, { ...withPart(before, { ...part, readFailures }), state: 'inDoubt', error: stillUnknown(context, reason) }, { release: { nextAt }, ...more });
}

function stillUnknown({ otherSide }: DeliveryContext, reason: string): MessageError {
  return messageError(otherSide.answerLost, `The answer was lost; asked again under the same reference, which is never posted twice: ${reason}`);
}
