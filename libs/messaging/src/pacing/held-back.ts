import type { Instant, MessageState } from '@plantway/canonical';
import type { MessageDetail } from '../message-view.js';
import type { HoldReason } from './pace-standing.js';

/** Why a message that could go does not go now. */
export interface HeldBack {
  readonly reason: HoldReason;
  /** The system it is written to. */
  readonly system: string;
  /** Since when the circuit is open. */
  readonly since?: Instant;
  /** Nothing of it is sent before. Of an open circuit: when the next probe may be sent, which may be another message. */
  readonly until: Instant;
}

const GOES_BY_ITSELF: readonly MessageState[] = ['accepted', 'posting', 'retrying', 'waiting', 'inDoubt'];

/** What holds the system behind a message back at `at`; undefined when nothing does, and for a message that is finished or that a person has to move on. */
export function heldBack({ state, pace }: Pick<MessageDetail, 'state' | 'pace'>, at: Date): HeldBack | undefined {
  if (pace === undefined || !GOES_BY_ITSELF.includes(state)) return undefined;
  const { system, windowUntil, restingUntil, openedAt, probeAt } = pace;
  const isAhead = (until: Instant | undefined): until is Instant => until !== undefined && new Date(until) > at;
  if (isAhead(windowUntil)) return { reason: 'maintenanceWindow', system, until: windowUntil };
  if (isAhead(restingUntil)) return { reason: 'asksToWait', system, until: restingUntil };
  return openedAt === undefined || probeAt === undefined ? undefined : { reason: 'circuitOpen', system, since: openedAt, until: probeAt };
}
