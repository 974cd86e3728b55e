import { DefectError, messageError, type MessageError, type TechnicalRetryableError } from '@plantway/canonical';
import type { RefusalDecision } from '@plantway/ports';
import { parked, tryAgain, waitFor, type Conclusion } from './conclusion.js';
import { hashContent } from './content-hash.js';
import type { DeliveryContext } from './delivery-context.js';
import { documentsInWords } from './documents-in-words.js';
import { failureWords, isLostAnswer, meaningOf } from './failure.js';
import type { Effects } from './fenced-change.js';
import { deliveryMessage, withNote, withPart, type HeadMessage, type MessagePart } from './head-message.js';
import { recordPosted, type StandingPart } from './part-posted.js';
import { storable } from './storable.js';

/** A flow that amends a part over and over does not know what to do. */
const MAXIMUM_AMENDMENTS = 3;

/** A rule said no: to the plan, or to one part, of which surely nothing stands in the foreign system. */
export interface Refusal {
  readonly error: MessageError;
  readonly part?: MessagePart;
}

/**
 * Writes the refusal down, which also gives the lane a full lease, then asks the flow what it means and does that. Answers the message to go on with, or undefined when the
 * lane is given back.
 * @param after the message without anything of the refused part
 */
export async function concludeRefusal(context: DeliveryContext, before: HeadMessage, after: HeadMessage, refusal: Refusal, kept: Effects = {}): Promise<HeadMessage | undefined> {
  const standing = await context.record(before, after, kept);
  if (!standing) return undefined;
  const meaning = await meaningOfRefusal(context, standing, refusal);
  return 'receipt' in meaning ? recordPosted(context, standing, meaning) : context.record(standing, meaning.after, meaning.effects);
}

/** The flow may read before it decides: when that fails technically the message is tried again, and refused again. */
async function meaningOfRefusal(context: DeliveryContext, head: HeadMessage, { error, part }: Refusal): Promise<Conclusion | StandingPart> {
  const refusal = { ...(part && { part: { partId: part.partId, payload: part.payload }, reference: part.reference }), code: error.code, reason: error.reason };
  try {
    const decision = await context.call(head, (options) => context.flow.onBusinessRefusal(deliveryMessage(head), refusal, options));
    switch (decision.decision) {
      case 'wait': return waitFor(context, head, decision.condition);
      case 'park': return parked(head, decision.error);
      case 'stands': return standsAlready(context, head, { error, ...(part && { part }) }, decision);
      case 'amend': return amended(context, head, { error, ...(part && { part }) }, decision);
    }
  } catch (fault) {
    if (meaningOf(fault) === 'retryable') return tryAgain(context, head, failureWords(fault, context.otherSide.unavailable), (fault as TechnicalRetryableError).retryAfterMs);
    if (isLostAnswer(fault)) return tryAgain(context, head, messageError(context.otherSide.unavailable, fault.message));
    context.tools.log.error({ err: fault, messageId: head.messageId }, 'the flow failed over a refusal');
    return parked(head, error);
  }
}

/** The part is sent again at once under its old reference, with what the flow has put in the place of its payload. */
function amended(context: DeliveryContext, head: HeadMessage, { error, part }: Refusal, { payload, note }: Extract<RefusalDecision, { readonly decision: 'amend' }>): Conclusion {
  if (!part) throw new DefectError('FLOW_DEFECT', `The flow of ${head.kind} ${head.senderId} amends a part that was never planned.`, { effect: 'none' });
  if (part.amendments >= MAXIMUM_AMENDMENTS) return parked(head, error);
  const body = storable(payload);
  const payloadHash = hashContent(body).hash;
  const changed: MessagePart = { ...part, payload: body, payloadHash, amendments: part.amendments + 1 };
  return {
    after: withNote({ ...withPart(head, changed), state: 'retrying', error }, note),
    effects: { release: { nextAt: context.now() }, payloads: [{ hash: payloadHash, body }], event: 'message.retrying.v1' },
  };
}

/** What was refused is done already, by a send of ours that came late or by somebody else: the part is posted. A receipt that does not say so goes to a person. */
function standsAlready(context: DeliveryContext, head: HeadMessage, { error, part }: Refusal, { receipt, note }: Extract<RefusalDecision, { readonly decision: 'stands' }>): Conclusion | StandingPart {
  if (!part) throw new DefectError('FLOW_DEFECT', `The flow of ${head.kind} ${head.senderId} found a part that was never planned.`, { effect: 'none' });
  const found = storable(receipt);
  if (found.reference === part.reference && !found.reversedBy && context.agrees(part, found)) return { head: withNote(head, note), part, receipt: found };
  return parked(head, messageError(error.code, `${error.reason} What the ${context.otherSide.name} has is not what was sent: ${documentsInWords(found)} under reference ${found.reference}.`));
}
