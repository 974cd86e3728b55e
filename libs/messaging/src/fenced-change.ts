import type { MessageError, MessageState } from '@plantway/canonical';
import { messageSettledKey, type DeliveryReceipt, type ExecutionEffect } from '@plantway/ports';
import { appliedEffect, type AppliedEffect } from './applied-effect.js';
import { erpOf, type HeadMessage, type LeasedLane, type MessagePart } from './head-message.js';
import { appendedEvent, messageEvent, type AppendedEvent } from './message-event.js';

export type AttemptOutcome = 'posted' | 'retryable' | 'refused' | 'defect' | 'unknown' | 'notSent' | 'found' | 'absent' | 'several' | 'different' | 'failed';

/** What becomes of the lane; without one the worker keeps it. */
export type LaneRelease =
  | { readonly finished: true }
  | { readonly nextAt: Date }
  | { readonly stopped: true }
  | { readonly waitingFor: string; readonly nextAt: Date };

export interface OpenedAttempt {
  readonly attemptId: string;
  readonly partNo: number;
  readonly purpose: 'send' | 'readBack';
  readonly startedAt: Date;
  readonly deadlineAt: Date;
  /** For a read-back, which is written down when it is over. */
  readonly ended?: { readonly at: Date; readonly outcome: AttemptOutcome; readonly error?: MessageError | undefined };
}

export interface ClosedAttempt {
  readonly attemptId: string;
  readonly outcome: AttemptOutcome;
  readonly error?: MessageError | undefined;
}

export interface ShapeToKeep {
  readonly partNo: number;
  readonly shape: 'sent' | 'answered';
  readonly hash: string;
}

/** What came of a send, for the case that nobody may act upon it any more. */
export interface SendEvidence {
  readonly attemptId: string;
  readonly answer: unknown;
  /** Since when the send may have taken effect; absent when it surely had none. */
  readonly mayStandSince?: Date | undefined;
}

/** Everything that is written together with the new standing of a message. */
export interface Effects {
  readonly release?: LaneRelease;
  readonly opened?: readonly OpenedAttempt[];
  readonly closed?: readonly ClosedAttempt[];
  readonly payloads?: readonly { readonly hash: string; readonly body: unknown }[];
  readonly shapes?: readonly ShapeToKeep[];
  /** How many parts the message has, when they are a new plan: those behind, of the plan before, are removed. */
  readonly partCount?: number;
  /** Type of the event about the message itself, if this is worth one: "message.parked.v1". */
  readonly event?: string;
  readonly caused?: readonly { readonly type: string; readonly subject: string; readonly data: Readonly<Record<string, unknown>> }[];
  /** What the gateway itself keeps of it. */
  readonly kept?: readonly ExecutionEffect[];
  /** Conditions that are fulfilled now. */
  readonly wakes?: readonly string[];
  /** What the ERP answered; kept beside its attempt when all of this is refused because the lane has a new holder. */
  readonly evidence?: SendEvidence;
}

/** One change of a message with everything that is written together with it, as `WRITE_FENCED` reads it: dates become JSON on the way, and what is undefined is null. */
export interface FencedChange {
  readonly lane_key: string;
  /** The lease under which it is made, and the state from which it starts: as a whole or not at all. */
  readonly epoch: string;
  readonly token: string;
  readonly message_id: string;
  readonly expected: MessageState;
  readonly at: Date;
  readonly state: MessageState;
  readonly failures: number;
  readonly error: MessageError | undefined;
  readonly erp: unknown;
  readonly note: string | undefined;
  readonly posted_at: Date | undefined;
  readonly finished: boolean;
  readonly stopped: boolean;
  /** Undefined when the lane is given back. */
  readonly lease_until: Date | undefined;
  readonly next_at: Date | undefined;
  readonly waiting_for: string | undefined;
  readonly part_count: number | undefined;
  readonly parts: readonly FencedPart[];
  readonly opened: readonly FencedAttempt[];
  readonly closed: readonly { readonly attempt_id: string; readonly outcome: AttemptOutcome; readonly error: MessageError | undefined }[];
  readonly payloads: readonly { readonly hash: string; readonly body: unknown }[];
  readonly shapes: readonly { readonly part_no: number; readonly shape: ShapeToKeep['shape']; readonly hash: string }[];
  readonly events: readonly AppendedEvent[];
  readonly effects: readonly AppliedEffect[];
  readonly wakes: readonly string[];
}

export interface FencedPart {
  readonly part_no: number;
  readonly part_id: string;
  readonly payload_hash: string;
  readonly reference: string;
  readonly state: MessagePart['state'];
  readonly receipt: DeliveryReceipt | undefined;
  readonly doubt_from: Date | undefined;
  readonly read_back_after: Date | undefined;
  readonly absences: number;
  readonly read_failures: number;
  readonly amendments: number;
}

export interface FencedAttempt {
  readonly attempt_id: string;
  readonly part_no: number;
  readonly purpose: 'send' | 'readBack';
  readonly started_at: Date;
  readonly deadline_at: Date;
  readonly ended_at: Date | undefined;
  readonly outcome: AttemptOutcome | undefined;
  readonly error: MessageError | undefined;
}

/** @param leaseUntil how long the lane is kept, when nothing releases it */
export function fencedChange(lane: LeasedLane, before: HeadMessage, after: HeadMessage, effects: Effects, at: Date, leaseUntil: Date): FencedChange {
  const { release } = effects;
  return {
    lane_key: lane.laneKey,
    epoch: lane.epoch,
    token: lane.token,
    at,
    message_id: before.messageId,
    expected: before.state,
    state: after.state,
    failures: after.failures,
    error: after.error,
    erp: erpOf(after),
    note: after.note,
    posted_at: after.postedAt,
    finished: release !== undefined && 'finished' in release,
    stopped: release !== undefined && 'stopped' in release,
    lease_until: release ? undefined : leaseUntil,
    next_at: release && 'nextAt' in release ? release.nextAt : undefined,
    waiting_for: release && 'waitingFor' in release ? release.waitingFor : undefined,
    part_count: effects.partCount,
    parts: after.parts.map((part) => ({
      part_no: part.partNo, part_id: part.partId, payload_hash: part.payloadHash, reference: part.reference, state: part.state, receipt: part.receipt,
      doubt_from: part.doubtFrom, read_back_after: part.readBackAfter, absences: part.absences, read_failures: part.readFailures, amendments: part.amendments,
    })),
    opened: (effects.opened ?? []).map((attempt) => ({
      attempt_id: attempt.attemptId, part_no: attempt.partNo, purpose: attempt.purpose, started_at: attempt.startedAt, deadline_at: attempt.deadlineAt,
      ended_at: attempt.ended?.at, outcome: attempt.ended?.outcome, error: attempt.ended?.error,
    })),
    closed: (effects.closed ?? []).map(({ attemptId, outcome, error }) => ({ attempt_id: attemptId, outcome, error })),
    payloads: effects.payloads ?? [],
    shapes: (effects.shapes ?? []).map(({ partNo, shape, hash }) => ({ part_no: partNo, shape, hash })),
    events: eventsOf(after, effects, at),
    effects: (effects.kept ?? []).map((effect) => appliedEffect(after, effect, at)),
    wakes: [...(effects.wakes ?? []), ...(isSettled(before, after) ? [messageSettledKey(after.messageId)] : [])],
  };
}

const SETTLED: readonly MessageState[] = ['posted', 'postedWithFollowUp', 'annulled', 'discarded', 'parked', 'awaitingApproval'];
const ON_ITS_WAY: readonly MessageState[] = ['posting', 'inDoubt'];

/** Whether those who wait for this message should look again: it is finished or stands still, or it is not on its way any more. */
function isSettled(before: HeadMessage, after: HeadMessage): boolean {
  return SETTLED.includes(after.state) || (ON_ITS_WAY.includes(before.state) && !ON_ITS_WAY.includes(after.state));
}

function eventsOf(after: HeadMessage, effects: Effects, at: Date): readonly AppendedEvent[] {
  const about = effects.event === undefined ? [] : [messageEvent(effects.event, after, { state: after.state, error: after.error, erp: erpOf(after), postedAt: after.postedAt, note: after.note }, at)];
  return [...about, ...(effects.caused ?? []).map(({ type, subject, data }) => appendedEvent(type, subject, after, data, at))];
}
