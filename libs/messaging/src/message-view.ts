import type { ErrorKind, Instant, MessageError, MessageKind, MessageState, PlantDate } from '@plantway/canonical';
import type { DeclaredGuarantee, DeliveryReceipt, FieldNotCarried, ForeignDocument } from '@plantway/ports';

/** A message as lists show it. Absent members have no value. */
export interface MessageSummary {
  readonly messageId: string;
  readonly siteId: string;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly stateSince: Instant;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly laneKey: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly workOrderId?: string;
  readonly operationId?: string;
  readonly confirmationId?: string;
  readonly lotIds: readonly string[];
  readonly serialNumbers: readonly string[];
  readonly postingDate: PlantDate;
  readonly productionDay: PlantDate;
  readonly acceptedAt: Instant;
  readonly postedAt?: Instant;
  /** Sends and plans that failed since a person last had a hand in it. */
  readonly failures: number;
  readonly error?: MessageError;
  readonly erp?: { readonly backend: string; readonly documents: readonly ForeignDocument[] };
  /** What was not usual about its way, apart by "; ": "recovered", a changed posting date, what finished it without a send, a person's reason. */
  readonly note?: string;
  /** The message that has taken it back: a posted reversal of this posted confirmation. */
  readonly reversedByMessageId?: string;
  /** Another one after every change of the message, of whatever kind; compared for equality only. */
  readonly revision: string;
  /** Since when it stands beside its lane and lets later ones pass; absent in its place. */
  readonly steppedAsideAt?: Instant;
  /** How often a person has amended it; 0 when never. */
  readonly amendments: number;
  /** The message that this one took the place of: an amendment that belongs to another lane. */
  readonly replacesMessageId?: string;
  /** The message that an amendment made of this one, in another lane. */
  readonly replacedByMessageId?: string;
}

/** How a person says that a doubt ended: `posted` with these documents, or `notPosted`, to be sent again under the same reference. */
export type DoubtResolution = { readonly resolution: 'posted'; readonly documents: readonly ForeignDocument[] } | { readonly resolution: 'notPosted' };

/** What one person says about a doubt and another has not agreed to yet. */
export type DoubtProposal = DoubtResolution & {
  readonly reason: string;
  /** Credential of the person. */
  readonly proposedBy: string;
  readonly proposedAt: Instant;
};

/** What a person made of a message. */
export interface AmendmentView {
  /** From 1. */
  readonly amendmentNo: number;
  /** Credential of the person. */
  readonly actor: string;
  readonly reason: string;
  readonly amendedAt: Instant;
}

/** One call of the ERP. */
export interface AttemptView {
  readonly attemptId: string;
  readonly partId: string;
  readonly purpose: 'send' | 'readBack';
  readonly startedAt: Instant;
  readonly deadlineAt: Instant;
  readonly endedAt?: Instant;
  readonly outcome?: string;
  readonly error?: MessageError & { readonly kind: ErrorKind };
  /** An answer that came too late to be acted upon. */
  readonly evidence?: unknown;
}

export interface PartView {
  readonly partId: string;
  readonly reference: string;
  readonly state: 'planned' | 'posting' | 'posted';
  readonly receipt?: DeliveryReceipt;
  /** While it is in doubt: when the ERP is asked. */
  readonly readBackAfter?: Instant;
}

/** What a person, or another message, did. */
export interface ActionView {
  readonly action: 'resubmit' | 'discard' | 'annul' | 'approve' | 'amend' | 'stepAside' | 'proposeResolution' | 'resolveDoubt';
  /** Credential of the person, or id of the message that annulled it. */
  readonly actor: string;
  readonly reason?: string;
  readonly fromState: MessageState;
  readonly toState: MessageState;
  readonly actedAt: Instant;
}

/** A message with everything that happened to it. */
export interface MessageDetail extends MessageSummary {
  readonly acceptedBy: string;
  readonly parts: readonly PartView[];
  readonly attempts: readonly AttemptView[];
  readonly actions: readonly ActionView[];
  /** What of it the foreign system has no place for; it is kept here. Absent when everything has reached it. */
  readonly notCarried?: readonly FieldNotCarried[];
  /** When the engine looks at it next; absent when a person has to act, or another one is before it. */
  readonly nextAttemptAt?: Instant;
  /** The message of the same lane that must be finished first. */
  readonly behindMessageId?: string;
  /** Oldest first. */
  readonly amended: readonly AmendmentView[];
  /** Absent when nobody has proposed how a doubt ended. */
  readonly doubtProposal?: DoubtProposal;
  /** What keeps it from being posted twice, as the backend of the site declares now; absent when no worker has asked it yet, and for what reaches no other system. */
  readonly guarantee?: DeclaredGuarantee & { readonly backend: string };
  /** How the system that it is written to is met, as workers last wrote it down; absent before one has looked. Times may be past. */
  readonly pace?: MessagePace;
}

/** How the system behind a message is met. */
export interface MessagePace {
  readonly system: string;
  /** End of a maintenance window. */
  readonly windowUntil?: Instant;
  /** Since when its circuit is open. */
  readonly openedAt?: Instant;
  /** When the next probe may be sent. */
  readonly probeAt?: Instant;
  /** Until when the system asked to be left alone. */
  readonly restingUntil?: Instant;
}

/** The bytes by which a message came. */
export interface ReceivedBytesView {
  /** SHA-256 over the bytes, hexadecimal. */
  readonly hash: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
  /** The bytes, which are UTF-8, as text. */
  readonly text: string;
  /** Keys, from the outside in, under which the message stands in it; absent for the whole. */
  readonly place?: readonly string[];
  /** What of it stood in the path of the request; absent when nothing. */
  readonly inPath?: Readonly<Record<string, string>>;
}

/** One shape that the payload had: `amended` as a person made it of what was received, `superseded` a canonical form before an amendment. */
export interface ShapeView {
  readonly shape: 'received' | 'amended' | 'superseded' | 'canonical' | 'sent' | 'answered';
  /** Of an amended one: which, from 1, by whom and why. */
  readonly amendment?: AmendmentView;
  /** Of a received one: its bytes are kept, or only its canonical JSON, because the gateway made it or an older release kept it. */
  readonly form?: 'asReceived' | 'canonicalised';
  /** Of a received one whose bytes are kept. */
  readonly bytes?: ReceivedBytesView;
  /** Absent for the whole message. */
  readonly partId?: string;
  /** SHA-256 of the body in canonical JSON; of a received one that of what was compared. */
  readonly payloadHash: string;
  readonly mappingVersion: string;
  readonly codeVersion: string;
  readonly recordedAt: Instant;
  readonly body: unknown;
}

export interface MessageFilter {
  readonly state?: MessageState;
  readonly kind?: MessageKind;
  readonly sourceSystem?: string;
  readonly senderId?: string;
  readonly workOrderId?: string;
  /** Narrows a work order: of one without, every message of the site would have to be looked at. */
  readonly operationId?: string;
  readonly confirmationId?: string;
  readonly correlationId?: string;
  readonly lotId?: string;
  readonly serialNumber?: string;
  /** Number of a document that stands in the ERP for it. */
  readonly documentNumber?: string;
  /** Code of what stands between it and its document. */
  readonly errorCode?: string;
  /** Item that it makes, uses or is about. */
  readonly itemId?: string;
  /** Equipment or work center. */
  readonly equipmentId?: string;
  readonly customerOrderId?: string;
  readonly plannedOrderId?: string;
  /** Purchase order; that of a cause as well. */
  readonly purchaseOrderId?: string;
  /** Downtime; that of a cause as well. */
  readonly downtimeId?: string;
  /** The quality system's own id of what it has found or decided. */
  readonly nonconformityId?: string;
  /** Name of one of its writes; a UUID. */
  readonly reference?: string;
  /** Any of the keys above, or the messageId, or the Idempotency-Key that it came with, is exactly this. */
  readonly q?: string;
  /** Accepted before this instant. */
  readonly olderThan?: Instant;
  /** The same as `olderThan`. */
  readonly acceptedBefore?: Instant;
  /** Accepted at this instant or later. */
  readonly acceptedAfter?: Instant;
  /** As the last page gave it. */
  readonly cursor?: string;
  /** 1 to 1,000, 100 by default. */
  readonly limit?: number;
}

/** In the order of acceptance. */
export interface MessagePage {
  readonly items: readonly MessageSummary[];
  readonly nextCursor: string | null;
}

/** One outcome, as the event log tells it. */
export interface MessageChange {
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: Instant;
  /** The message's summary at that moment. */
  readonly data: unknown;
}

/** `nextCursor` is always given: it is where to go on later, also when there is nothing more now. */
export interface ChangesPage {
  readonly items: readonly MessageChange[];
  readonly nextCursor: string;
  /** What followed the cursor is not kept any more: load the messages anew and read on from `nextCursor`. */
  readonly reset: boolean;
}

/** accepted = posted + open + discarded + annulled. */
export interface MessageAccounting {
  readonly accepted: number;
  readonly posted: number;
  readonly open: number;
  readonly discarded: number;
  readonly annulled: number;
  readonly byState: Readonly<Record<MessageState, number>>;
}
