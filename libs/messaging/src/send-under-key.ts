import { randomUUID } from 'node:crypto';
import { messageError } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import { backoffMs } from './backoff.js';
import { alongWith } from './conclusion.js';
import type { DeliveryContext } from './delivery-context.js';
import { failureWords, meaningOf } from './failure.js';
import type { AttemptOutcome } from './fenced-change.js';
import { withNote, withPart, type HeadMessage, type MessagePart } from './head-message.js';
import { recordPosted } from './part-posted.js';
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
  const knock: Knock = { attemptId: randomUUID(), startedAt: context.now() };
  const { sendDeadlineMs } = context.tools.settings;
  const opened = [{ ...knock, partNo: part.partNo, purpose: 'send', deadlineAt: context.in(sendDeadlineMs) } as const];
  const sending = await context.record(head, { ...head, state: 'posting' }, { opened, shapes: [{ partNo: part.partNo, shape: 'sent', hash: part.payloadHash }] }, { once: true });
  if (!sending) return undefined;
  const leftMs = sendDeadlineMs - (context.now().getTime() - knock.startedAt.getTime());
  if (leftMs <= 0 || !context.tools.gate.isOpen(head.siteId)) return stillInDoubt(context, sending, part, knock, 'notSent', 'The worker was held up before it could ask again.');

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

/** Again after a backoff; after a refusal only the read-back at the end of the settle window tells. */
async function stillInDoubt(context: DeliveryContext, sending: HeadMessage, part: MessagePart, { attemptId, startedAt }: Knock, outcome: AttemptOutcome, reason: string): Promise<undefined> {
  const { settings, random } = context.tools;
  const readFailures = part.readFailures + 1;
  const readBackAfter = part.readBackAfter!.getTime();
  const isRefused = outcome === 'refused' || outcome === 'defect';
  const nextAt = new Date(isRefused ? readBackAfter : Math.min(readBackAfter, context.in(backoffMs(readFailures, settings, random)).getTime()));
  const error = messageError(context.otherSide.answerLost, `The answer was lost; asked again under the same reference, which is never posted twice: ${reason}`);
  const { after, effects } = alongWith({ after: { ...withPart(sending, { ...part, readFailures }), state: 'inDoubt', error }, effects: { release: { nextAt } } }, {
    closed: [{ attemptId, outcome, error }], evidence: { attemptId, answer: { outcome, error }, ...(outcome === 'unknown' && { mayStandSince: startedAt }) },
  });
  await context.record(sending, after, effects);
}
