import type { ConfirmationFact, CostEntryFact } from '../erp-fact.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import { isIssue } from './match-consumptions.js';
import type { Matching } from './match-documents.js';
import type { SiteRecord } from './site-record.js';

/** Judges that no order was settled before its end: the final confirmation of its last operation, or a person who closed or cancelled it. */
export function gradeSettlements(record: SiteRecord, matching: Matching): readonly Finding[] {
  const ended = new Set(record.balances?.endedOrders);
  const finals = finalsOf(record);
  const moved = new Set(record.stockDocuments.filter((document) => document.confirmationNumber !== undefined || isIssue(document)).map(({ number }) => number));
  return record.costEntries.flatMap(({ number, event, sourceDocument, workOrderId }): readonly Finding[] => {
    if (event !== 'settlement' || workOrderId === undefined || ended.has(workOrderId)) return [];
    const ofOrder = finals.get(workOrderId) ?? [];
    // What a follow-up issues comes long after its confirmation, and what is issued by itself has none: only that the order has ended at all is known.
    const isAfterEnd = moved.has(sourceDocument) ? ofOrder.length > 0 : ofOrder.some((final) => stoodAt(final, sourceDocument, matching));
    if (isAfterEnd) return [];
    return [{
      kind: 'costDrift', siteId: record.siteId, workOrderId, documents: [number, sourceDocument], what: `Cost entry ${number} of ${sourceDocument} settles order ${workOrderId} before its end.`,
      expected: 'after the final confirmation of its last operation, or its closing', found: sourceDocument,
    }];
  });
}

/** Final confirmations of last operations, by order; also those that were taken back later. */
function finalsOf({ confirmations, orders }: SiteRecord): ReadonlyMap<string, readonly ConfirmationFact[]> {
  const finals = confirmations.filter(({ workOrderId, operationId, kind, reverses }) => reverses === undefined && kind === 'final' && orders.get(workOrderId)?.operations.at(-1)?.operationId === operationId);
  return grouped(finals, ({ workOrderId }) => workOrderId);
}

/** Whether `final` stood when the document was posted. */
function stoodAt({ number }: ConfirmationFact, document: CostEntryFact['sourceDocument'], { placeOf, reversingOf }: Matching): boolean {
  const at = placeOf.get(document);
  if (at === undefined) return false;
  return placeOf.get(number)! <= at && !(reversingOf.get(number) ?? []).some((reversing) => placeOf.get(reversing.number)! <= at);
}
