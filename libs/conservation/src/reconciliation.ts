import type { Instant, PlantDate } from '@plantway/canonical';
import type { BookFinding } from './compare-books.js';

/** One comparison of the gateway's books with the ERP, over some days of a site. */
export interface Reconciliation {
  readonly reconciliationId: string;
  readonly siteId: string;
  readonly fromDay: PlantDate;
  readonly toDay: PlantDate;
  /** Plant-local day on which it was due by itself; absent when somebody asked for it. */
  readonly night?: PlantDate;
  /** Credential, or "system". */
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
  /** Why it failed, or waits to be tried again. */
  readonly error?: string;
  /** Absent until it is known which orders are concerned. */
  readonly ordersTotal?: number;
  readonly ordersDone: number;
  readonly documentsRead: number;
  readonly messagesRead: number;
  readonly findings: number;
}

/** Something in which the books do not agree, with what is proposed. */
export interface Finding {
  readonly findingId: string;
  readonly reconciliationId: string;
  readonly body: BookFinding;
  /** `found`: nothing is proposed. `approved`: being carried out. `applied`: done, or on its way as a message. `closed`: the books agree again without it. */
  readonly state: 'found' | 'proposed' | 'approved' | 'applied' | 'closed';
  /** The first of two persons, where nobody asked for the comparison and the ERP changes; absent before. */
  readonly proposedBy?: string;
  readonly approvedBy?: string;
  readonly approvedAt?: Instant;
  /** When it was seen that the books agree again. */
  readonly closedAt?: Instant;
  /** Message that carries it out. */
  readonly messageId?: string;
}
