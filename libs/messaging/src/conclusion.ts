import { messageError, type MessageError } from '@plantway/canonical';
import type { CausedEvent, DeliveryPlan, ExecutionEffect, WaitCondition } from '@plantway/ports';
import { backoffMs } from './backoff.js';
import type { DeliveryContext } from './delivery-context.js';
import type { Effects } from './fenced-change.js';
import { deliveryMessage, withNote, type HeadMessage } from './head-message.js';

/** A message's new standing with everything that is written together with it. */
export interface Conclusion {
  readonly after: HeadMessage;
  readonly effects: Effects;
}

/** All parts stand in the ERP. @throws Error of the flow when it cannot say what is kept of it: nothing is posted without that */
export function posted(context: DeliveryContext, head: HeadMessage): Conclusion {
  const followUp = head.parts.flatMap(({ receipt }) => receipt?.followUp ?? [])[0];
  const after: HeadMessage = {
    ...head,
    state: followUp ? 'postedWithFollowUp' : 'posted',
    error: followUp && messageError(followUp.code, followUp.reason),
    postedAt: context.now(),
  };
  const { caused, kept, wakes, missing } = consequences(context, head);
  const noted = missing.length === 0 ? after : withNote(after, `posted, but the flow failed to tell ${missing.join(' and ')}`);
  return { after: noted, effects: { release: { finished: true }, event: 'message.posted.v1', caused, kept, wakes } };
}

/** Nothing has to be sent: it is done, or has become pointless. What is behind it in its lane goes on. */
export function finished(context: DeliveryContext, head: HeadMessage, { state, note, events = [], effects: kept = [] }: Extract<DeliveryPlan, { readonly decision: 'finish' }>): Conclusion {
  const done: HeadMessage = { ...head, state, error: undefined, ...(state === 'posted' ? { postedAt: context.now() } : {}) };
  const { told: wakes, missing } = toldBy(context, head, 'who waits for it', () => context.flow.fulfils(deliveryMessage(head)));
  const after = [note, ...missing.map((what) => `the flow failed to tell ${what}`)].reduce(withNote, done);
  return { after, effects: { release: { finished: true }, event: state === 'posted' ? 'message.posted.v1' : 'message.annulled.v1', caused: events, kept, wakes } };
}

/** Surely nothing was posted: again after a backoff, or to a person when it has been tried as often as configured. */
export function tryAgain(context: DeliveryContext, head: HeadMessage, error: MessageError, retryAfterMs?: number): Conclusion {
  const { settings, random } = context.tools;
  const failures = head.failures + 1;
  if (settings.maximumFailures > 0 && failures >= settings.maximumFailures) {
    return parked({ ...head, failures }, messageError('RETRIES_EXHAUSTED', `${failures} tries failed; the last one: ${error.reason}`));
  }
  const after: HeadMessage = { ...head, state: 'retrying', failures, error };
  const isNews = head.failures === 0 || head.error?.code !== error.code;
  return { after, effects: { release: { nextAt: context.in(backoffMs(failures, settings, random, retryAfterMs)) }, ...(isNews ? { event: 'message.retrying.v1' } : {}) } };
}

/** It goes on by itself when the condition is fulfilled. */
export function waitFor(context: DeliveryContext, head: HeadMessage, condition: WaitCondition): Conclusion {
  const isNews = head.error?.code !== condition.error.code;
  return {
    after: { ...head, state: 'waiting', error: condition.error },
    effects: { release: { waitingFor: condition.key, nextAt: context.in(lookAgainMs(context, condition)) }, ...(isNews ? { event: 'message.waiting.v1' } : {}) },
  };
}

/** When a waiting message looks by itself. */
function lookAgainMs({ tools: { settings } }: DeliveryContext, { isWatched, lookAgainMs: soonMs }: WaitCondition): number {
  return isWatched ? settings.safetyNetMs : Math.min(settings.recheckIntervalMs, soonMs ?? Infinity);
}

/** A person decides; the lane stands still. */
export function parked(head: HeadMessage, error: MessageError): Conclusion {
  return { after: { ...head, state: 'parked', error }, effects: { release: { stopped: true }, event: 'message.parked.v1' } };
}

/** A second person decides whether it is done at all; the lane stands still. */
export function awaitingApproval(head: HeadMessage, error: MessageError): Conclusion {
  return { after: { ...head, state: 'awaitingApproval', error }, effects: { release: { stopped: true }, event: 'message.awaiting-approval.v1' } };
}

/** The same conclusion with more to write. */
export function alongWith(conclusion: Conclusion, more: Effects): Conclusion {
  return { after: conclusion.after, effects: { ...conclusion.effects, ...more } };
}

interface Consequences {
  readonly caused: readonly CausedEvent[];
  readonly kept: readonly ExecutionEffect[];
  readonly wakes: readonly string[];
  /** What the flow could not tell, in words. */
  readonly missing: readonly string[];
}

/** What is posted is posted, whatever the flow makes of it: what it fails to tell is named, never silently left out. What the gateway keeps of it is never left out at all. */
function consequences(context: DeliveryContext, head: HeadMessage): Consequences {
  const message = deliveryMessage(head);
  const standing = head.parts.flatMap(({ partId, payload, receipt }) => (receipt ? [{ part: { partId, payload }, receipt }] : []));
  const [receipts, parts] = [standing.map(({ receipt }) => receipt), standing.map(({ part }) => part)];
  const caused = toldBy(context, head, 'the events it caused', () => (head.repostedAt === undefined ? context.flow.events(message, receipts, parts) : [])); // they were told when it was posted first
  const wakes = toldBy(context, head, 'who waits for it', () => context.flow.fulfils(message));
  const kept = context.flow.effects?.(message, receipts, parts) ?? [];
  return { caused: caused.told, kept, wakes: wakes.told, missing: [...caused.missing, ...wakes.missing] };
}

function toldBy<Told>(context: DeliveryContext, head: HeadMessage, what: string, tell: () => readonly Told[]): { readonly told: readonly Told[]; readonly missing: readonly string[] } {
  try {
    return { told: tell(), missing: [] };
  } catch (fault) {
    context.tools.log.error({ err: fault, messageId: head.messageId }, `the flow failed to tell ${what} of a finished message`);
    return { told: [], missing: [what] };
  }
}
