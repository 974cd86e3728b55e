import type { ConfirmationFact } from '../erp-fact.js';
import type { RefusedFact } from '../mes-fact.js';
import { allSeconds, reportedSeconds } from './amounts.js';
import type { Finding, FindingKind } from './grade.types.js';
import { reversalReference } from './match-documents.js';
import type { MatchedReport, Matching } from './match-documents.js';
import type { SiteRecord } from './site-record.js';

/** Judges that every report has its one document, or rightly none, and that nothing stands in the ERP that nobody asked for. */
export function gradeDocuments(record: SiteRecord, matching: Matching, isQuiet: boolean): readonly Finding[] {
  const missing: FindingKind = isQuiet ? 'lost' : 'incomplete';
  return [
    ...matching.reports.flatMap((matched) => gradeReport(record.siteId, matched, matching, missing)),
    ...record.refusedReversals.flatMap((refused) => gradeRefusedReversal(record, refused)),
    ...record.confirmations.flatMap((document) => (document.reverses === undefined ? gradeOriginal(record.siteId, document, matching) : gradeReversing(record, document, matching))),
  ];
}

function gradeReport(siteId: string, { report, documents, wishes, isDiscarded }: MatchedReport, { reversingOf }: Matching, missing: FindingKind): readonly Finding[] {
  const { reference, refusal, report: { confirmationId, workOrderId, operationId, cumulative, kind, machineTimes } } = report;
  const about = { siteId, workOrderId, operationId, senderId: confirmationId, reference };
  const numbers = documents.map(({ number }) => number);
  const standing = documents.filter(({ number }) => !reversingOf.has(number));
  const findings: Finding[] = [];
  if (documents.length > 1) {
    findings.push({ ...about, kind: 'duplicated', documents: numbers, what: `Report ${confirmationId} stands ${documents.length} times in the ERP.`, expected: '1 confirmation', found: numbers.join(', ') });
  }
  if (documents.length > 0 && (isDiscarded || refusal !== undefined)) {
    const why = isDiscarded ? 'discarded by a person' : `refused with ${refusal!.code}`;
    findings.push({ ...about, kind: 'unexplained', documents: numbers, what: `Report ${confirmationId} was ${why} and is in the ERP all the same.`, expected: 'no confirmation', found: numbers.join(', ') });
  }
  if (documents.length === 0 && !isDiscarded && refusal !== undefined) {
    return [{ ...about, kind: 'lost', what: `Report ${confirmationId} was refused by the gateway and is in no book: ${refusal.code} ${refusal.detail}`, expected: '1 confirmation', found: refusal.code }];
  }
  const effective = wishes.filter((wish) => !wish.isDiscarded);
  if (effective.length > 0 && standing.length > 0) {
    const [{ senderId }] = effective;
    findings.push({
      ...about, kind: missing, senderId, documents: standing.map(({ number }) => number), what: `Report ${confirmationId} was taken back by ${senderId}, and its confirmation still stands.`,
      expected: `a reversal of ${standing[0].number}`, found: 'none',
    });
  }
  // A later running total stands for an earlier one, but not for its end, nor for its time, which is in no total.
  const seconds = allSeconds(reportedSeconds(machineTimes));
  const needsDocument = cumulative !== true || kind === 'final' || !seconds.isZero();
  if (needsDocument && documents.length === 0 && !isDiscarded && effective.length === 0) {
    const time = cumulative === true && !seconds.isZero() ? `, nor has its machine time of ${seconds.text()} s` : '';
    findings.push({ ...about, kind: missing, what: `Report ${confirmationId} has no confirmation in the ERP${time}.`, expected: '1 confirmation', found: 'none' });
  }
  return findings;
}

function gradeRefusedReversal({ siteId, explanations }: SiteRecord, { sourceSystem, kind, senderId, code, detail }: RefusedFact): readonly Finding[] {
  if (explanations.some((explained) => explained.kind === kind && explained.senderId === senderId && explained.sourceSystem === sourceSystem)) return [];
  return [{ kind: 'lost', siteId, senderId, what: `Reversal ${senderId} was refused by the gateway and never done: ${code} ${detail}`, expected: 'a reversal', found: code }];
}

function gradeOriginal(siteId: string, { number, reference, workOrderId, operationId }: ConfirmationFact, { reportOf }: Matching): readonly Finding[] {
  const matched = reportOf.get(number);
  const about = { siteId, workOrderId, operationId, reference, documents: [number] };
  if (matched === undefined) return [{ ...about, kind: 'unexplained', what: `Confirmation ${number} belongs to no report.`, expected: 'a report with this reference', found: 'none' }];
  const { report } = matched.report;
  if (report.workOrderId === workOrderId && report.operationId === operationId) return [];
  return [{
    ...about, kind: 'quantityDrift', senderId: report.confirmationId, what: `Confirmation ${number} of report ${report.confirmationId} stands at another operation.`,
    expected: `${report.workOrderId} ${report.operationId}`, found: `${workOrderId} ${operationId}`,
  }];
}

function gradeReversing({ siteId, confirmations }: SiteRecord, document: ConfirmationFact, { reportOf, reversingOf, placeOf }: Matching): readonly Finding[] {
  const { number, reference, workOrderId, operationId } = document;
  const original = document.reverses!;
  const about = { siteId, workOrderId, operationId, reference, documents: [original, number] };
  const all = reversingOf.get(original) ?? [];
  if (all.length > 1 && all[0] !== document) {
    return [{ ...about, kind: 'duplicated', what: `Confirmation ${original} was taken back more than once.`, expected: all[0].number, found: all.map((each) => each.number).join(', ') }];
  }
  if (!placeOf.has(original) || placeOf.get(original)! > placeOf.get(number)!) {
    return [{ ...about, kind: 'unexplained', what: `Confirmation ${number} takes back ${original}, which did not stand before it.`, expected: 'an earlier confirmation', found: confirmations.some((each) => each.number === original) ? 'a later one' : 'none' }];
  }
  const matched = reportOf.get(original);
  if (matched === undefined) return []; // the original itself is unexplained
  const wish = matched.wishes.find((candidate) => reversalReference(siteId, candidate, original) === reference);
  if (wish !== undefined && !wish.isDiscarded) return [];
  const senderId = matched.report.report.confirmationId;
  return [{
    ...about, kind: 'unexplained', senderId, what: `Confirmation ${number} takes back report ${senderId}, and ${wish === undefined ? 'nobody asked for it' : 'a person had discarded that'}.`,
    expected: 'no reversal', found: number,
  }];
}
