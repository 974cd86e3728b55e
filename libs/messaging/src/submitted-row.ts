import { BusinessException } from '@plantway/canonical';
import { destinationOf, type Submission } from '@plantway/ports';
import { businessKeysOf } from './business-keys.js';
import { hashContent, type HashedContent } from './content-hash.js';
import { appliedEffect } from './applied-effect.js';
import { appendedEvent, messageEvent } from './message-event.js';
import { timeOrderedId } from './time-ordered-id.js';

/** An escape of NUL, and not of a backslash before such letters. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** A submission ready to be stored. */
export interface SubmittedRow {
  readonly submission: Submission;
  readonly messageId: string;
  readonly bodyHash: string;
  /** Names under which a twin is recognised: the natural key, and the idempotency key if there is one. */
  readonly keys: readonly string[];
  /** What `ACCEPT_MESSAGES` reads of it, without what follows: a JSON object. */
  readonly json: string;
  /** What was received, in canonical JSON; null of one that came by bytes, which say it. */
  readonly received: string;
  /** What it means, in canonical JSON. */
  readonly canonical: string;
  /** Data of the event that tells of the acceptance, as JSON. */
  readonly told: string;
}

/**
 * @param at instant of acceptance
 * @throws BusinessException `VALIDATION_FAILED` when the body holds text that is no Unicode, or NUL
 */
export function submittedRow(submission: Submission, at: Date): SubmittedRow {
  const received = contentOf(submission, submission.received);
  const canonical = contentOf(submission, submission.canonical);
  const messageId = timeOrderedId(at);
  const acceptedAt = at.toISOString();
  const { id: eventId, data } = messageEvent('message.accepted.v1', { ...submission, ...submission.search, messageId, acceptedAt }, { state: 'accepted' }, at);
  const { siteId, sourceSystem, kind, senderId, idempotencyKey } = submission;
  return {
    submission,
    messageId,
    bodyHash: received.hash,
    keys: [JSON.stringify([siteId, sourceSystem, kind, senderId]), ...(idempotencyKey === undefined ? [] : [JSON.stringify([siteId, sourceSystem, idempotencyKey])])],
    json: rowJson(submission, { messageId, eventId, bodyHash: received.hash, canonicalHash: canonical.hash, acceptedAt }, at),
    received: submission.bytes === undefined ? received.json : 'null',
    canonical: canonical.json,
    told: JSON.stringify(data),
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
    const content = hashContent(value);
    if (content.json.includes('\\u0000') && NUL.test(content.json)) throw new Error('NUL is no text that the database keeps');
    return content;
  } catch (cause) {
    throw unstorable(`${submission.kind} ${submission.senderId}`, cause);
  }
}

/** What intake adds to a submission. */
interface GivenIds {
  readonly messageId: string;
  readonly eventId: string;
  readonly bodyHash: string;
  readonly canonicalHash: string;
  readonly acceptedAt: string;
}

function rowJson(submission: Submission, { messageId, eventId, bodyHash, canonicalHash, acceptedAt }: GivenIds, at: Date): string {
  const { siteId, correlationId, search, events = [], effects = [], bytes } = submission;
  return JSON.stringify({
    message_id: messageId,
    site_id: siteId,
    kind: submission.kind,
    source_system: submission.sourceSystem,
    sender_id: submission.senderId,
    idempotency_key: submission.idempotencyKey,
    body_hash: bodyHash,
    canonical_hash: canonicalHash,
    lane_key: submission.laneKey,
    destination: destinationOf(siteId, submission.kind),
    correlation_id: correlationId,
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
    event_id: eventId,
    ...(events.length > 0 && { events: events.map(({ type, subject, data }) => appendedEvent(type, subject, { siteId, correlationId, messageId }, data, at)) }),
    ...(effects.length > 0 && { effects: effects.map((effect) => appliedEffect({ siteId, messageId }, effect, at)) }),
    ...(bytes && { received_hash: bytes.hash, content_type: bytes.contentType, place: bytes.place ?? [], in_path: bytes.inPath }),
  });
}
