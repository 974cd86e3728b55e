import type { Instant, JobOrderDispatch } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';
import type { DeliveryReceipt } from './delivery.port.js';
import type { PostedQuantities } from './erp.port.js';
import type { GuaranteeClass } from './guarantee.port.js';

/** What a MES backend can do, declared beforehand and shown in the API. */
export interface MesCapabilities {
  readonly backend: string;
  /** `push`: job orders are sent to the MES. `pull`: they are offered, and the MES fetches them from the process API. */
  readonly style: 'push' | 'pull';
  /** As for an ERP; K: the MES knows a repeated reference. */
  readonly guaranteeClass: GuaranteeClass;
  /** The longest one write may take over there, in milliseconds. */
  readonly longestWriteMs: number;
  /** Whether the MES can be asked what it counts of each operation (`totals`); without it nobody compares its side. */
  readonly totals: 'supported' | 'unsupported';
}

/** Most work orders that one question for totals may name. */
export const MOST_ORDERS_OF_TOTALS = 100;

/** Of which work orders the totals are wanted, 1 to `MOST_ORDERS_OF_TOTALS`. */
export interface MesTotalsQuestion {
  readonly workOrderIds: readonly string[];
  /** Also report by report, to name those that differ. */
  readonly withReports?: boolean;
}

/** One report as the MES counts it: what it has put right or taken back itself is not among them. */
export interface MesCountedReport {
  /** The confirmationId under which it was or will be reported. */
  readonly reportId: string;
  /** What it added; of a MES that reports running totals too. */
  readonly amounts: PostedQuantities;
}

/** What a MES itself counts of one operation since it took the order on. */
export interface MesOperationTotals {
  readonly workOrderId: string;
  readonly operationId: string;
  /** Good, scrapped and put aside to be worked again, over all reports that it counts. */
  readonly amounts: PostedQuantities;
  /** Reports and reversals that are counted and of which the MES has no final answer from the gateway yet. While there is one, nothing can be said about the totals. */
  readonly underWay: number;
  /** Given with `withReports`, and where the MES keeps them. */
  readonly reports?: readonly MesCountedReport[];
}

/** Totals of the operations that the MES knows; one that it was never given is not among them. */
export interface MesTotals {
  /** All of it as it was at this instant. */
  readonly asOf: Instant;
  readonly items: readonly MesOperationTotals[];
}

/** What stands at the MES for one dispatch. */
export interface DispatchReceipt extends DeliveryReceipt {
  /** Version that stands there. */
  readonly version: number;
}

/**
 * What Plantway needs from any MES. A backend does one write per call, retries nothing by itself and keeps no state. What the MES thinks of its job orders it says
 * by an acknowledgement to the process API, whatever its style.
 */
export interface MesPort {
  capabilities(siteId: string): Promise<MesCapabilities>;
  /**
   * Hands over all job orders of a work order in one version. The MES replaces an older version as a whole and ignores one that is older than what it has.
   * @throws TechnicalRetryableError `MES_UNAVAILABLE`, `MES_THROTTLED`, `MES_ACCESS_REFUSED`: surely nothing was taken
   * @throws OutcomeUnknownError `MES_ANSWER_LOST`
   * @throws BusinessException `MES_REFUSED`: a documented refusal, `details.reason` in the MES's words
   */
  dispatch(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<DispatchReceipt>;
  /** What stands at the MES for the work order of `dispatch`: nothing, or one receipt with the version and reference that it has. Errors as in `dispatch`, never a business one. */
  find(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<readonly DispatchReceipt[]>;
  /**
   * What the MES itself counts of the operations of some work orders. Reads its own books, and nothing that the gateway told it.
   * @throws BusinessException `MES_TOTALS_UNSUPPORTED` when `capabilities` says so; otherwise as `find`
   */
  totals(siteId: string, question: MesTotalsQuestion, options?: CallOptions): Promise<MesTotals>;
}
