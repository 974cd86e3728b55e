import { durationMs, messageError, type SourceSequencePolicy } from '@plantway/canonical';
import { messageSettledKey, type DeliveryMessage, type DeliveryPlan, type NumberedMessage, type RelatedMessages, type SequencePlace } from '@plantway/ports';
import { sourceNumberKey } from './source-number-key.js';

/** How often a gap is looked at, milliseconds: nobody tells when the missing report is stored. */
const LOOK_AGAIN_MS = 5_000;

/** A command that its source system may number. */
interface Numbered {
  readonly siteId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly sourceSequence?: number;
}

export type Turn =
  /** Nothing stands before it in the numbers of its source; `notes` when it goes on without a number that never came. */
  | { readonly decision: 'go'; readonly notes: readonly string[] }
  | Extract<DeliveryPlan<never>, { readonly decision: 'wait' | 'park' }>;

/**
 * Whether it is the message's turn by the numbers of its source system. The numbers of one source count what it reports of one operation: confirmations, consumptions and reversals together, from 1.
 *
 * 1. A number that came before: to a person.
 * 2. A smaller number that stands behind it in its lane goes first: the message takes the last place.
 * 3. The number right before its own is not stored: it waits until that is stored, at most as long after its own acceptance as the site allows. Then it goes on, and a note says without what.
 *
 * Across lanes a number that is stored is no more waited for: what must be true first is said by the dependencies.
 */
export async function turnInSequence({ messageId, sourceSystem, acceptedAt, command }: DeliveryMessage<Numbered>, related: RelatedMessages, policy: SourceSequencePolicy): Promise<Turn> {
  const place = command.sourceSequence === undefined ? undefined : await related.placeInSequence(messageId);
  if (place === undefined) return { decision: 'go', notes: [] };
  const { number, twin, behind } = place;
  const ofWhat = `${sourceSystem} for operation ${command.operationId} of work order ${command.workOrderId}`;
  if (twin !== undefined) return { decision: 'park', error: messageError('SEQUENCE_REUSED', `Number ${number} of ${ofWhat} was given to ${named(twin)} before, which is ${twin.state}.`) };
  if (behind !== undefined) {
    const error = messageError('SEQUENCE_OVERTAKEN', `${named(behind)} has number ${behind.number} of ${ofWhat} and goes before number ${number}.`);
    await related.letPass(messageId, error);
    return { decision: 'wait', condition: { key: messageSettledKey(behind.messageId), error } };
  }
  if (place.below === number - 1) return { decision: 'go', notes: [] };
  return afterGap(place, ofWhat, Date.parse(acceptedAt) + durationMs(policy.gapTimeout), sourceNumberKey({ ...command, sourceSystem }, number - 1));
}

function afterGap({ number, below, askedAt }: SequencePlace, ofWhat: string, untilMs: number, key: string): Turn {
  const [missing, has] = number - below === 2 ? [`number ${number - 1}`, 'has'] : [`numbers ${below + 1} to ${number - 1}`, 'have'];
  const until = new Date(untilMs).toISOString();
  const leftMs = untilMs - Date.parse(askedAt);
  if (leftMs <= 0) return { decision: 'go', notes: [`without ${missing} of ${ofWhat}, which had not come by ${until}`] };
  const error = messageError('SEQUENCE_GAP', `${ofWhat} has reported number ${number}, but ${missing} ${has} not come; without it this one goes on at ${until}.`);
  return { decision: 'wait', condition: { key, error, lookAgainMs: Math.min(LOOK_AGAIN_MS, leftMs) } };
}

function named({ kind, senderId }: NumberedMessage): string {
  const words: Partial<Record<NumberedMessage['kind'], string>> = { productionConfirmation: 'confirmation', materialConsumption: 'consumption', confirmationReversal: 'reversal' };
  return `${words[kind] ?? kind} ${senderId}`;
}

/** The plan, with what is to be noted of the message's turn. */
export function withNotes<Payload>(plan: DeliveryPlan<Payload>, notes: readonly string[]): DeliveryPlan<Payload> {
  if (notes.length === 0) return plan;
  if (plan.decision === 'send') return { ...plan, notes: [...notes, ...(plan.notes ?? [])] };
  return plan.decision === 'finish' ? { ...plan, note: [...notes, plan.note].join('; ') } : plan;
}
