import { messageError } from '@plantway/canonical';
import type { Submission } from '@plantway/ports';
import type pg from 'pg';
import { acceptParameters } from './accept-parameters.js';
import { ACCEPT_MESSAGES } from './accept.sql.js';
import { businessKeysOf } from './business-keys.js';
import type { CodeVersions } from './code-versions.js';
import { hashContent } from './content-hash.js';
import { AMENDERS, BECOME_AMENDED, CURRENT_BODY, GIVE_NAME_AWAY, HOLD_LANES, KEEP_AMENDMENT, KEEP_FIRST_AMENDMENT, PLAN_PARTS_ANEW, TAKE_PLACE, UNPACK_ACCEPTANCE } from './desk-amend.sql.js';
import type { Decided } from './desk-decision.js';
import { needsSecondPerson } from './desk-rules.js';
import { END_AS, LANE_IS_DUE, LANE_STANDS, LEAVE, LOOK_AT_LANE, UNDO_ACCEPTANCE } from './desk.sql.js';
import { conflict, type DeskAction } from './held-message.js';
import type { MessageDetail, MessageSummary } from './message-view.js';
import { receivedValue, type ReceivedContent } from './received-value.js';
import { submittedRow } from './submitted-row.js';

/** What a person made of a message, as intake has judged it: what would be stored if it came now. */
export interface Amendment {
  readonly amended: Submission;
}

/** Where an amended message stands. */
export interface AmendedMessage extends Pick<MessageSummary, 'messageId' | 'state'> {
  /** The message that it took the place of; absent when it stays the same message. */
  readonly replacesMessageId?: string;
}

/** What a message was brought by. */
export interface AmendableBody {
  /** As it was received, or amended last. */
  readonly body: unknown;
  /** W3C trace context that it came with; absent when it came without. */
  readonly traceparent?: string;
}

/** The body of a message as it stands now; undefined when the site has no such message. */
export async function currentBody(pool: Pick<pg.Pool, 'query'>, siteId: string, messageId: string): Promise<AmendableBody | undefined> {
  const { rows: [row] } = await pool.query<{ body: unknown; content: string | null; traceparent: string | null } & Omit<ReceivedContent, 'content'>>({ name: 'current-body', text: CURRENT_BODY, values: [messageId, siteId] });
  return row && { body: row.body ?? (row.content === null ? null : receivedValue({ ...row, content: row.content })), ...(row.traceparent !== null && { traceparent: row.traceparent }) };
}

/** @throws BusinessException `AMENDMENT_NOT_POSSIBLE` when something of it may stand or counts already, or what was made of it is another message */
export function requireAmendable(message: MessageDetail, amended: Submission): void {
  const refuse = (why: string): never => {
    throw conflict(message, `Message ${message.messageId} cannot be amended: ${why}.`, 'AMENDMENT_NOT_POSSIBLE');
  };
  const maySend = message.attempts.some(({ purpose, endedAt, outcome }) => purpose === 'send' && (endedAt === undefined || outcome === 'posted' || outcome === 'unknown'));
  if (maySend || message.parts.some(({ state }) => state !== 'planned')) refuse('something of it was sent and may stand');
  if ((amended.effects?.length ?? 0) + (amended.events?.length ?? 0) > 0) refuse('it counts from its acceptance on; discard it and send what is right');
  if (amended.siteId !== message.siteId || amended.kind !== message.kind || amended.sourceSystem !== message.sourceSystem || amended.senderId !== message.senderId) refuse('its site, kind and ids are its name, which an amendment keeps');
}

/** The message goes on in its place, as what it is now; or stands there until somebody else agrees. One that is not the first of its lane waits for that beside it. */
export async function amendInPlace(client: pg.PoolClient, message: MessageDetail, amended: Submission, { actor, reason = '' }: DeskAction, at: Date, versions: CodeVersions): Promise<Decided> {
  const { messageId } = message;
  const { search } = amended;
  const [received, canonical] = [hashContent(amended.received), hashContent(amended.canonical)];
  const toState = awaited(message) ? 'awaitingApproval' : message.steppedAsideAt === undefined ? 'accepted' : 'parked';
  await client.query({ name: 'unpack-acceptance', text: UNPACK_ACCEPTANCE, values: [messageId] });
  await client.query({ name: 'keep-amendment', text: KEEP_AMENDMENT, values: [messageId, actor, reason, at, received.hash, received.json, canonical.hash, canonical.json, versions.mapping, versions.code] });
  await client.query({
    name: 'become-amended', text: BECOME_AMENDED,
    values: [messageId, toState, at, errorOf(message, toState), search.workOrderId ?? null, search.operationId ?? null, search.confirmationId ?? null, search.lotIds, search.serialNumbers, amended.sourceSequence ?? null, amended.postingDate, amended.productionDay, businessKeysOf(amended.canonical)],
  });
  await client.query({ name: 'plan-parts-anew', text: PLAN_PARTS_ANEW, values: [messageId] });
  if (message.steppedAsideAt === undefined) await moveLane(client, messageId, toState, at);
  return { toState, details: { amendment: message.amendments + 1, receivedHash: received.hash } };
}

/** A new message takes its place and its name in the lane where it belongs now; it stands beside that lane while it must be agreed to, for others may be before it there. */
export async function amendIntoOtherLane(client: pg.PoolClient, message: MessageDetail, amended: Submission, { actor, reason = '' }: DeskAction, at: Date, versions: CodeVersions): Promise<{ readonly messageId: string; readonly decided: Decided }> {
  const { rows: [known] } = await client.query<{ idempotency_key: string | null }>({ name: 'current-body', text: CURRENT_BODY, values: [message.messageId, message.siteId] });
  await client.query({ name: 'hold-lanes', text: HOLD_LANES, values: [[message.laneKey, amended.laneKey]] });
  const row = submittedRow({ ...amended, correlationId: message.correlationId, causationId: message.messageId, acceptedBy: message.acceptedBy }, at);
  const note = `replaced by message ${row.messageId}: ${reason}`;
  await client.query({ name: 'end-as', text: END_AS, values: [message.messageId, 'discarded', at, note] });
  await client.query({ name: 'leave-lane', text: LEAVE, values: [message.messageId, at, false] });
  await client.query({ name: 'undo-acceptance', text: UNDO_ACCEPTANCE, values: [message.siteId, message.messageId, at] });
  await client.query({ name: 'give-name-away', text: GIVE_NAME_AWAY, values: [message.messageId, row.messageId] });
  await client.query(ACCEPT_MESSAGES, [...acceptParameters([row], versions, true)]);
  await client.query({ name: 'unpack-acceptance', text: UNPACK_ACCEPTANCE, values: [row.messageId] });
  const isAwaited = awaited(message);
  await client.query({ name: 'take-place', text: TAKE_PLACE, values: [row.messageId, message.messageId, known.idempotency_key, isAwaited ? 'awaitingApproval' : 'accepted', errorOf(message, isAwaited ? 'awaitingApproval' : 'accepted')] });
  await client.query({ name: 'keep-first-amendment', text: KEEP_FIRST_AMENDMENT, values: [row.messageId, actor, reason, at] });
  if (isAwaited) await client.query({ name: 'leave-lane', text: LEAVE, values: [row.messageId, at, true] });
  return { messageId: row.messageId, decided: { toState: 'discarded', note, details: { replacedBy: row.messageId, receivedHash: row.bodyHash } } };
}

/** Who amended the message, or one whose place it has taken: none of them is a second person. */
export async function amendersOf(client: pg.PoolClient, messageId: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ actor: string }>({ name: 'amenders', text: AMENDERS, values: [messageId] });
  return rows.map(({ actor }) => actor);
}

const awaited = ({ kind }: MessageDetail): boolean => needsSecondPerson(kind);

function errorOf(message: MessageDetail, toState: string): string | null {
  if (toState === 'awaitingApproval') return JSON.stringify(messageError('APPROVAL_NEEDED', `Message ${message.messageId} was amended; somebody else has to agree to what it is now.`));
  return toState === 'parked' && message.error !== undefined ? JSON.stringify(message.error) : null;
}

async function moveLane(client: pg.PoolClient, messageId: string, toState: string, at: Date): Promise<void> {
  if (toState !== 'awaitingApproval') return void (await client.query({ name: 'lane-is-due', text: LANE_IS_DUE, values: [messageId, at] }));
  const { rows: [{ is_front: isFront }] } = await client.query<{ is_front: boolean }>({ name: 'look-at-lane', text: LOOK_AT_LANE, values: [messageId] });
  if (isFront) await client.query({ name: 'lane-stands', text: LANE_STANDS, values: [messageId] });
  else await client.query({ name: 'leave-lane', text: LEAVE, values: [messageId, at, true] });
}
