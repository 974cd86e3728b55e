import type { StockDocumentFact } from '../erp-fact.js';
import { grouped } from './grouped.js';
import type { Consumption, SiteRecord } from './site-record.js';

/** A report of material with all that stands in the ERP for it. */
export interface MatchedConsumption {
  readonly report: Consumption;
  /** Issues under its reference, in posting order. */
  readonly documents: readonly StockDocumentFact[];
  /** A person knows why it is not posted. */
  readonly isDiscarded: boolean;
}

/** Who is who between reports of material and what the ERP has issued by itself. */
export interface MatchedConsumptions {
  readonly all: readonly MatchedConsumption[];
  /** By number of the stock document. */
  readonly of: ReadonlyMap<string, MatchedConsumption>;
}

/** Material that went into an order, and not with a confirmation. */
export function isIssue({ confirmationNumber, lines }: StockDocumentFact): boolean {
  return confirmationNumber === undefined && lines.some(({ kind }) => kind === 'issue');
}

export function matchConsumptions({ consumptions, stockDocuments, explanations }: SiteRecord): MatchedConsumptions {
  const issues = grouped(stockDocuments.filter(isIssue), ({ reference }) => reference ?? '');
  const all = consumptions.map((report): MatchedConsumption => ({
    report, documents: issues.get(report.reference) ?? [],
    isDiscarded: explanations.some(({ kind, sourceSystem, senderId }) => kind === 'materialConsumption' && sourceSystem === report.sourceSystem && senderId === report.consumption.consumptionId),
  }));
  return { all, of: new Map(all.flatMap((matched) => matched.documents.map(({ number }) => [number, matched]))) };
}
