import { DefectError, messageError, type TechnicalRetryableError } from '@plantway/canonical';
import type { DeliveryPlan, PlannedPart, WaitCondition } from '@plantway/ports';
import { awaitingApproval, finished, parked, tryAgain, waitFor, type Conclusion } from './conclusion.js';
import { hashContent } from './content-hash.js';
import { isDatabaseAway } from './database-fault.js';
import type { DeliveryContext } from './delivery-context.js';
import { failureWords, isLostAnswer, meaningOf } from './failure.js';
import { deliveryMessage, withNote, type HeadMessage, type MessagePart } from './head-message.js';
import { postingReference } from './posting-reference.js';
import { concludeRefusal } from './refusal-step.js';
import { storable } from './storable.js';

/** Nothing of the message can stand on the other side, and no part was changed after a refusal: what it was planned upon may have changed meanwhile, so it is planned anew. */
export function isUnsent(head: HeadMessage): boolean {
  return head.parts.every(({ state, effectiveSends, amendments }) => state === 'planned' && effectiveSends === 0 && amendments === 0);
}

/**
 * Asks the flow what is to be done, for the first time or anew. Answers the message with its parts, not yet stored; or undefined when it cannot go on now.
 * A part keeps its reference, which is made of its name.
 */
export async function planMessage(context: DeliveryContext, head: HeadMessage): Promise<HeadMessage | undefined> {
  let plan: DeliveryPlan;
  try {
    plan = await context.call(head, (options) => context.flow.plan(deliveryMessage(head), options));
    if (plan.decision === 'send') return (plan.notes ?? []).reduce(withNote, { ...head, parts: plannedParts(head, plan.parts), partsStored: false });
  } catch (error) {
    return lookFailed(context, head, error);
  }
  return conclude(context, head, decided(context, head, plan));
}

/** Asks the flow whether `part`, of a plan that is fixed, may be sent now. Answers the message to go on with, or undefined when it has to wait. */
export async function lookAgain(context: DeliveryContext, head: HeadMessage, part: MessagePart): Promise<HeadMessage | undefined> {
  let condition: WaitCondition | undefined;
  try {
    const { flow } = context;
    if (flow.mustWaitFor === undefined) return head;
    condition = await context.call(head, (options) => flow.mustWaitFor!(deliveryMessage(head), part, options));
  } catch (error) {
    return lookFailed(context, head, error);
  }
  return condition === undefined ? head : conclude(context, head, waitFor(context, head, condition));
}

function lookFailed(context: DeliveryContext, head: HeadMessage, error: unknown): Promise<HeadMessage | undefined> {
  if (meaningOf(error) === 'refused') return concludeRefusal(context, head, head, { error: failureWords(error, 'ERP_REFUSED') });
  return conclude(context, head, afterFailure(context, head, error));
}

function decided(context: DeliveryContext, head: HeadMessage, plan: Exclude<DeliveryPlan, { readonly decision: 'send' }>): Conclusion {
  switch (plan.decision) {
    case 'finish': return finished(context, head, plan);
    case 'wait': return waitFor(context, head, plan.condition);
    case 'park': return parked(head, plan.error);
    case 'approve': return awaitingApproval(head, plan.error);
  }
}

function conclude(context: DeliveryContext, head: HeadMessage, { after, effects }: Conclusion): Promise<undefined> {
  return context.record(head, after, effects).then(() => undefined);
}

/** A look only reads: whatever went wrong, nothing was posted by it. */
function afterFailure(context: DeliveryContext, head: HeadMessage, error: unknown): Conclusion {
  if (meaningOf(error) === 'retryable') return tryAgain(context, head, failureWords(error, context.otherSide.unavailable), (error as TechnicalRetryableError).retryAfterMs);
  if (isDatabaseAway(error)) return tryAgain(context, head, messageError('DATABASE_UNAVAILABLE'));
  return isLostAnswer(error) ? tryAgain(context, head, messageError(context.otherSide.unavailable, error.message)) : parked(head, failureWords(error, 'FLOW_DEFECT'));
}

function plannedParts(head: HeadMessage, parts: readonly PlannedPart[]): readonly MessagePart[] {
  if (parts.length === 0 || new Set(parts.map(({ partId }) => partId)).size < parts.length) {
    throw new DefectError('FLOW_DEFECT', `The plan of ${head.kind} ${head.senderId} has no parts, or two of one name.`, { effect: 'none' });
  }
  return parts.map((part, index) => {
    const payload = storable(part.payload);
    return {
      partNo: index + 1, partId: part.partId, payload, payloadHash: hashContent(payload).hash, reference: postingReference(head, part.partId),
      state: 'planned', absences: 0, readFailures: 0, amendments: 0, effectiveSends: 0, openAttempts: [],
    };
  });
}
