import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import type { MatchedReport, Matching } from './match-documents.js';
import type { SiteRecord } from './site-record.js';

/** Judges that the documents of a lane, an operation of an order, stand in the order in which its reports were taken on, and that what replaces a report comes after its reversal. */
export function gradeOrder({ siteId }: SiteRecord, matching: Matching): readonly Finding[] {
  const lanes = grouped(matching.reports, ({ report }) => [report.source, report.report.workOrderId, report.report.operationId].join('|'));
  const byName = new Map(matching.reports.map((matched) => [nameOf(matched.report.sourceSystem, matched.report.report.confirmationId), matched]));
  return [
    ...[...lanes.values()].flatMap((lane) => gradeLane(siteId, lane, matching)),
    ...matching.reports.flatMap((matched) => gradeReplacement(siteId, matched, byName.get(nameOf(matched.report.sourceSystem, matched.report.report.replaces ?? '')), matching)),
  ];
}

function gradeLane(siteId: string, lane: readonly MatchedReport[], { placeOf }: Matching): readonly Finding[] {
  const findings: Finding[] = [];
  let last: MatchedReport | undefined;
  const placeOfFirst = ({ documents }: MatchedReport): number => placeOf.get(documents[0].number)!;
  for (const matched of lane) {
    if (matched.documents.length === 0) continue;
    if (last === undefined || placeOfFirst(matched) > placeOfFirst(last)) {
      last = matched;
      continue;
    }
    findings.push(outOfOrder(siteId, matched, last));
  }
  return findings;
}

function gradeReplacement(siteId: string, { report, documents }: MatchedReport, replaced: MatchedReport | undefined, { reversingOf, placeOf }: Matching): readonly Finding[] {
  const { replaces, confirmationId, workOrderId, operationId } = report.report;
  if (replaced === undefined || documents.length === 0) return [];
  const reversing = replaced.documents.flatMap(({ number }) => reversingOf.get(number) ?? []);
  const late = reversing.find(({ number }) => placeOf.get(number)! > placeOf.get(documents[0].number)!);
  if (late === undefined) return [];
  return [{
    kind: 'outOfOrder', siteId, workOrderId, operationId, senderId: confirmationId, reference: report.reference, documents: [documents[0].number, late.number],
    what: `Report ${confirmationId} was posted before ${replaces}, which it replaces, was taken back.`, expected: `after ${late.number}`, found: documents[0].number,
  }];
}

function nameOf(sourceSystem: string, confirmationId: string): string {
  return `${sourceSystem}|${confirmationId}`;
}

function outOfOrder(siteId: string, { report, documents }: MatchedReport, earlier: MatchedReport): Finding {
  const { confirmationId, workOrderId, operationId } = report.report;
  const numbers = [documents[0].number, earlier.documents[0].number];
  return {
    kind: 'outOfOrder', siteId, workOrderId, operationId, senderId: confirmationId, reference: report.reference, documents: numbers,
    what: `Report ${confirmationId} was taken on after ${earlier.report.report.confirmationId} and posted before it.`, expected: `after ${numbers[1]}`, found: numbers[0],
  };
}
