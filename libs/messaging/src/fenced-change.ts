import type { MessageError, MessageState } from '@plantway/canonical';
import { messageSettledKey, type ExecutionEffect } from '@plantway/ports';
import { appliedEffect } from './applied-effect.js';
import { erpOf, type HeadMessage, type LeasedLane } from './head-message.js';
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
  readonly evidence?: { readonly attemptId: string; readonly answer: unknown };
}

/** One change as `WRITE_FENCED` reads it. */
export type FencedChange = Readonly<Record<string, unknown>>;

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
