import type { MessageError, MessageState } from '@plantway/canonical';
import type { DeliveryMessage, DeliveryReceipt, ForeignDocument, PlannedPart } from '@plantway/ports';
import type { EventSubject } from './message-event.js';

/** A lane under lease. `epoch` is decimal text (a bigint); writes name it together with the token. */
export interface LeasedLane {
  readonly laneKey: string;
  readonly epoch: string;
  readonly token: string;
  /** Moves on with every write that keeps the lane. */
  leaseUntil: Date;
}

/**
 * One write of a message.
 * - `planned`: not on its way; sending it is safe
 * - `posting`: an intent is written and its outcome unknown; only a read-back leads out
 * - `posted`: it stands in the foreign system, `receipt` says where
 */
export interface MessagePart extends PlannedPart {
  readonly partNo: number;
  readonly payloadHash: string;
  readonly reference: string;
  readonly state: 'planned' | 'posting' | 'posted';
  readonly receipt?: DeliveryReceipt | undefined;
  /** Since when the outcome is unknown. */
  readonly doubtFrom?: Date | undefined;
  /** End of the settle window. */
  readonly readBackAfter?: Date | undefined;
  /** Read-backs of this doubt that found nothing. */
  readonly absences: number;
  /** Read-backs of this doubt that failed. */
  readonly readFailures: number;
  /** How often its payload was replaced after a refusal, since a person last had a hand in it. */
  readonly amendments: number;
  /** Sends so far that may stand in the ERP: those that were posted, lost their answer, or have no outcome yet. */
  readonly effectiveSends: number;
  /** When the first read-back of this doubt was tried; undefined before. */
  readonly firstReadBackAt?: Date | undefined;
  /** Sends without an outcome: left behind by a process that ended or lost its lease. */
  readonly openAttempts: readonly { readonly attemptId: string; readonly startedAt: Date }[];
}

/** The first unfinished message of a lane, as the engine works on it. */
export interface HeadMessage extends EventSubject {
  /** Undefined when its stored form is lost. */
  readonly command: unknown;
  readonly state: MessageState;
  readonly failures: number;
  readonly error?: MessageError | undefined;
  readonly note?: string | undefined;
  readonly postedAt?: Date | undefined;
  /** When it was sent again after it had been posted: what it causes was told then. */
  readonly repostedAt?: Date | undefined;
  readonly parts: readonly MessagePart[];
  /** Whether the parts are in the database as they are here; a plan, the first or another one, is stored together with its first intent. */
  readonly partsStored: boolean;
}

export function deliveryMessage(head: HeadMessage): DeliveryMessage {
  const { messageId, siteId, kind, sourceSystem, senderId, correlationId, acceptedAt, command, approvedBy } = head;
  return { messageId, siteId, kind, sourceSystem, senderId, correlationId, acceptedAt, command, ...(approvedBy !== undefined && { approvedBy }) };
}

export function withPart(head: HeadMessage, changed: MessagePart): HeadMessage {
  return { ...head, parts: head.parts.map((part) => (part.partNo === changed.partNo ? changed : part)) };
}

/** The part without anything that belongs to a doubt. */
export function withoutDoubt(part: MessagePart): MessagePart {
  return { ...part, doubtFrom: undefined, readBackAfter: undefined, absences: 0, readFailures: 0, firstReadBackAt: undefined, openAttempts: [] };
}

/** The message with one more thing to know about how it came to where it stands; what is known already is not said twice. */
export function withNote(head: HeadMessage, note: string): HeadMessage {
  return { ...head, note: joinedNote(head.note, note) };
}

export function joinedNote(known: string | undefined, note: string): string {
  const notes = known?.split('; ') ?? [];
  return notes.includes(note) ? notes.join('; ') : [...notes, note].join('; ');
}

/** What stands in the ERP for the message; undefined before anything does. */
export function erpOf(head: HeadMessage): { readonly backend: string; readonly documents: readonly ForeignDocument[] } | undefined {
  const receipts = head.parts.flatMap(({ receipt }) => receipt ?? []);
  return receipts[0] && { backend: receipts[0].backend, documents: receipts.flatMap(({ documents }) => documents) };
}
