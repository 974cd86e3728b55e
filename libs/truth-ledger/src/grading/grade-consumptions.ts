import { Exact } from '../arithmetic/exact.js';
import type { Finding, FindingKind } from './grade.types.js';
import type { MatchedConsumption, MatchedConsumptions } from './match-consumptions.js';
import type { Replay, ReplayedIssue } from './replay-orders.js';
import { sumOf } from './running-amount.js';

/** Judges that every report of material has its one issue in the ERP, or rightly none, and that it moved just that: the item, the amount, the lot, into the order. */
export function gradeConsumptions(siteId: string, { all }: MatchedConsumptions, replay: Replay, isQuiet: boolean): readonly Finding[] {
  const missing: FindingKind = isQuiet ? 'lost' : 'incomplete';
  return all.flatMap((matched) => [...gradePresence(siteId, matched, missing), ...gradeIssue(siteId, matched, replay.issues.get(matched.documents[0]?.number ?? ''))]);
}

function gradePresence(siteId: string, { report, documents, isDiscarded }: MatchedConsumption, missing: FindingKind): readonly Finding[] {
  const { refusal } = report;
  const about = aboutOf(siteId, report);
  const name = `Report ${about.senderId} of ${about.itemId} for order ${about.workOrderId}`;
  const numbers = documents.map(({ number }) => number);
  const found = numbers.join(', ');
  if (documents.length === 0) {
    if (isDiscarded) return [];
    if (refusal !== undefined) return [{ ...about, kind: 'lost', what: `${name} was refused by the gateway and is in no book: ${refusal.code} ${refusal.detail}`, expected: '1 issue', found: refusal.code }];
    return [{ ...about, kind: missing, what: `${name} has no issue in the ERP.`, expected: '1 issue', found: 'none' }];
  }
  const why = isDiscarded ? 'discarded by a person' : `refused with ${refusal?.code}`;
  return [
    ...(documents.length > 1 ? [{ ...about, kind: 'duplicated' as const, documents: numbers, what: `${name} was issued ${documents.length} times.`, expected: '1 issue', found }] : []),
    ...(isDiscarded || refusal !== undefined ? [{ ...about, kind: 'unexplained' as const, documents: numbers, what: `${name} was ${why} and is in the ERP all the same.`, expected: 'no issue', found }] : []),
  ];
}

function gradeIssue(siteId: string, { report }: MatchedConsumption, issue: ReplayedIssue | undefined): readonly Finding[] {
  if (issue === undefined) return [];
  const { document: { number, workOrderId, lines }, expected: { itemId, locationId, lotId, quantity } } = issue;
  const about = { ...aboutOf(siteId, report), documents: [number] };
  const drift = (what: string, expected: string, found: string): Finding => ({ ...about, kind: 'stockDrift', what: `Stock document ${number} of report ${about.senderId} ${what}.`, expected, found });
  const fitting = lines.filter((line) => line.kind === 'issue' && line.itemId === itemId && line.locationId === locationId && (lotId === undefined || line.lotId === lotId));
  const is = sumOf(fitting.map((line) => line.quantity));
  const other = lines.filter((line) => !fitting.includes(line));
  return [
    ...(workOrderId === about.workOrderId ? [] : [drift('went into another order', about.workOrderId, workOrderId ?? 'none')]),
    ...(is.equals(quantity) ? [] : [{ ...drift(`has moved ${is.text()} of ${itemId}${lotId === undefined ? '' : ` lot ${lotId}`} at ${locationId} instead of ${quantity.text()}`, quantity.text(), is.text()), locationId, ...(lotId === undefined ? {} : { lotId }) }]),
    ...other.filter((line) => !Exact.of(line.quantity).isZero()).map((line) => ({ ...drift(`has moved ${line.quantity} of ${line.itemId} at ${line.locationId} (${line.kind}) as well`, '0', line.quantity), itemId: line.itemId, locationId: line.locationId })),
  ];
}

function aboutOf(siteId: string, { consumption: { consumptionId, workOrderId, operationId, itemId }, reference }: MatchedConsumption['report']) {
  return { siteId, workOrderId, operationId, itemId, senderId: consumptionId, reference };
}
