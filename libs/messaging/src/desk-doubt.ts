import type { DeliveryReceipt, ForeignDocument } from '@plantway/ports';
import type pg from 'pg';
import type { CodeVersions } from './code-versions.js';
import { hashContent } from './content-hash.js';
import type { Decided } from './desk-decision.js';
import { DOUBTFUL_PART, KEEP_PROPOSAL, OWNER_OF_DOCUMENTS, POSTED_AS_RESOLVED, UNSENT_AS_RESOLVED } from './desk-doubt.sql.js';
import { LANE_IS_DUE } from './desk.sql.js';
import { joinedNote } from './head-message.js';
import { conflict, type DeskAction } from './held-message.js';
import type { DoubtProposal, DoubtResolution, MessageDetail } from './message-view.js';
import { storable } from './storable.js';

/** How a person says that a doubt ended. */
export type ProposedResolution = DoubtResolution;

/** Stands for the backend in a receipt that persons wrote, when no part of the message has one of a backend. */
const BY_HAND = 'by-hand';

interface DoubtfulPart {
  readonly part_no: number;
  readonly part_id: string;
  readonly reference: string;
  readonly read_back_after: Date | null;
  readonly is_unanswered: boolean;
  readonly backend: string | null;
}

/** Keeps what a person says about the doubt of a parked message. */
export async function proposeResolution(client: pg.PoolClient, message: MessageDetail, resolution: ProposedResolution, { actor, reason = '' }: DeskAction, at: Date): Promise<Decided> {
  await doubtfulPart(client, message, resolution, at);
  await requireOwnDocuments(client, message, resolution);
  const proposal: DoubtProposal = { ...resolution, reason, proposedBy: actor, proposedAt: at.toISOString() };
  await client.query({ name: 'keep-proposal', text: KEEP_PROPOSAL, values: [message.messageId, JSON.stringify(storable(proposal))] });
  return { toState: 'parked', details: { ...resolution } };
}

/** Ends the doubt as two persons say. */
export async function resolveDoubt(client: pg.PoolClient, message: MessageDetail, proposal: DoubtProposal, approver: string, at: Date, versions: CodeVersions): Promise<Decided> {
  const part = await doubtfulPart(client, message, proposal, at);
  await requireOwnDocuments(client, message, proposal);
  const { messageId } = message;
  const note = joinedNote(message.note, `resolved as ${proposal.resolution} by ${proposal.proposedBy} and ${approver}`);
  const details = { resolution: proposal.resolution, proposedBy: proposal.proposedBy, reference: part.reference };
  if (proposal.resolution === 'notPosted') {
    await client.query({ name: 'unsent-as-resolved', text: UNSENT_AS_RESOLVED, values: [messageId, part.part_no, at, note] });
    await client.query({ name: 'lane-is-due', text: LANE_IS_DUE, values: [messageId, at] });
    return { verb: 'resolveDoubt', toState: 'accepted', note, details };
  }
  const receipt: DeliveryReceipt = { reference: part.reference, backend: part.backend ?? BY_HAND, documents: proposal.documents, postedAt: at.toISOString() };
  const erp = { backend: receipt.backend, documents: documentsOfAll(message, part.part_id, proposal.documents) };
  await client.query({ name: 'posted-as-resolved', text: POSTED_AS_RESOLVED, values: [messageId, part.part_no, JSON.stringify(receipt), hashContent(receipt).hash, at, versions.mapping, versions.code, note, JSON.stringify(erp)] });
  await client.query({ name: 'lane-is-due', text: LANE_IS_DUE, values: [messageId, at] });
  return { verb: 'resolveDoubt', toState: 'posting', note, details: { ...details, documents: proposal.documents } };
}

/** @throws BusinessException `MESSAGE_STATE_CONFLICT` when the message is no parked doubt, `SETTLE_WINDOW_OPEN` */
async function doubtfulPart(client: pg.PoolClient, message: MessageDetail, { resolution }: ProposedResolution, at: Date): Promise<DoubtfulPart> {
  const { rows } = await client.query<DoubtfulPart>({ name: 'doubtful-part', text: DOUBTFUL_PART, values: [message.messageId] });
  const part = rows.at(0);
  if (!message.error?.code.startsWith('DOUBT_') || part === undefined || rows.length > 1) {
    throw conflict(message, `Message ${message.messageId} is parked for ${message.error?.code ?? 'no error'}, and nothing of it is in a doubt that a person can end: resubmit or discard it.`);
  }
  const isOpen = part.is_unanswered || part.read_back_after === null || part.read_back_after > at;
  if (resolution === 'notPosted' && isOpen) {
    throw conflict(message, `What was sent under reference ${part.reference} may still arrive; until the settle window is over nobody can say that it was not posted.`, 'SETTLE_WINDOW_OPEN', { readBackAfter: part.read_back_after?.toISOString() ?? null });
  }
  return part;
}

/** A reversal of this message would reverse the other one's. @throws BusinessException `MESSAGE_STATE_CONFLICT` when a named document stands for another message */
async function requireOwnDocuments(client: pg.PoolClient, message: MessageDetail, resolution: ProposedResolution): Promise<void> {
  if (resolution.resolution !== 'posted') return;
  const { messageId, siteId } = message;
  const { documents } = resolution;
  const { rows: [owner] } = await client.query<{ message_id: string; sender_id: string; document: ForeignDocument }>({ name: 'owner-of-documents', text: OWNER_OF_DOCUMENTS, values: [messageId, siteId, JSON.stringify(documents), documents.map(({ number }) => number)] });
  if (owner !== undefined) throw conflict(message, `Document ${owner.document.number} stands for message ${owner.message_id} (${owner.sender_id}), and not for ${messageId}.`, 'MESSAGE_STATE_CONFLICT', { document: owner.document.number, ownerMessageId: owner.message_id });
}

function documentsOfAll({ parts }: MessageDetail, partId: string, documents: readonly ForeignDocument[]): readonly ForeignDocument[] {
  return parts.flatMap((part) => (part.partId === partId ? documents : part.receipt?.documents ?? []));
}
