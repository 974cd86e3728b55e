import { BusinessException } from '@plantway/canonical';
import { destinationOf, type Submission } from '@plantway/ports';
import { v7 as uuidV7 } from 'uuid';
import { hashContent, type HashedContent } from './content-hash.js';
import { businessKeysOf } from './business-keys.js';
import { appliedEffect } from './applied-effect.js';
import { appendedEvent, messageEvent } from './message-event.js';

/** A submission ready to be stored. */
export interface SubmittedRow {
  readonly submission: Submission;
  readonly messageId: string;
  readonly bodyHash: string;
  /** Names under which a twin is recognised: the natural key, and the idempotency key if there is one. */
  readonly keys: readonly string[];
  /** The row as `ACCEPT_MESSAGES` reads it: a JSON object. */
  readonly json: string;
}

/**
 * @param at instant of acceptance
 * @throws BusinessException `VALIDATION_FAILED` when the body holds text that is no Unicode
 */
export function submittedRow(submission: Submission, at: Date): SubmittedRow {
  const received = contentOf(submission, submission.received);
  const canonical = contentOf(submission, submission.canonical);
  const messageId = uuidV7({ msecs: at.getTime() });
  const { siteId, sourceSystem, kind, senderId, idempotencyKey } = submission;
  return {
    submission,
    messageId,
    bodyHash: received.hash,
    keys: [JSON.stringify([siteId, sourceSystem, kind, senderId]), ...(idempotencyKey === undefined ? [] : [JSON.stringify([siteId, sourceSystem, idempotencyKey])])],
    json: rowJson(submission, messageId, received, canonical, at),
  };
}

/**
 * For a row that the database cannot keep or that is no JSON: the caller's fault, and nothing is stored.
 * @param name kind and sender's id of the row, or of those among which it is
 */
export function unstorable(name: string, cause: unknown): BusinessException {
  return new BusinessException('VALIDATION_FAILED', `${name} has a text that cannot be stored: remove characters that are no Unicode, and NUL.`, { cause });
}

function contentOf(submission: Submission, value: unknown): HashedContent {
  try {
    return hashContent(value);
  } catch (cause) {
    throw unstorable(`${submission.kind} ${submission.senderId}`, cause);
  }
}

function rowJson(submission: Submission, messageId: string, received: HashedContent, canonical: HashedContent, at: Date): string {
  const acceptedAt = at.toISOString();
  const { siteId, correlationId, search, events = [], effects = [], bytes } = submission;
  const row = {
    message_id: messageId,
    site_id: submission.siteId,
    kind: submission.kind,
    source_system: submission.sourceSystem,
    sender_id: submission.senderId,
    idempotency_key: submission.idempotencyKey,
    body_hash: received.hash,
    canonical_hash: canonical.hash,
    lane_key: submission.laneKey,
    destination: destinationOf(siteId, submission.kind),
    correlation_id: submission.correlationId,
    causation_id: submission.causationId,
    traceparent: submission.traceparent,
    accepted_by: submission.acceptedBy,
    accepted_at: acceptedAt,
    work_order_id: search.workOrderId,
    operation_id: search.operationId,
    confirmation_id: search.confirmationId,
    lot_ids: search.lotIds,
    serial_numbers: search.serialNumbers,
    business_keys: businessKeysOf([submission.canonical, { idempotencyKey: submission.idempotencyKey }]),
    source_sequence: submission.sourceSequence,
    posting_date: submission.postingDate,
    production_day: submission.productionDay,
    events: [
      messageEvent('message.accepted.v1', { ...submission, ...search, messageId, acceptedAt }, { state: 'accepted' }, at),
      ...events.map(({ type, subject, data }) => appendedEvent(type, subject, { siteId, correlationId, messageId }, data, at)),
    ],
    effects: effects.map((effect) => appliedEffect({ siteId, messageId }, effect, at)),
    ...(bytes && { received_hash: bytes.hash, content_type: bytes.contentType, place: bytes.place ?? [], in_path: bytes.inPath }),
  };
  const asReceived = bytes === undefined ? `"received":${received.json},` : ''; // its bytes say it
  return `${JSON.stringify(row).slice(0, -1)},${asReceived}"canonical":${canonical.json}}`; // both are JSON already
}
