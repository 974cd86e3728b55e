import type { DecimalText, Instant, PlantDate } from '@plantway/canonical';

/**
 * Accounts of the cost journal, each kept per object:
 * - per item: `stock` (always the stock of the item at standard cost, rounded half even to the cent), `openingClearing`, `receiptClearing`,
 *   `priceDifference` (bought dearer or cheaper than standard), `roundingDifference` (the cent by which a rounded movement and the rounded stock differ);
 * - per work order: `wip` (work in process), and what was settled out of it: `scrapVariance`, `efficiencyVariance`, `usageVariance`;
 * - per work center: `absorption` (what orders were charged for its time).
 */
export const COST_ACCOUNTS = [
  'stock', 'openingClearing', 'receiptClearing', 'priceDifference', 'roundingDifference', 'wip', 'scrapVariance', 'efficiencyVariance', 'usageVariance', 'absorption',
] as const;
export type CostAccount = (typeof COST_ACCOUNTS)[number];

/** What was valued: a kind of stock movement, time at a work center, or the settlement of an order. */
export const COST_EVENTS = [
  'opening', 'receipt', 'issue', 'issueCancelled', 'productReceipt', 'productReceiptCancelled', 'activity', 'activityCancelled', 'settlement', 'settlementCancelled',
] as const;
export type CostEvent = (typeof COST_EVENTS)[number];

/** One side of an entry: exactly one of `debit` and `credit` is above zero. Both in the plant's currency with two decimals: "927.00" and "0.00". */
export interface CostLine {
  readonly account: CostAccount;
  /** Item, work order or work center, as the account says. */
  readonly object: string;
  readonly debit: DecimalText;
  readonly credit: DecimalText;
}

/** Double entry: the debits of its lines equal the credits. Never changed and never deleted; what is taken back is posted the other way round. */
export interface CostEntry {
  /** "6000000001" and up, in posting order. */
  readonly number: string;
  readonly event: CostEvent;
  readonly postingDate: PlantDate;
  readonly enteredAt: Instant;
  /** Number of the stock document or confirmation that is valued; the work order itself for a settlement by closing it. */
  readonly sourceDocument: string;
  /** Confirmation or reversal that caused it, directly or by its goods movement. */
  readonly confirmationNumber?: string;
  readonly workOrderId?: string;
  /** Debits first. */
  readonly lines: readonly CostLine[];
}
