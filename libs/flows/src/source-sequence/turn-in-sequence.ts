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
 * Whether it is the message's turn by the numbers of its source system, which count what it reports of one operation, one work order or the whole site: confirmations, consumptions and reversals together.
 *
 * 1. A number that came before: to a person.
 * 2. A smaller number that stands behind it in its lane goes first: the message takes the last place.
 * 3. Of one operation: the number right before its own is not stored. It waits until that is stored, at most as long after its own acceptance as the site allows. Then it goes on, and a note says without what.
 * 4. Of an order or a site: any number before its own is missing, which may be one of its own operation. It waits until that is stored, at most as long as the site allows after the acceptance of the report that showed the gap:
 *    one lost number holds up its source once, not each report anew.
 *
 * Across lanes a number that is stored is no more waited for: what must be true first is said by the dependencies.
 */
export async function turnInSequence({ messageId, sourceSystem, acceptedAt, command }: DeliveryMessage<Numbered>, related: RelatedMessages, { gapTimeout, scope, startsAt }: SourceSequencePolicy): Promise<Turn> {
  const place = command.sourceSequence === undefined ? undefined : await related.placeInSequence(messageId, { scope, startsAt });
  if (place === undefined) return { decision: 'go', notes: [] };
  const { number, below, twin, behind, gap } = place;
  const ofWhat = `${sourceSystem} for ${countedIn(command, scope)}`;
  if (twin !== undefined) return { decision: 'park', error: messageError('SEQUENCE_REUSED', `Number ${number} of ${ofWhat} was given to ${named(twin)} before, which is ${twin.state}.`) };
  if (behind !== undefined) {
    const error = messageError('SEQUENCE_OVERTAKEN', `${named(behind)} has number ${behind.number} of ${ofWhat} and goes before number ${number}.`);
    await related.letPass(messageId, error);
    return { decision: 'wait', condition: { key: messageSettledKey(behind.messageId), error } };
  }
  const wait = { ofWhat, key: (missing: number) => sourceNumberKey({ ...command, sourceSystem }, scope, missing), gapMs: durationMs(gapTimeout) };
  if (scope !== 'operation') return gap === undefined ? { decision: 'go', notes: [] } : afterGap(place, gap, wait);
  if (below === number - 1 || (below === 0 && startsAt === 'any')) return { decision: 'go', notes: [] };
  return afterGap(place, { from: below + 1, to: number - 1, noticedAt: acceptedAt }, wait);
}

interface GapWait {
  readonly ofWhat: string;
  readonly key: (missing: number) => string;
  readonly gapMs: number;
}

function afterGap({ number, askedAt }: SequencePlace, { from, to, noticedAt }: NonNullable<SequencePlace['gap']>, { ofWhat, key, gapMs }: GapWait): Turn {
  const [missing, has] = from === to ? [`number ${to}`, 'has'] : [`numbers ${from} to ${to}`, 'have'];
  const untilMs = Date.parse(noticedAt) + gapMs;
  const until = new Date(untilMs).toISOString();
  const leftMs = untilMs - Date.parse(askedAt);
  const isNext = to === number - 1; // whoever comes later only follows: the one behind the gap has it in its note
  if (leftMs <= 0) return { decision: 'go', notes: isNext ? [`without ${missing} of ${ofWhat}, which had not come by ${until}`] : [] };
  const error = messageError('SEQUENCE_GAP', `${ofWhat} has reported number ${number}, but ${missing} ${has} not come; without it this one goes on at ${until}.`);
  return { decision: 'wait', condition: { key: key(to), error, lookAgainMs: Math.min(LOOK_AGAIN_MS, leftMs) } };
}

function countedIn({ siteId, workOrderId, operationId }: Numbered, scope: SourceSequencePolicy['scope']): string {
  return { operation: `operation ${operationId} of work order ${workOrderId}`, workOrder: `work order ${workOrderId}`, site: `site ${siteId}` }[scope];
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
