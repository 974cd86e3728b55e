import type { BookFinding } from './compare-books.js';
import type { Finding, Reconciliation } from './reconciliation.js';

/** A row of `conservation.reconciliation` with the number of its findings. */
export interface ReconciliationRow {
  readonly reconciliation_id: string;
  readonly position: string;
  readonly site_id: string;
  readonly from_day: string;
  readonly to_day: string;
  readonly night: string | null;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly state: Reconciliation['state'];
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly error: string | null;
  readonly orders_total: number | null;
  readonly orders_done: number;
  readonly documents_read: number;
  readonly messages_read: number;
  readonly findings: number;
}

/** A row of `conservation.finding`. */
export interface FindingRow {
  readonly finding_id: string;
  readonly position: string;
  readonly reconciliation_id: string;
  readonly body: BookFinding;
  readonly state: Finding['state'];
  readonly proposed_by: string | null;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly closed_at: Date | null;
  readonly message_id: string | null;
}

export function reconciliationOf(row: ReconciliationRow): Reconciliation {
  return {
    reconciliationId: row.reconciliation_id, siteId: row.site_id, fromDay: row.from_day, toDay: row.to_day, requestedBy: row.requested_by, requestedAt: row.requested_at.toISOString(), state: row.state,
    ordersDone: row.orders_done, documentsRead: row.documents_read, messagesRead: row.messages_read, findings: row.findings,
    ...(row.night !== null && { night: row.night }), ...(row.started_at !== null && { startedAt: row.started_at.toISOString() }), ...(row.ended_at !== null && { endedAt: row.ended_at.toISOString() }),
    ...(row.error !== null && { error: row.error }), ...(row.orders_total !== null && { ordersTotal: row.orders_total }),
  };
}

export function findingOf(row: FindingRow): Finding {
  return {
    findingId: row.finding_id, reconciliationId: row.reconciliation_id, body: row.body, state: row.state, ...(row.proposed_by !== null && { proposedBy: row.proposed_by }),
    ...(row.approved_by !== null && { approvedBy: row.approved_by }), ...(row.approved_at !== null && { approvedAt: row.approved_at.toISOString() }), ...(row.message_id !== null && { messageId: row.message_id }),
    ...(row.closed_at !== null && { closedAt: row.closed_at.toISOString() }),
  };
}
