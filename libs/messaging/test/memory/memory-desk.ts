import type { MessageKind, MessageState } from '@plantway/canonical';
import { destinationOf, messageSettledKey, type DeliveryReceipt } from '@plantway/ports';
import { joinedNote } from '../../src/head-message.js';
import { removeJob, ringLanes } from './memory-fenced-write.js';
import { statement, type LaneRow, type MemoryTables, type MessageRow } from './memory-tables.js';

export interface AcceptedMessage {
  readonly messageId: string;
  readonly siteId: string;
  readonly kind: MessageKind;
  readonly senderId: string;
  readonly laneKey: string;
  readonly command: unknown;
}

/** `ACCEPT_MESSAGES` for one message that is new. */
export const acceptMessage = statement('accept', (tables: MemoryTables, { laneKey, ...accepted }: AcceptedMessage, at: Date): void => {
  const lane = tables.lanes.get(laneKey) ?? { laneKey, destination: destinationOf(accepted.siteId, accepted.kind), pending: 0, epoch: 0, stopped: false };
  tables.lanes.set(laneKey, lane);
  if (lane.pending === 0) lane.nextAt = at;
  lane.pending += 1;
  const message: MessageRow = { ...accepted, laneKey, position: tables.messages.size + 1, sourceSystem: 'mes', correlationId: `journey-of-${accepted.senderId}`, acceptedAt: at, state: 'accepted', failures: 0 };
  tables.messages.set(message.messageId, message);
  tables.jobs.set(laneKey, [...(tables.jobs.get(laneKey) ?? []), message]);
});

/** `RESUBMIT_MESSAGE`; answers the new state, or undefined when that is not possible. */
export const resubmit = statement('resubmit-message', (tables: MemoryTables, messageId: string, at: Date): MessageState | undefined => {
  const message = tables.message(messageId);
  if (!['parked', 'waiting', 'retrying'].includes(message.state)) return undefined;
  const parts = tables.partsOf(messageId);
  const isDoubtful = parts.some(({ state }) => state === 'posting');
  Object.assign(message, { state: isDoubtful ? 'inDoubt' : 'accepted', failures: 0, error: isDoubtful ? message.error : undefined });
  tables.parts.set(messageId, parts.map((part) => (part.state === 'posted' ? part : { ...part, doubt_from: part.state === 'posting' ? at : undefined, absences: 0, read_failures: 0, amendments: 0 })));
  goOn(tables, message, at);
  return message.state;
});

/** `APPROVE_MESSAGE`; answers the new state, or undefined when that is not possible. */
export const approve = statement('approve-message', (tables: MemoryTables, messageId: string, at: Date, actor: string): MessageState | undefined => {
  const message = tables.message(messageId);
  if (message.state !== 'awaitingApproval') return undefined;
  Object.assign(message, { state: 'accepted', failures: 0, error: undefined, approvedBy: actor });
  goOn(tables, message, at);
  return message.state;
});

/** `DISCARD_MESSAGE`; answers the new state, or undefined when that is not possible. */
export const discard = statement('discard-message', (tables: MemoryTables, messageId: string, at: Date, reason: string): MessageState | undefined => {
  const message = tables.message(messageId);
  const isPossible = ['accepted', 'parked', 'waiting', 'retrying', 'awaitingApproval'].includes(message.state) && tables.partsOf(messageId).every(({ state }) => state === 'planned');
  if (!isPossible) return undefined;
  Object.assign(message, { state: 'discarded', note: reason });
  leaveLane(tables, message, at);
  return 'discarded';
});

/** What `MessageRelations.annul` does: what of it stands, or undefined when it is too late. */
export const annul = statement('annul-message', (tables: MemoryTables, messageId: string, byMessageId: string, note: string, at: Date): readonly DeliveryReceipt[] | undefined => {
  const message = tables.message(messageId);
  const parts = tables.partsOf(messageId);
  const receipts = parts.flatMap(({ state, receipt }) => (state === 'posted' && receipt && !receipt.reversedBy ? [receipt] : []));
  if (message.state === 'annulled' && message.annulledBy === byMessageId) return receipts;
  const mayAnnul = ['accepted', 'waiting', 'retrying'].includes(tables.message(byMessageId).state);
  if (parts.some(({ state }) => state === 'posting') || !mayAnnul || !['accepted', 'waiting', 'retrying', 'parked', 'awaitingApproval'].includes(message.state)) return undefined;
  Object.assign(message, { state: 'annulled', error: undefined, note: joinedNote(message.note, note), annulledBy: byMessageId });
  leaveLane(tables, message, at);
  return receipts;
});

function goOn(tables: MemoryTables, message: MessageRow, at: Date): void {
  const lane = laneOf(tables, message);
  Object.assign(lane, { stopped: false, waitingFor: undefined, nextAt: at });
  ringLanes(tables, [messageSettledKey(message.messageId)], at, lane.laneKey);
}

/** `LEAVE_LANE` */
function leaveLane(tables: MemoryTables, message: MessageRow, at: Date): void {
  const lane = laneOf(tables, message);
  const isHead = tables.jobs.get(message.laneKey)?.[0] === message;
  removeJob(tables, message);
  Object.assign(lane, {
    pending: lane.pending - 1, stopped: lane.stopped && !isHead, waitingFor: isHead ? undefined : lane.waitingFor,
    nextAt: lane.pending === 1 ? undefined : isHead ? at : lane.nextAt,
  });
  ringLanes(tables, [messageSettledKey(message.messageId)], at, lane.laneKey);
}

function laneOf(tables: MemoryTables, message: MessageRow): LaneRow {
  return tables.lanes.get(message.laneKey)!;
}
