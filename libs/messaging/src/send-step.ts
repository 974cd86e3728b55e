import { randomUUID } from 'node:crypto';
import { PlantwayError, TechnicalRetryableError, messageError, type MessageError } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import type { LateAnswer } from './call-with-deadline.js';
import { alongWith, parked, tryAgain, type Conclusion } from './conclusion.js';
import { hashContent } from './content-hash.js';
import type { DeliveryContext } from './delivery-context.js';
import { failureWords, meaningOf } from './failure.js';
import type { AttemptOutcome, Effects } from './fenced-change.js';
import { firstLookAt } from './guarantee-rules.js';
import { withPart, withoutDoubt, type HeadMessage, type MessagePart } from './head-message.js';
import { recordPosted } from './part-posted.js';
import { concludeRefusal } from './refusal-step.js';
import { storable } from './storable.js';

/** Sends one part: the intent is committed before the first byte leaves. Answers the message to go on with, or undefined when the lane is given back. */
export async function sendPart(context: DeliveryContext, head: HeadMessage, part: MessagePart): Promise<HeadMessage | undefined> {
  const attemptId = randomUUID();
  const startedAt = context.now();
  const sending = await writeIntent(context, head, part, attemptId, startedAt);
  if (!sending) return undefined;
  const spentMs = context.now().getTime() - startedAt.getTime();
  if (spentMs > Math.min(context.tools.settings.pauseAllowanceMs, context.tools.settings.sendDeadlineMs / 2) || !context.mayWrite(head.siteId)) {
    return conclude(context, sending, attemptId, 'notSent', messageError('SEND_NOT_STARTED'), tryAgain(context, withPart(sending, withoutDoubt(part)), messageError('SEND_NOT_STARTED')));
  }
  let receipt: DeliveryReceipt;
  try {
    receipt = storable(await context.call(head, (options) => context.flow.send(part, part.reference, options), {
      deadlineMs: context.tools.settings.sendDeadlineMs - spentMs,
      late: (answer) => keepLateAnswer(context, sending, attemptId, startedAt, answer),
    }));
  } catch (error) {
    return afterFailure(context, sending, part, { attemptId, startedAt }, error);
  }
  try {
    const doubtful = doubtAbout(context, part, receipt);
    return doubtful === undefined
      ? await recordPosted(context, sending, { head: sending, part, receipt, effects: { closed: [{ attemptId, outcome: 'posted' }], evidence: { attemptId, answer: receipt, mayStandSince: startedAt } } })
      : await inDoubt(context, sending, part, { attemptId, startedAt }, messageError(context.otherSide.answerLost, doubtful), receipt);
  } catch (error) {
    if (error instanceof TechnicalRetryableError) throw error;
    context.tools.log.error({ err: error, messageId: head.messageId }, `an answer of the ${context.otherSide.name} could not be worked with; it is read back`);
    return inDoubt(context, sending, part, { attemptId, startedAt }, answerLost(context, error), undefined);
  }
}

async function writeIntent(context: DeliveryContext, head: HeadMessage, part: MessagePart, attemptId: string, startedAt: Date): Promise<HeadMessage | undefined> {
  const { sendDeadlineMs } = context.tools.settings;
  const effects: Effects = {
    opened: [{ attemptId, partNo: part.partNo, purpose: 'send', startedAt, deadlineAt: new Date(startedAt.getTime() + sendDeadlineMs) }],
    payloads: head.partsStored ? [] : head.parts.map(({ payloadHash, payload }) => ({ hash: payloadHash, body: payload })),
    shapes: [{ partNo: part.partNo, shape: 'sent', hash: part.payloadHash }],
    ...(head.partsStored ? {} : { partCount: head.parts.length }),
  };
  const sending: HeadMessage = { ...withPart(head, { ...part, state: 'posting' }), state: 'posting' };
  try {
    return await context.record(head, sending, effects, { once: true });
  } catch (error) {
    await withdraw(context, sending, part, attemptId);
    throw error;
  }
}

/** Nobody knows whether the intent was stored, but surely nothing was sent: without this the message would sit out the settle window for nothing. */
async function withdraw(context: DeliveryContext, sending: HeadMessage, part: MessagePart, attemptId: string): Promise<void> {
  const stored: HeadMessage = { ...sending, partsStored: true };
  await conclude(context, stored, attemptId, 'notSent', messageError('SEND_NOT_STARTED'), tryAgain(context, withPart(stored, withoutDoubt(part)), messageError('SEND_NOT_STARTED')));
}

/** A send that has begun, by the time of its intent. */
interface Sending {
  readonly attemptId: string;
  readonly startedAt: Date;
}

function afterFailure(context: DeliveryContext, sending: HeadMessage, part: MessagePart, begun: Sending, error: unknown): Promise<HeadMessage | undefined> {
  const meaning = meaningOf(error);
  const { attemptId } = begun;
  if (meaning === 'unknown') return inDoubt(context, sending, part, begun, answerLost(context, error), undefined);
  const unsent = withPart(sending, withoutDoubt({ ...part, state: 'planned' }));
  switch (meaning) {
    case 'retryable': {
      const words = failureWords(error, context.otherSide.unavailable);
      return conclude(context, sending, attemptId, 'retryable', words, tryAgain(context, unsent, words, (error as TechnicalRetryableError).retryAfterMs));
    }
    case 'refused': {
      const words = failureWords(error, 'ERP_REFUSED');
      return concludeRefusal(context, sending, unsent, { error: words, part: { ...withoutDoubt(part), state: 'planned' } }, { closed: [{ attemptId, outcome: 'refused', error: words }], ...answeredWith(part, words) });
    }
    case 'defect': {
      const words = failureWords(error, 'FLOW_DEFECT');
      return conclude(context, sending, attemptId, 'defect', words, parked(unsent, words));
    }
  }
}

/** An error keeps its own code, such as a broken contract of the other side; that nobody knows its effect is said by the state. */
function answerLost({ otherSide }: DeliveryContext, error: unknown): MessageError {
  if (error instanceof PlantwayError) return messageError(error.code, error.message, 'inDoubt');
  return messageError(otherSide.answerLost, failureWords(error, otherSide.answerLost).reason);
}

/** The answer is lost: nothing is sent before the settle window is over and a read-back has told. */
function inDoubt(context: DeliveryContext, sending: HeadMessage, part: MessagePart, { attemptId, startedAt }: Sending, error: MessageError, answer: unknown): Promise<undefined> {
  const readBackAfter = context.in(context.tools.settings.settleWindowMs);
  const doubtful: MessagePart = { ...withoutDoubt(part), state: 'posting', doubtFrom: context.now(), readBackAfter };
  const conclusion: Conclusion = {
    after: { ...withPart(sending, doubtful), state: 'inDoubt', error },
    effects: { release: { nextAt: firstLookAt(context, sending, readBackAfter) }, event: 'message.in-doubt.v1', ...(answer === undefined ? {} : answeredWith(part, answer)) },
  };
  return conclude(context, sending, attemptId, 'unknown', error, conclusion, startedAt);
}

async function conclude(context: DeliveryContext, sending: HeadMessage, attemptId: string, outcome: AttemptOutcome, error: MessageError, conclusion: Conclusion, mayStandSince?: Date): Promise<undefined> {
  const { after, effects } = alongWith(conclusion, { closed: [{ attemptId, outcome, error }], evidence: { attemptId, answer: { outcome, error }, mayStandSince } });
  await context.record(sending, after, effects);
}

function answeredWith(part: MessagePart, answer: unknown): Effects {
  const body = storable(answer);
  const { hash } = hashContent(body);
  return { payloads: [{ hash, body }], shapes: [{ partNo: part.partNo, shape: 'answered', hash }] };
}

/** Why an answer is no proof that the part stands on the other side as it was sent; undefined when it is one. */
export function doubtAbout(context: DeliveryContext, part: MessagePart, receipt: DeliveryReceipt | null | undefined): string | undefined {
  const { name } = context.otherSide;
  const { reference, documents } = (receipt ?? {}) as Partial<DeliveryReceipt>;
  if (reference && reference !== part.reference) return `The ${name} answered to ${part.partId} with a document of another reference, ${reference}.`;
  if (receipt?.reversedBy !== undefined) return `The ${name} answered to ${part.partId} with a document that is reversed by ${receipt.reversedBy}.`;
  if (!receipt || (!reference && !(Array.isArray(documents) && documents.length > 0))) return `The ${name} answered to ${part.partId} without a document or our reference.`;
  return context.agrees(part, receipt) ? undefined : `The ${name} answered to ${part.partId} with other quantities than were sent.`;
}

/** Keeps an answer that nobody waits for any more. */
export function keepLateAnswer(context: DeliveryContext, head: HeadMessage, attemptId: string, startedAt: Date, answer: LateAnswer): void {
  const kept = 'answer' in answer
    ? context.keepEvidence(head, attemptId, { answer: answer.answer }, startedAt)
    : context.keepEvidence(head, attemptId, { failure: failureWords(answer.failure, context.otherSide.answerLost) }, undefined);
  kept.catch((error: unknown) => context.tools.log.warn({ err: error, attemptId }, 'a late answer could not be kept'));
}
