/** What can be wrong. */
export const FINDING_KINDS = ['lost', 'duplicated', 'outOfOrder', 'quantityDrift', 'stockDrift', 'costDrift', 'promiseDrift', 'qualityDrift', 'equipmentDrift', 'unexplained', 'incomplete'] as const;
/**
 * `lost`: said by the MES and not in the ERP. `duplicated`: there more than once. `outOfOrder`: before an earlier one of its lane. `unexplained`: in the ERP, and nobody asked
 * for it. `incomplete`: cannot be judged yet, because something is open or was not told.
 */
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly kind: FindingKind;
  /** "" when it is about the ledger itself. */
  readonly siteId: string;
  /** One sentence for a person, with the ids. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly workOrderId?: string;
  readonly operationId?: string;
  /** The sender's id of the report, or of the reversal. */
  readonly senderId?: string;
  readonly reference?: string;
  /** Documents in the ERP. */
  readonly documents?: readonly string[];
  readonly itemId?: string;
  readonly locationId?: string;
  readonly lotId?: string;
  readonly account?: string;
}

export interface Grade {
  /** True when there is no finding at all. */
  readonly clean: boolean;
  /** Reports that the gateway took on, reversals apart. */
  readonly reports: number;
  readonly reversals: number;
  /** Confirmations in the ERP, reversing ones included. */
  readonly documents: number;
  readonly findings: readonly Finding[];
  /** By site. */
  readonly totals: Readonly<Record<string, SiteTotals>>;
}

export interface SiteTotals {
  readonly reports: number;
  /** Reports of material that the gateway took on. */
  readonly consumptions: number;
  /** Reports, those of material and reversals that the gateway will never take. */
  readonly refused: number;
  readonly reversals: number;
  readonly explained: number;
  readonly confirmations: number;
  readonly reversingConfirmations: number;
  readonly stockDocuments: number;
  readonly costEntries: number;
  /** Counters of machines that could be compared with what the gateway shows. */
  readonly counters: number;
  readonly findings: number;
}
