import type { Instant, MessageError, MessageKind, PlantDate } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';

/** A message as its flow sees it. `command` is the canonical form that was accepted. */
export interface DeliveryMessage<Command = unknown> {
  readonly messageId: string;
  readonly siteId: string;
  readonly kind: MessageKind;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly correlationId: string;
  readonly acceptedAt: Instant;
  readonly command: Command;
  /** Whoever agreed to it as a second person; absent until somebody did. */
  readonly approvedBy?: string;
}

/**
 * Something that the gateway itself keeps about orders, holds or schedules, written by `execution.apply` in the same transaction as the change of the message that causes it.
 * Applying the same effect of the same message again changes nothing.
 */
export interface ExecutionEffect {
  readonly effect: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One write of a message, as plain data: it is stored before the first byte leaves and survives a restart. */
export interface PlannedPart<Payload = unknown> {
  readonly partId: string;
  readonly payload: Payload;
}

/** A condition that a message waits for, by a stable key: "operation-yield:BER1:WO-1001:0010". */
export interface WaitCondition {
  readonly key: string;
  readonly error: MessageError;
  /** Look again after so many milliseconds also when nobody says that it is fulfilled: for what ends by time alone. The recheck interval when left out, and never later than that. */
  readonly lookAgainMs?: number;
  /** Somebody looks for everybody who waits for it and tells when it is fulfilled: the message itself sleeps, and looks only at the safety net's interval. */
  readonly isWatched?: true;
}

/** A document in the foreign system. */
export interface ForeignDocument {
  readonly type: string;
  readonly number: string;
}

/** What stands in the foreign system for one write, of whatever kind. */
export interface DeliveryReceipt {
  readonly reference: string;
  readonly backend: string;
  readonly documents: readonly ForeignDocument[];
  readonly postedAt: Instant;
  /** Set when the foreign system kept the write but a part of it failed, such as a goods movement. */
  readonly followUp?: { readonly code: string; readonly reason: string };
  readonly reversedBy?: string;
}

export type DeliveryPlan<Payload = unknown> =
  /** `notes`: what a person should know about why it is sent all the same. */
  | { readonly decision: 'send'; readonly parts: readonly PlannedPart<Payload>[]; readonly notes?: readonly string[] }
  /** Nothing has to be sent: it is done (`posted`), or has become pointless (`annulled`). The note says why. */
  | { readonly decision: 'finish'; readonly state: 'posted' | 'annulled'; readonly note: string; readonly events?: readonly CausedEvent[]; readonly effects?: readonly ExecutionEffect[] }
  /** A second person must agree first: the message becomes `awaitingApproval`, and is planned again with `approvedBy` once somebody did. */
  | { readonly decision: 'approve'; readonly error: MessageError }
  | { readonly decision: 'wait'; readonly condition: WaitCondition }
  | { readonly decision: 'park'; readonly error: MessageError };

/** A rule of the foreign system that said no; nothing of the part stands there. */
export interface BusinessRefusal<Payload = unknown> {
  readonly part?: PlannedPart<Payload>;
  /** The reference of `part`, for a read-back. */
  readonly reference?: string;
  readonly code: string;
  readonly reason: string;
}

/**
 * Wait for a condition, park for a person, send the part again with another payload under the same reference, such as an open posting date, or `stands`: a read-back
 * under the same reference showed that what was refused is done already. Its receipt must agree; the part is then posted.
 */
export type RefusalDecision<Payload = unknown> =
  | { readonly decision: 'wait'; readonly condition: WaitCondition }
  | { readonly decision: 'park'; readonly error: MessageError }
  | { readonly decision: 'amend'; readonly payload: Payload; readonly note: string }
  | { readonly decision: 'stands'; readonly receipt: DeliveryReceipt; readonly note: string };

/** Whom a flow writes to, in the words and codes of the error catalogue that people read. */
export interface OtherSide {
  readonly name: string;
  /** Code for a write whose answer is lost. */
  readonly answerLost: string;
  /** Code for a side that cannot be reached. */
  readonly unavailable: string;
}

export const ERP_SIDE: OtherSide = { name: 'ERP', answerLost: 'ERP_ANSWER_LOST', unavailable: 'ERP_UNAVAILABLE' };
/** The side of a system family: codes of the error catalogue begin with its name in capitals. */
const sideOf = (name: string, code: string): OtherSide => ({ name, answerLost: `${code}_ANSWER_LOST`, unavailable: `${code}_UNAVAILABLE` });
export const PLANNING_SIDE: OtherSide = sideOf('planning system', 'PLANNING');
export const MAINTENANCE_SIDE: OtherSide = sideOf('maintenance system', 'MAINTENANCE');
export const CUSTOMER_SIDE: OtherSide = sideOf('customer system', 'CUSTOMER');
export const QUALITY_SIDE: OtherSide = sideOf('quality system', 'QUALITY');
export const MES_SIDE: OtherSide = { name: 'MES', answerLost: 'MES_ANSWER_LOST', unavailable: 'MES_UNAVAILABLE' };

/** An event that the posted message causes, appended in the same transaction as its state. */
export interface CausedEvent {
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * One business process as the engine runs it. A flow decides and describes; the engine writes the intent, sends, settles, reads back and decides.
 * A flow keeps no state and knows no HTTP.
 */
export interface DeliveryFlow<Command = unknown, Payload = unknown, Receipt extends DeliveryReceipt = DeliveryReceipt> {
  readonly kind: MessageKind;
  /** Whom it writes to; the ERP when it does not say. */
  readonly otherSide?: OtherSide;
  /**
   * Decides what must be true first, then which writes follow, in order. May read; writes nothing. Called each time that the message is looked at, until a send of it
   * may stand over there or a part was amended: what surely had no effect is planned anew, by what is true then.
   */
  plan(message: DeliveryMessage<Command>, options: CallOptions): Promise<DeliveryPlan<Payload>>;
  /**
   * What a message of which the plan is fixed must wait for before `part` of it is sent: a hold counts also for what was planned before it. Undefined when nothing; absent when a flow never has to wait.
   * Called before each such send, never while the part is in doubt. Reads only; errors as in `plan`.
   */
  mustWaitFor?(message: DeliveryMessage<Command>, part: PlannedPart<Payload>, options: CallOptions): Promise<WaitCondition | undefined>;
  /** Does one part. Errors as in `ErpPort.post`. */
  send(part: PlannedPart<Payload>, reference: string, options: CallOptions): Promise<Receipt>;
  /** What stands over there under `reference`. */
  find(part: PlannedPart<Payload>, reference: string, options: CallOptions): Promise<readonly Receipt[]>;
  /** Whether a receipt, answered to a send or found by a read-back, says the same as the part. One that does not is never taken as posted. */
  agrees(part: PlannedPart<Payload>, receipt: Receipt): boolean;
  /** What a business refusal of `part` means here. May read; a failure of that is a technical one. `part` is absent when the plan was refused. */
  onBusinessRefusal(message: DeliveryMessage<Command>, refusal: BusinessRefusal<Payload>, options: CallOptions): Promise<RefusalDecision<Payload>>;
  /** Events of the posted message, beside the engine's own `message.posted.v1`. `parts` as they were sent, in the order of `receipts`. */
  events(message: DeliveryMessage<Command>, receipts: readonly Receipt[], parts: readonly PlannedPart<Payload>[]): readonly CausedEvent[];
  /** What the gateway keeps of the posted message, written in the same transaction as its state. */
  effects?(message: DeliveryMessage<Command>, receipts: readonly Receipt[], parts: readonly PlannedPart<Payload>[]): readonly ExecutionEffect[];
  /** Keys of wait conditions that a posted message may have fulfilled. */
  fulfils(message: DeliveryMessage<Command>): readonly string[];
}

/** A body as its bytes came, kept for the lineage; what is compared and mapped is its value. */
export interface ReceivedBytes {
  /** SHA-256 over the bytes, hexadecimal. */
  readonly hash: string;
  /** As the sender named it. */
  readonly contentType: string;
  /** The bytes, which are UTF-8, as text. */
  readonly text: string;
  /** Keys, from the outside in, under which the command stands in it: a row of a batch; absent for the whole. */
  readonly place?: readonly string[];
  /** What of the command stood in the path of the request; absent when nothing. */
  readonly inPath?: Readonly<Record<string, string>>;
}

/** What intake needs to store one command. */
export interface Submission {
  readonly siteId: string;
  readonly kind: MessageKind;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly idempotencyKey?: string;
  readonly laneKey: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** W3C trace context of the request that brought it. */
  readonly traceparent?: string;
  /** Credential that brought it, or the message that caused it: for the audit, and because that person does not approve it. */
  readonly acceptedBy: string;
  /** The validated body, before mapping. */
  readonly received: unknown;
  /** The bytes by which `received` came; absent for what the gateway makes by itself. */
  readonly bytes?: ReceivedBytes;
  readonly canonical: unknown;
  readonly search: MessageSearchKeys;
  /** Its number in the source system's own sequence for the operation, from 1. */
  readonly sourceSequence?: number;
  readonly postingDate: PlantDate;
  readonly productionDay: PlantDate;
  /** What the gateway keeps from the acceptance on, written in the same transaction: a hold counts before the ERP knows of it. */
  readonly effects?: readonly ExecutionEffect[];
  /** Events that the acceptance causes beside the engine's own, appended in the same transaction. */
  readonly events?: readonly CausedEvent[];
}

/** Business keys by which a person finds a message. */
export interface MessageSearchKeys {
  readonly workOrderId?: string;
  readonly operationId?: string;
  readonly confirmationId?: string;
  readonly lotIds: readonly string[];
  readonly serialNumbers: readonly string[];
}
