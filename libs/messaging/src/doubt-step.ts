import { randomUUID } from 'node:crypto';
import { messageError, type MessageError } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import { backoffMs } from './backoff.js';
import { alongWith, parked, tryAgain, type Conclusion } from './conclusion.js';
import type { DeliveryContext } from './delivery-context.js';
import { failureWords } from './failure.js';
import type { AttemptOutcome, OpenedAttempt } from './fenced-change.js';
import { documentsInWords } from './documents-in-words.js';
import { cannotLook, enforcesKeys, firstLookAt, maySendUnderKey } from './guarantee-rules.js';
import { withNote, withPart, withoutDoubt, type HeadMessage, type MessagePart } from './head-message.js';
import { recordPosted } from './part-posted.js';
import { sendUnderKey } from './send-under-key.js';
import { storable } from './storable.js';

/** An absence is believed the second time. */
const ABSENCES_BELIEVED = 2;
export const RECOVERED = 'recovered';

/**
 * Resolves the doubt about one part as far as it can be now: after the settle window the other side is asked for our reference, twice before an absence is believed, and nothing
 * is sent meanwhile. Reversed documents stand for nothing; when they account for every send, a person decides whether it is sent again. Answers the message to go on with, or undefined when the lane is given back.
 */
export async function resolveDoubt(context: DeliveryContext, head: HeadMessage, part: MessagePart): Promise<HeadMessage | undefined> {
  if (head.state !== 'inDoubt' || !part.readBackAfter) return takeOver(context, head, part);
  if (cannotLook(context, head)) return parkUnlooked(context, head, part);
  if (maySendUnderKey(context, head, part)) return sendUnderKey(context, head, part);
  if (context.now() < part.readBackAfter) return context.record(head, head, { release: { nextAt: part.readBackAfter } });
  return readBack(context, head, part);
}

/** A worker wrote its intent and was never heard of again: in doubt from the moment of the intent. */
async function takeOver(context: DeliveryContext, head: HeadMessage, part: MessagePart): Promise<HeadMessage | undefined> {
  const doubtFrom = part.doubtFrom ?? part.openAttempts[0]?.startedAt ?? context.now(); // a doubt that was asked about under its key began before that
  const readBackAfter = new Date(doubtFrom.getTime() + context.tools.settings.settleWindowMs);
  const error = messageError(context.otherSide.answerLost, 'The worker that sent it ended before it could write down the answer.');
  const after: HeadMessage = { ...withPart(head, { ...part, doubtFrom, readBackAfter, absences: 0, readFailures: 0, openAttempts: [] }), state: 'inDoubt', error };
  return context.record(head, after, {
    closed: part.openAttempts.map(({ attemptId }) => ({ attemptId, outcome: 'unknown', error })),
    event: 'message.in-doubt.v1',
    ...(context.now() < readBackAfter ? { release: { nextAt: firstLookAt(context, head, readBackAfter) } } : {}),
  });
}

/** Nobody can look: it is sent at most once, and a person finds out. */
function parkUnlooked(context: DeliveryContext, head: HeadMessage, part: MessagePart): Promise<HeadMessage | undefined> {
  const { guaranteeClass } = context.guaranteeOf(head);
  const why = guaranteeClass === 'B' ? 'shows only balances, and nothing is known to compare them with' : 'shows nothing of what was sent to it';
  const { after, effects } = parked(head, messageError('DOUBT_UNRESOLVED', `The answer was lost, and the ${context.otherSide.name} ${why} (class ${guaranteeClass}): find out whether ${part.reference} stands there. It is not sent again by itself.`));
  return context.record(head, after, effects);
}

async function readBack(context: DeliveryContext, head: HeadMessage, part: MessagePart): Promise<HeadMessage | undefined> {
  const startedAt = context.now();
  const attempt = { attemptId: randomUUID(), partNo: part.partNo, purpose: 'readBack', startedAt, deadlineAt: context.in(context.tools.settings.sendDeadlineMs) } as const;
  const ended = (outcome: AttemptOutcome, error?: MessageError): { readonly opened: readonly OpenedAttempt[] } => ({ opened: [{ ...attempt, ended: { at: context.now(), outcome, error } }] });
  const conclude = ({ after, effects }: Conclusion, outcome: AttemptOutcome, error?: MessageError): Promise<HeadMessage | undefined> => context.record(head, after, { ...effects, ...ended(outcome, error) });

  let found: readonly DeliveryReceipt[];
  try {
    found = storable(await context.call(head, (options) => context.flow.find(part, part.reference, options)));
  } catch (error) {
    const words = failureWords(error, context.otherSide.unavailable);
    return conclude(readBackFailed(context, head, part, words), 'failed', words);
  }
  const standing = found.filter(({ reversedBy }) => !reversedBy);
  if (standing.length === 0 && found.length > 0 && found.length >= (enforcesKeys(context, head) ? 1 : part.effectiveSends)) {
    const error = messageError('DOUBT_REVERSED', `The ${context.otherSide.name} has only ${found.map(documentsInWords).join('; ')} under reference ${part.reference}, reversed by ${found.map(({ reversedBy }) => reversedBy).join(', ')}.`);
    return conclude(parked(withPart(head, unsent(part)), error), 'found', error);
  }
  if (standing.length === 0) return conclude(absent(context, head, part), 'absent');
  if (standing.length > 1) return conclude(parked(head, messageError('DOUBT_SEVERAL_DOCUMENTS', `The ${context.otherSide.name} has ${standing.length} documents under reference ${part.reference}: ${standing.map(documentsInWords).join('; ')}.`)), 'several');
  const receipt = standing[0];
  if (!context.agrees(part, receipt)) {
    return conclude(parked(head, messageError('DOUBT_DIFFERENT_QUANTITY', `The ${context.otherSide.name} has ${documentsInWords(receipt)} under reference ${part.reference}; sent was ${JSON.stringify(part.payload)}.`)), 'different');
  }
  return recordPosted(context, head, { head: withNote(head, RECOVERED), part, receipt, effects: ended('found') });
}

/** Nothing of the part stands over there: it can be sent, or discarded. */
function unsent(part: MessagePart): MessagePart {
  return withoutDoubt({ ...part, state: 'planned' });
}

function absent(context: DeliveryContext, head: HeadMessage, part: MessagePart): Conclusion {
  const absences = part.absences + 1;
  if (absences >= ABSENCES_BELIEVED) {
    return tryAgain(context, withPart(head, unsent(part)), messageError(context.otherSide.answerLost, `The ${context.otherSide.name} was asked ${absences} times and has nothing under reference ${part.reference}; it is sent again under the same reference.`, 'technical'));
  }
  return lookLater(context, head, { ...part, absences }, context.tools.settings.settleWindowMs / 2, head.error);
}

function readBackFailed(context: DeliveryContext, head: HeadMessage, part: MessagePart, error: MessageError): Conclusion {
  const triedMs = context.now().getTime() - (part.firstReadBackAt ?? context.now()).getTime();
  if (triedMs > context.tools.settings.maximumDoubtMs) {
    return parked(head, messageError('DOUBT_UNRESOLVED', `The ${context.otherSide.name} could not be asked for reference ${part.reference} in ${Math.round(triedMs / 60_000)} minutes; the last time: ${error.reason}`));
  }
  const readFailures = part.readFailures + 1;
  return lookLater(context, head, { ...part, readFailures }, backoffMs(readFailures, context.tools.settings, context.tools.random), messageError(context.otherSide.answerLost, `The answer was lost, and the ${context.otherSide.name} could not be asked for it: ${error.reason}`));
}

function lookLater(context: DeliveryContext, head: HeadMessage, part: MessagePart, ms: number, error: MessageError | undefined): Conclusion {
  const readBackAfter = context.in(ms);
  return alongWith({ after: { ...withPart(head, { ...part, readBackAfter }), error }, effects: {} }, { release: { nextAt: readBackAfter } });
}
