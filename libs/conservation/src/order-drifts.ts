import { isZero, subtract, type WorkOrder } from '@plantway/canonical';
import type { ErpConfirmationDocument } from '@plantway/ports';
import { compareBooks, type BookFinding, type BookFindingKind } from './compare-books.js';
import type { SeenDrift } from './drift-book.js';
import type { GatewayBooks } from './gateway-books.js';
import { isInOtherUnits, orderDifferences, type KnownAmounts, type OrderDifference } from './order-differences.js';
import { MEASURES } from './quantities.js';

/** Message states in which it is known what stands in the ERP. */
const FINISHED = ['posted', 'postedWithFollowUp', 'discarded', 'annulled'];
/** Who looks at what was found; anything else is a matter between the supervisor and the ERP. */
const OWNERS: Readonly<Partial<Record<BookFindingKind, string>>> = { notInBook: 'admin', bookDiffers: 'admin' };
const MEASURE_WORDS = { yield: 'good', scrap: 'scrap', rework: 'rework', remaining: 'remaining' } as const;

/** What the gateway knows of an order: reports that stand, and documents of others that count as known. */
export function knownAmounts({ kept, adopted }: GatewayBooks): readonly KnownAmounts[] {
  return [...kept.filter(({ isReversed }) => !isReversed), ...adopted];
}

/** Whether the totals of an order agree at first sight; when they do, its documents need not be read. */
export function agreesAtSight(order: WorkOrder, books: GatewayBooks): boolean {
  const known = knownAmounts(books);
  return orderDifferences(order, known).length === 0 && !isInOtherUnits(order, known);
}

/** What of an order does not come out, explained by its documents. What messages that are not finished have in the ERP counts as work under way. */
export function orderDrifts(order: WorkOrder, books: GatewayBooks, documents: readonly ErpConfirmationDocument[]): readonly SeenDrift[] {
  const known = knownAmounts(books);
  const findings = compareBooks({ ...books, documents });
  const totals = orderDifferences(order, [...known, ...underWay(books, documents)]).map((difference) => driftOf(order, difference, findings));
  return isInOtherUnits(order, known) ? [...totals, ...documentDrifts(order, findings)] : totals;
}

function underWay({ parts }: GatewayBooks, documents: readonly ErpConfirmationDocument[]): readonly KnownAmounts[] {
  const open = new Set(parts.filter(({ messageState }) => !FINISHED.includes(messageState)).map(({ reference }) => reference));
  return documents.filter(({ reference }) => reference !== undefined && open.has(reference)).map(({ operationId, booked, reverses }) => ({
    operationId,
    amounts: reverses === undefined ? booked : {
      yield: subtract({ value: '0', unit: booked.yield.unit }, booked.yield), scrap: subtract({ value: '0', unit: booked.scrap.unit }, booked.scrap), rework: subtract({ value: '0', unit: booked.rework.unit }, booked.rework),
    },
  }));
}

function driftOf({ workOrderId, quantity }: WorkOrder, { identity, operationId, measure, difference, unit, erp, gateway }: OrderDifference, findings: readonly BookFinding[]): SeenDrift {
  const causes = findings.filter((finding) => finding.operationId === operationId);
  const isLess = difference.startsWith('-');
  const about = { identity, objectKey: `${workOrderId}/${operationId}/${measure}`, workOrderId, operationId, measure, difference, unit };
  if (identity === 'released') {
    return {
      ...about, sides: { released: quantity.value, erpRemaining: erp, expectedRemaining: gateway }, ownerRole: 'erpTeam',
      title: `${workOrderId}/${operationId}: released, good and remaining do not add up in the ERP, by ${difference} ${unit}`,
      explanations: [{ kind: 'erpDoesNotAddUp', words: `The ERP shows ${erp} ${unit} remaining; of ${quantity.value} ${quantity.unit} released and what is good, ${gateway} ${unit} would remain.` }],
    };
  }
  return {
    ...about, sides: { erp, gateway, mes: 'not readable' }, ownerRole: ownerOf(causes),
    title: `${workOrderId}/${operationId}: the ERP has ${isLess ? difference.slice(1) : difference} ${unit} ${MEASURE_WORDS[measure]} ${isLess ? 'less' : 'more'} than the gateway`,
    explanations: causes.map(explanationOf),
  };
}

/** Amounts in several units have no sum to compare: each document that differs is a drift of its own. */
function documentDrifts({ workOrderId }: WorkOrder, findings: readonly BookFinding[]): readonly SeenDrift[] {
  return findings.flatMap((finding) => MEASURES.flatMap((measure): readonly SeenDrift[] => {
    const { operationId, ours, theirs } = finding;
    const [left, right] = [ours?.[measure], theirs?.[measure]];
    const unit = (right ?? left)?.unit;
    if (unit === undefined || (left !== undefined && left.unit !== unit)) return [];
    const difference = subtract(right ?? { value: '0', unit }, left ?? { value: '0', unit });
    if (isZero(difference)) return [];
    return [{
      identity: 'confirmed', objectKey: `${workOrderId}/${operationId}/${measure}/${finding.documentNumber ?? finding.reference ?? finding.messageId ?? ''}`, workOrderId, operationId, measure, difference: difference.value, unit,
      sides: { erp: right?.value ?? '0', gateway: left?.value ?? '0', mes: 'not readable' }, explanations: [explanationOf(finding)], ownerRole: ownerOf([finding]), title: `${workOrderId}/${operationId}: ${finding.words}`,
    }];
  }));
}

function explanationOf({ kind, words, documentNumber, messageId }: BookFinding): SeenDrift['explanations'][number] {
  return { kind, words, ...(documentNumber === undefined ? {} : { documentNumber }), ...(messageId === undefined ? {} : { messageId }) };
}

function ownerOf([first]: readonly BookFinding[]): string {
  return first === undefined ? 'supervisor' : OWNERS[first.kind] ?? 'erpTeam';
}
