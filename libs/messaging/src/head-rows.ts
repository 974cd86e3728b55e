import type { MessageError, MessageKind, MessageState } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import type { HeadMessage, MessagePart } from './head-message.js';

/** A message with its parts as `HEAD_COLUMNS` reads it. */
export interface HeadRow {
  readonly message_id: string;
  readonly lane_key: string;
  readonly site_id: string;
  readonly kind: MessageKind;
  readonly source_system: string;
  readonly sender_id: string;
  readonly correlation_id: string;
  readonly accepted_at: Date;
  readonly work_order_id: string | null;
  readonly operation_id: string | null;
  readonly confirmation_id: string | null;
  readonly approved_by: string | null;
  readonly state: MessageState;
  readonly failures: number;
  readonly error: MessageError | null;
  readonly note: string | null;
  readonly posted_at: Date | null;
  readonly reposted_at: Date | null;
  readonly command: unknown;
  readonly parts: readonly PartJson[];
}

type PartJson = Omit<MessagePart, 'receipt' | 'doubtFrom' | 'readBackAfter' | 'firstReadBackAt' | 'openAttempts'> & {
  readonly receipt: DeliveryReceipt | null;
  readonly doubtFrom: string | null;
  readonly readBackAfter: string | null;
  readonly firstReadBackAt: string | null;
  readonly openAttempts: readonly { readonly attemptId: string; readonly startedAt: string }[];
};

export function headMessage(row: HeadRow): HeadMessage {
  return {
    messageId: row.message_id,
    siteId: row.site_id,
    kind: row.kind,
    sourceSystem: row.source_system,
    senderId: row.sender_id,
    correlationId: row.correlation_id,
    acceptedAt: row.accepted_at.toISOString(),
    workOrderId: row.work_order_id ?? undefined,
    operationId: row.operation_id ?? undefined,
    confirmationId: row.confirmation_id ?? undefined,
    ...(row.approved_by !== null && { approvedBy: row.approved_by }),
    command: row.command ?? undefined,
    state: row.state,
    failures: row.failures,
    error: row.error ?? undefined,
    note: row.note ?? undefined,
    postedAt: row.posted_at ?? undefined,
    ...(row.reposted_at !== null && { repostedAt: row.reposted_at }),
    parts: row.parts.map((part) => ({
      ...part,
      receipt: part.receipt ?? undefined,
      doubtFrom: instant(part.doubtFrom),
      readBackAfter: instant(part.readBackAfter),
      firstReadBackAt: instant(part.firstReadBackAt),
      openAttempts: part.openAttempts.map(({ attemptId, startedAt }) => ({ attemptId, startedAt: new Date(startedAt) })),
    })),
    partsStored: row.parts.length > 0,
  };
}

function instant(text: string | null): Date | undefined {
  return text === null ? undefined : new Date(text);
}
