import type { Instant, MaterialConsumption, MessageError, MessageKind, MessageState, ProductionConfirmation, SourceSequencePolicy } from '@plantway/canonical';
import type { DeliveryReceipt } from './delivery.port.js';

/** Another message, as a flow sees it. */
export interface RelatedMessage<Command = unknown> {
  readonly messageId: string;
  readonly kind: MessageKind;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly state: MessageState;
  readonly acceptedAt: Instant;
  readonly command: Command;
  /** What of it stands in the foreign system, in the order of its parts; without what is known to be reversed there. */
  readonly receipts: readonly DeliveryReceipt[];
  /** What was sent for each of `receipts`, in the same order: the payloads of its parts that stand. */
  readonly sent: readonly unknown[];
  readonly note?: string;
  /** What is sent of it is fixed: something was sent that may stand, or was amended after a refusal. Given by `laterInLane` and `overtakenBy`. */
  readonly isBegun?: boolean;
  /** Of a confirmation: the wish to take it back that counts, neither discarded nor annulled; one that stands before any other, else the newest. Given by `find`, `before`, `laterInLane` and `overtakenBy`. */
  readonly reversal?: ReversalWish;
}

/** What was reported about an order, made or used, of which the message is stored and not finished: on its way, waiting, or with a person. */
export type OpenReport =
  | (RelatedMessage<ProductionConfirmation> & { readonly kind: 'productionConfirmation' })
  | (RelatedMessage<MaterialConsumption> & { readonly kind: 'materialConsumption' });

/** A wish to take a confirmation back. */
export interface ReversalWish {
  readonly messageId: string;
  readonly state: MessageState;
  /** Whether it reversed something in the foreign system. A posted one without receipts took nothing back there. */
  readonly hasReceipts?: boolean;
}

/** What became of the attempt to annul. `tooLate`: it is on its way, in doubt, or finished; look again when it changes. */
export type Annulment =
  | { readonly outcome: 'annulled'; readonly receipts: readonly DeliveryReceipt[] }
  | { readonly outcome: 'tooLate'; readonly state: MessageState };

/** What one sequence of numbers counts, and where it begins. */
export type SourceNumbering = Pick<SourceSequencePolicy, 'scope' | 'startsAt'>;

/** Where a message stands in the sequence of numbers that its source system gives to what it reports. */
export interface SequencePlace {
  readonly number: number;
  /** The highest smaller number that is stored, whatever became of it; 0 when there is none. */
  readonly below: number;
  /** Of a sequence over several operations: the numbers before its own that are missing and were noticed last, and when that was, by the acceptance of a higher one. */
  readonly gap?: { readonly from: number; readonly to: number; readonly noticedAt: Instant };
  /** A message that was accepted before under the same number, and was not discarded. */
  readonly twin?: NumberedMessage;
  /** Of those with a smaller number that stand behind this one in its lane, and are neither on their way nor with a person, the one with the smallest. */
  readonly behind?: NumberedMessage;
  /** When this was so, by the clock of the acceptances. */
  readonly askedAt: Instant;
}

export interface NumberedMessage {
  readonly messageId: string;
  readonly kind: MessageKind;
  readonly senderId: string;
  readonly state: MessageState;
  readonly number: number;
}

/** What stops a message now: where it is in its lane, and for what the head of that lane waits. */
export interface Standstill {
  /** The head of its lane; the message itself when nothing is before it. */
  readonly headId: string;
  readonly headSenderId: string;
  readonly headKind: MessageKind;
  readonly headState: MessageState;
  /** The key under which the head waits; absent when it waits for nothing. */
  readonly waitingFor?: string;
}

/** What a flow may ask about other messages of its site. Every answer is of now: a plan that was made upon it is stored only if its own message is unchanged. */
export interface RelatedMessages {
  /** By the name that its sender gave it. */
  find(siteId: string, sourceSystem: string, kind: MessageKind, senderId: string): Promise<RelatedMessage | undefined>;
  /** The wishes to take a confirmation back, oldest first, whatever became of them. */
  reversalsOf(siteId: string, sourceSystem: string, confirmationId: string): Promise<readonly RelatedMessage[]>;
  /** Messages of the same lane and source system accepted before `messageId`, oldest first; neither discarded nor annulled ones. */
  before(messageId: string): Promise<readonly RelatedMessage[]>;
  /** The first message of the same kind, lane and source system that was accepted after `messageId`; neither a discarded nor an annulled one. */
  laterInLane(messageId: string): Promise<RelatedMessage | undefined>;
  /**
   * What was accepted after `messageId` in its lane, from whatever source system, and has got ahead of it: posted, or begun; oldest first, neither discarded nor annulled ones. Only a message that a person
   * brought back into its lane has any.
   */
  overtakenBy(messageId: string): Promise<readonly RelatedMessage[]>;
  /**
   * Unfinished confirmations and material consumptions of the same work order, in whatever lane, accepted before `messageId`, oldest first. `postedWithFollowUp` counts as finished here.
   * @param limit how many at most; all of them when not given
   */
  openOfOrderBefore(messageId: string, limit?: number): Promise<readonly RelatedMessage[]>;
  /** Unfinished confirmations and material consumptions of a work order, from whatever system and in whatever lane, oldest first. `postedWithFollowUp` counts as finished here. */
  openReports(siteId: string, workOrderId: string): Promise<readonly OpenReport[]>;
  /** At most `limit` unfinished confirmations of any of these work orders, oldest first. */
  openConfirmationsOf(siteId: string, workOrderIds: readonly string[], limit: number): Promise<readonly OpenReport[]>;
  /** Unfinished reversals of the same work order and source system that were accepted before `messageId`, oldest first. */
  openReversalsOfOrderBefore(messageId: string): Promise<readonly RelatedMessage[]>;
  /** Its place in its source system's numbers; undefined for a message without a number. */
  placeInSequence(messageId: string, numbering: SourceNumbering): Promise<SequencePlace | undefined>;
  /** What stops a message, or the first unfinished one of a lane; undefined when it is finished, or the lane is empty. */
  standstillOf(which: { readonly messageId: string } | { readonly laneKey: string }): Promise<Standstill | undefined>;
  /**
   * Lets everything behind a message in its lane pass: it takes the last place. It must be the first one there, in a lane that does not stand still, and
   * nothing of it may be on its way, in doubt or posted; otherwise nothing happens, and it answers false.
   * The lease of its lane ends with it, so that whatever its worker decides is refused and the lane is looked at anew.
   * @param error why it stands there from then on
   */
  letPass(messageId: string, error: MessageError): Promise<boolean>;
  /**
   * Ends a message that is not on its way: it becomes `annulled` and nothing more of it is sent. What of it stands already is answered, for the caller to reverse.
   * Doing it again with the same `by` answers the same.
   * @param by message on whose behalf; both show each other
   */
  annul(messageId: string, by: { readonly messageId: string; readonly note: string }): Promise<Annulment>;
}

const SETTLED = 'message:';

/** A message waits under this key for whatever changes another one's state for good: it is finished, parked, or given back. */
export function messageSettledKey(messageId: string): string {
  return `${SETTLED}${messageId}`;
}

/** The message of such a key; undefined for a key of another condition. */
export function messageIdOfSettledKey(key: string): string | undefined {
  return key.startsWith(SETTLED) ? key.slice(SETTLED.length) : undefined;
}
