import type { FencedChange } from '../../src/fenced-change.js';
import { ConstraintViolation, statement, type LaneRow, type MemoryTables, type MessageRow } from './memory-tables.js';

/** `WRITE_FENCED` for one change; answers whether it was applied. @throws ConstraintViolation where a constraint of the tables would refuse it */
export const writeFenced = statement('write-fenced', (tables: MemoryTables, change: FencedChange): boolean => {
  const lane = tables.lanes.get(change.lane_key);
  const message = tables.messages.get(change.message_id);
  if (!lane || String(lane.epoch) !== change.epoch || lane.token !== change.token) return false;
  if (!message || message.state !== change.expected) return false;

  const { state, failures, error, note } = change;
  Object.assign(message, { state, failures, error, note, postedAt: change.posted_at });
  if (change.finished) removeJob(tables, message);
  moveLane(lane, change);
  ringLanes(tables, change.wakes, change.at, change.lane_key);
  for (const { hash, body } of change.payloads) if (!tables.payloads.has(hash)) tables.payloads.set(hash, body);
  writeParts(tables, change);
  writeAttempts(tables, change);
  for (const { type, subject } of change.events) tables.events.push({ type, subject });
  return true;
});

/** Takes a message out of the queue of its lane. */
export function removeJob(tables: MemoryTables, message: MessageRow): void {
  tables.jobs.set(message.laneKey, (tables.jobs.get(message.laneKey) ?? []).filter((job) => job !== message));
}

/** Lanes whose head waits for one of the conditions look at once. */
export function ringLanes(tables: MemoryTables, keys: readonly string[], at: Date, except?: string): void {
  if (keys.length === 0) return;
  for (const lane of tables.lanes.values()) {
    if (lane.laneKey !== except && lane.waitingFor !== undefined && keys.includes(lane.waitingFor)) Object.assign(lane, { nextAt: at, waitingFor: undefined });
  }
}

function moveLane(lane: LaneRow, change: FencedChange): void {
  const { lease_until: leaseUntil, waiting_for: waitingFor, at } = change;
  const nextAt = ((): Date | undefined => {
    if (leaseUntil) return lane.nextAt;
    if (change.finished) return lane.pending > 1 ? at : undefined;
    if (waitingFor !== undefined && (lane.waitingFor !== waitingFor || change.wakes.includes(waitingFor))) return at;
    return change.next_at;
  })();
  if (change.stopped && nextAt) throw new ConstraintViolation('a lane that is stopped is not due');
  Object.assign(lane, {
    pending: lane.pending - Number(change.finished), stopped: change.stopped, nextAt, leaseUntil,
    token: leaseUntil ? lane.token : undefined, waitingFor: leaseUntil ? lane.waitingFor : waitingFor,
  });
}

function writeParts(tables: MemoryTables, { message_id: messageId, parts, part_count: count }: FencedChange): void {
  const known = new Map(tables.partsOf(messageId).map((part) => [part.part_no, part]));
  for (const part of parts) {
    if (!tables.payloads.has(part.payload_hash)) throw new ConstraintViolation(`the payload of part ${part.part_id} was never stored`);
    if (part.state === 'posted' && !part.receipt) throw new ConstraintViolation(`part ${part.part_id} is posted and has no receipt`);
    known.set(part.part_no, part);
  }
  tables.parts.set(messageId, [...known.values()].filter(({ part_no }) => count === undefined || part_no <= count).sort((one, other) => one.part_no - other.part_no));
}

function writeAttempts(tables: MemoryTables, { message_id: messageId, opened, closed, at }: FencedChange): void {
  for (const { attempt_id: attemptId, outcome, error } of closed) {
    const attempt = tables.attempts.get(attemptId);
    if (attempt?.message_id === messageId) Object.assign(attempt, { ended_at: at, outcome, error });
  }
  for (const attempt of opened) if (!tables.attempts.has(attempt.attempt_id)) tables.attempts.set(attempt.attempt_id, { ...attempt, message_id: messageId });
}

/** `RING_CONDITIONS` */
export const ringConditions = statement('ring-conditions', (tables: MemoryTables, keys: readonly string[], at: Date): void => ringLanes(tables, keys, at));
