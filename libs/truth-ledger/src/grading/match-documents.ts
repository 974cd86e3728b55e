import type { ConfirmationFact } from '../erp-fact.js';
import { expectedReference, reversalPart } from '../reference.js';
import { grouped } from './grouped.js';
import type { Report, SiteRecord } from './site-record.js';

/** Somebody's wish that a report be taken back: said so, or by a report that replaces it. */
export interface Wish {
  readonly sourceSystem: string;
  readonly senderId: string;
  /** A person decided at the desk that it shall not happen. */
  readonly isDiscarded: boolean;
}

/** A report with all that stands in the ERP for it. */
export interface MatchedReport {
  readonly report: Report;
  /** Confirmations under its reference, in posting order. */
  readonly documents: readonly ConfirmationFact[];
  readonly wishes: readonly Wish[];
  /** A person knows why it is not posted. */
  readonly isDiscarded: boolean;
}

/** Who is who between the MES's reports and the ERP's documents. */
export interface Matching {
  /** In the order in which they were answered, refused ones included. */
  readonly reports: readonly MatchedReport[];
  readonly reportOf: ReadonlyMap<string, MatchedReport>;
  /** By the number of the original: the confirmations that take it back, in posting order. */
  readonly reversingOf: ReadonlyMap<string, readonly ConfirmationFact[]>;
  /** Place of a document in the ERP's posting order, by number. */
  readonly placeOf: ReadonlyMap<string, number>;
}

export function matchDocuments(record: SiteRecord): Matching {
  const originals = grouped(record.confirmations.filter(({ reverses }) => reverses === undefined), ({ reference }) => reference);
  const discarded = new Set(record.explanations.map(({ sourceSystem, kind, senderId }) => `${kind}|${sourceSystem}|${senderId}`));
  const wishes = wishesOf(record, discarded);
  const takenOn = new Set(record.reports.filter(({ refusal }) => refusal === undefined).map(({ reference }) => reference));
  const reports = record.reports.map((report): MatchedReport => ({
    report, documents: (report.refusal !== undefined && takenOn.has(report.reference) ? undefined : originals.get(report.reference)) ?? [], wishes: wishes.get(keyOf(report.sourceSystem, report.report.confirmationId)) ?? [],
    isDiscarded: discarded.has(`productionConfirmation|${report.sourceSystem}|${report.report.confirmationId}`),
  }));
  return {
    reports,
    reportOf: new Map(reports.flatMap((matched) => matched.documents.map(({ number }) => [number, matched]))),
    reversingOf: grouped(record.confirmations.filter(({ reverses }) => reverses !== undefined), ({ reverses }) => reverses!),
    placeOf: new Map(record.confirmations.map(({ number }, place) => [number, place])),
  };
}

/** The reference that a wish's reversal of this document must carry. */
export function reversalReference(siteId: string, wish: Wish, confirmationNumber: string): string {
  return expectedReference({ siteId, sourceSystem: wish.sourceSystem, kind: 'confirmationReversal', senderId: wish.senderId }, reversalPart(confirmationNumber));
}

/** By sender and id of the report that is wished away. */
function wishesOf({ reports, reversals }: SiteRecord, discarded: ReadonlySet<string>): ReadonlyMap<string, readonly Wish[]> {
  const wish = (sourceSystem: string, senderId: string): Wish => ({ sourceSystem, senderId, isDiscarded: discarded.has(`confirmationReversal|${sourceSystem}|${senderId}`) });
  const all = [
    ...reversals.map(({ sourceSystem, reversalId, confirmationId }) => ({ of: keyOf(sourceSystem, confirmationId), wish: wish(sourceSystem, reversalId) })),
    ...reports.flatMap(({ sourceSystem, refusal, report: { replaces, confirmationId } }) => (replaces === undefined || refusal !== undefined ? [] : [{ of: keyOf(sourceSystem, replaces), wish: wish(sourceSystem, confirmationId) }])),
  ];
  return new Map([...grouped(all, ({ of }) => of)].map(([of, entries]) => [of, entries.map((entry) => entry.wish)]));
}

function keyOf(sourceSystem: string, confirmationId: string): string {
  return `${sourceSystem}|${confirmationId}`;
}
