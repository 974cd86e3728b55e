import { BusinessException, type MessageState } from '@plantway/canonical';
import type pg from 'pg';
import { ENTER_LANE, HOLD_MESSAGE, LOOK_AT_LANE } from './desk.sql.js';
import { MessageReader } from './message-reader.js';
import type { ActionView, MessageDetail } from './message-view.js';

/** What a person does to a message. */
export interface DeskAction {
  readonly siteId: string;
  readonly messageId: string;
  /** Credential of the person, for the audit. */
  readonly actor: string;
  /** Role of the credential, for the audit; `system` when absent. */
  readonly actorRole?: string;
  /** Id of the journey that the decision begins, for the audit; the message's own when absent. */
  readonly correlationId?: string;
  readonly reason?: string;
  /** The state that the person saw; when given, an action upon anything else is refused. */
  readonly expectedState?: MessageState;
  /** The revision that the person saw; when given, an action upon a message that has changed since is refused. */
  readonly expectedRevision?: string;
}

/** The last decision about a message, for whoever comes too late. */
export type LastAction = Pick<ActionView, 'action' | 'actor' | 'reason' | 'actedAt' | 'toState'>;

/** The front of a lane, as a message sees it that may come back there. */
export interface LaneFront {
  readonly stopped: boolean;
  /** Whether nobody is before it. */
  readonly is_front: boolean;
  /** The first one beside it. */
  readonly head_id: string | null;
  readonly head_state: MessageState | null;
  /** The first running total behind it that was sent already and is not finished. */
  readonly fixed_id: string | null;
  readonly fixed_state: MessageState | null;
}

/** Before whom a message cannot come back: one that stands still, which would be tried without a person; one that is on its way; or a running total that was sent already and contains it. Undefined when it can. */
export function obstacleOf({ is_front: isFront, stopped, head_id: headId, head_state: headState, fixed_id: fixedId, fixed_state: fixedState }: LaneFront): { readonly messageId: string; readonly state: MessageState } | undefined {
  if (fixedId !== null) return { messageId: fixedId, state: fixedState! };
  const isPassable = !isFront || headId === null || (!stopped && headState !== 'posting' && headState !== 'inDoubt');
  return isPassable ? undefined : { messageId: headId, state: headState! };
}

/** Locks a message with its lane and reads it as it stands. @throws BusinessException `NOT_FOUND` */
export async function holdMessage(client: pg.PoolClient, siteId: string, messageId: string): Promise<MessageDetail> {
  await client.query({ name: 'hold-message', text: HOLD_MESSAGE, values: [messageId, siteId] });
  return (await new MessageReader(client).get(siteId, messageId)) ?? refuseUnknown(siteId, messageId);
}

/** @throws BusinessException `NOT_FOUND` */
export function refuseUnknown(siteId: string, messageId: string): never {
  throw new BusinessException('NOT_FOUND', `There is no message ${messageId} at site ${siteId}.`);
}

/** @throws BusinessException `MESSAGE_STATE_CONFLICT` unless the message stands where the person saw it, and where the action is possible */
export function requireAsSeen(message: MessageDetail, verb: string, from: readonly MessageState[], expected: { readonly state: MessageState; readonly revision?: string | undefined }): void {
  const { messageId, state, revision } = message;
  if (expected.revision !== undefined && expected.revision !== revision) throw conflict(message, `Message ${messageId} has changed since it was read${lastWords(message)}; nothing was done.`);
  if (expected.state !== state || !from.includes(state)) throw conflict(message, `Message ${messageId} is ${state}${lastWords(message)}; ${verb} is possible only when it is ${from.join(', ')}, and as it was seen.`);
}

/** A refusal that says where the message stands, and what was decided about it last, by whom. */
export function conflict(message: MessageDetail, words: string, code = 'MESSAGE_STATE_CONFLICT', more: Readonly<Record<string, unknown>> = {}): BusinessException {
  const { state, stateSince, revision } = message;
  const last = lastActionOf(message);
  return new BusinessException(code, words, { details: { state, stateSince, revision, ...(last && { lastAction: last }), ...more } });
}

/**
 * Puts a message that stepped aside back into its place.
 * @throws BusinessException `MESSAGE_STATE_CONFLICT` when it would come before a message that stands still or is on its way: one lane has one front; or before a running total that was sent already
 */
export async function enterLane(client: pg.PoolClient, message: MessageDetail, at: Date): Promise<void> {
  const { rows: [lane] } = await client.query<LaneFront>({ name: 'look-at-lane', text: LOOK_AT_LANE, values: [message.messageId] });
  const obstacle = obstacleOf(lane);
  if (obstacle !== undefined) {
    throw conflict(message, `Message ${message.messageId} comes before message ${obstacle.messageId} of its lane, which is ${obstacle.state}: settle that one first, or let it step aside as well.`, 'MESSAGE_STATE_CONFLICT', { behind: obstacle.messageId });
  }
  await client.query({ name: 'enter-lane', text: ENTER_LANE, values: [message.messageId, at] });
}

function lastActionOf({ actions }: MessageDetail): LastAction | undefined {
  const last = actions.at(-1);
  return last && { action: last.action, actor: last.actor, ...(last.reason !== undefined && { reason: last.reason }), actedAt: last.actedAt, toState: last.toState };
}

function lastWords(message: MessageDetail): string {
  const last = lastActionOf(message);
  return last ? ` (last: ${last.action} by ${last.actor} at ${last.actedAt})` : '';
}
