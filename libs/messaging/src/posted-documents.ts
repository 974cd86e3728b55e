import type { Instant, PlantDate } from '@plantway/canonical';
import type { PostingReceipt } from '@plantway/ports';
import type { MessageDetail } from './message-view.js';

/** A document that the other side has made for a message. */
export interface PostedDocument {
  /** Backend that took it. */
  readonly system: string;
  /** What it is, in the backend's list of types. */
  readonly kind: string;
  readonly number: string;
  readonly partId: string;
  /** Name of the write; the document carries it where it can. */
  readonly reference: string;
  readonly postedAt: Instant;
  /** Absent for a write without a date of its own. */
  readonly postingDate?: PlantDate;
  /** Numbers of the documents by which it was taken back; absent while it stands. */
  readonly reversedBy?: readonly string[];
}

/**
 * The documents of a message, in the order of its parts: what its bytes have become over there.
 * @param reversal the posted message that took it back, when there is one
 */
export function postedDocuments({ parts }: MessageDetail, reversal?: MessageDetail): readonly PostedDocument[] {
  const taking = reversal?.parts.flatMap(({ receipt }) => receipt?.documents ?? []).map(({ number }) => number) ?? [];
  return parts.flatMap(({ partId, reference, receipt }) => (receipt?.documents ?? []).map(({ type: kind, number }): PostedDocument => {
    const { backend: system, postedAt, reversedBy, postingDate } = receipt as PostingReceipt;
    const takenBackBy = [...new Set([...(reversedBy === undefined ? [] : [reversedBy]), ...taking])];
    return { system, kind, number, partId, reference, postedAt, ...(postingDate !== undefined && { postingDate }), ...(takenBackBy.length > 0 && { reversedBy: takenBackBy }) };
  }));
}
