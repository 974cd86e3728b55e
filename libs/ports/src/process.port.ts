import type { Instant, MessageError, MessageKind, MessageState } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';
import type { Page, PageRequest } from './erp.port.js';

/** A message as a consumer shows it. */
export interface ProcessMessage {
  readonly messageId: string;
  readonly siteId: string;
  readonly kind: MessageKind;
  readonly state: MessageState;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly workOrderId?: string;
  readonly operationId?: string;
  readonly acceptedAt: Instant;
  readonly error?: MessageError;
}

/** How much is on its way, by kind. */
export interface BacklogRow {
  readonly kind: MessageKind;
  /** Accepted and not finished, whatever the state. */
  readonly open: number;
  /** Those of them that only a person can move on. */
  readonly stopped: number;
  /** Those of them that were accepted longer ago than the site's latency target for the kind allows; 0 for a kind without a target. */
  readonly late: number;
  /** When the oldest was accepted; absent when nothing is open. */
  readonly oldestAcceptedAt?: Instant;
}

/** What the consumer tier cannot project from events and reads from the process tier. */
export interface ProcessReadPort {
  backlog(siteId: string, options?: CallOptions): Promise<{ readonly asOf: Instant; readonly rows: readonly BacklogRow[] }>;
  /** Messages that a person has to do something about: `parked`, `awaitingApproval`, `postedWithFollowUp`; oldest first. */
  exceptions(siteId: string, page: PageRequest, options?: CallOptions): Promise<Page<ProcessMessage>>;
}
