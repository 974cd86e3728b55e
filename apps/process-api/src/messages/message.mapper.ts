import { heldBack, postedDocuments, type AttemptView, type ChangesPage, type MessageDetail, type MessageSummary, type ReceivedBytesView, type ShapeView } from '@plantway/messaging';
import type { MessageErpDto, MessageIdentityDto, MessageSummaryDto } from './message-summary.dto.js';
import type { MessageChangeDto } from './message-changes.dto.js';
import type { DoubtProposalDto, MessageAttemptDto, MessageDetailDto } from './message-detail.dto.js';
import type { LineageDto, MessageShapeDto } from './lineage.dto.js';
import type { ReceivedBytesDto } from './received-bytes.dto.js';
import { messagePath } from './message-links.dto.js';

/** What a list shows of a message; what has no value is left out. */
export function toMessageSummary(message: MessageSummary): MessageSummaryDto {
  const { causationId, postedAt, stateSince, postingDate, productionDay, failures, reversedByMessageId, revision, steppedAsideAt, amendments, replacesMessageId, replacedByMessageId } = message;
  return {
    ...identity(message),
    stateSince,
    ...(causationId !== undefined && { causationId }),
    lotIds: [...message.lotIds],
    serialNumbers: [...message.serialNumbers],
    postingDate,
    productionDay,
    ...(postedAt !== undefined && { postedAt }),
    failures,
    ...(reversedByMessageId !== undefined && { reversedByMessageId }),
    revision,
    ...(steppedAsideAt !== undefined && { steppedAsideAt }),
    amendments,
    ...(replacesMessageId !== undefined && { replacesMessageId }),
    ...(replacedByMessageId !== undefined && { replacedByMessageId }),
    links: { self: messagePath(message.siteId, message.messageId) },
  };
}

/** One message with everything that happened to it, as it was read at `asOf`. */
export function toMessageDetail(message: MessageDetail, asOf: Date): MessageDetailDto {
  const { parts, attempts, actions, amended, doubtProposal, guarantee, notCarried, nextAttemptAt, behindMessageId } = message;
  const held = heldBack(message, asOf);
  return {
    ...toMessageSummary(message),
    parts: parts.map(({ partId, reference, state, receipt, readBackAfter }) => ({
      partId, reference, state, documents: [...(receipt?.documents ?? [])], ...(readBackAfter !== undefined && { readBackAfter }),
    })),
    attempts: attempts.map(toAttempt),
    actions: actions.map((action) => ({ ...action })),
    amended: amended.map((one) => ({ ...one })),
    ...(doubtProposal !== undefined && { doubtProposal: { ...doubtProposal, ...('documents' in doubtProposal && { documents: [...doubtProposal.documents] }) } as DoubtProposalDto }),
    ...(guarantee !== undefined && { guarantee: { ...guarantee } }),
    ...(held !== undefined && { heldBack: { ...held } }),
    ...(notCarried !== undefined && { notCarried: notCarried.map((field) => ({ ...field })) }),
    ...(nextAttemptAt !== undefined && { nextAttemptAt }),
    ...(behindMessageId !== undefined && { behindMessageId }),
    asOf: asOf.toISOString(),
  };
}

/** One entry of the changes feed; the log keeps the message as it stood then. */
export function toMessageChange({ eventId, type, occurredAt, data }: ChangesPage['items'][number]): MessageChangeDto {
  return { ...(data as MessageIdentityDto), changeId: eventId, changeType: type, changedAt: occurredAt };
}

/** The chain of a message, from what came to what stands over there. */
export function toLineage(message: MessageDetail, shapes: readonly ShapeView[], reversal: MessageDetail | undefined): LineageDto {
  const documents = postedDocuments(message, reversal).map(({ reversedBy, ...document }) => ({ ...document, ...(reversedBy && { reversedBy: [...reversedBy] }) }));
  return {
    messageId: message.messageId,
    shapes: shapes.map(toMessageShape),
    parts: message.parts.map(({ partId, reference, state }) => ({
      partId, reference, state, attempts: message.attempts.filter((attempt) => attempt.partId === partId).map(toAttempt), documents: documents.filter((document) => document.partId === partId),
    })),
    documents,
    ...(reversal && { reversedByMessageId: reversal.messageId }),
  };
}

function toMessageShape({ shape, form, bytes, partId, payloadHash, body, mappingVersion, codeVersion, recordedAt, amendment }: ShapeView): MessageShapeDto {
  return { shape, ...(form && { form }), ...(bytes && { bytes: toReceivedBytes(bytes) }), ...(partId !== undefined && { partId }), payloadHash, ...(amendment !== undefined && { amendment: { ...amendment } }), payload: body, mappingVersion, codeVersion, recordedAt };
}

function toReceivedBytes({ hash, size, contentType, text, place, inPath }: ReceivedBytesView): ReceivedBytesDto {
  return { hash, size, contentType, text, ...(place && { place: place.map((key) => `/${key}`).join('') }), ...(inPath && { inPath }) };
}

function toAttempt({ attemptId, partId, purpose, startedAt, endedAt, outcome, error }: AttemptView): MessageAttemptDto {
  return { attemptId, partId, purpose, startedAt, ...(endedAt !== undefined && { endedAt }), ...(outcome !== undefined && { outcome }), ...(error !== undefined && { error }) };
}

function identity(message: MessageSummary): MessageIdentityDto {
  const { messageId, siteId, kind, state, sourceSystem, senderId, workOrderId, operationId, confirmationId, correlationId, acceptedAt, error, erp, note } = message;
  const documents: MessageErpDto | undefined = erp && { backend: erp.backend, documents: [...erp.documents] };
  return {
    messageId, siteId, kind, state, sourceSystem, senderId,
    ...(workOrderId !== undefined && { workOrderId }), ...(operationId !== undefined && { operationId }), ...(confirmationId !== undefined && { confirmationId }),
    correlationId, acceptedAt,
    ...(error !== undefined && { error }), ...(documents !== undefined && { erp: documents }), ...(note !== undefined && { note }),
  };
}
