import { isZero, subtract, sum, type WorkOrder } from '@plantway/canonical';
import type { ErpConfirmationDocument } from '@plantway/ports';
import { compareBooks, type BookFinding, type BookFindingKind } from './compare-books.js';
import type { SeenDrift } from './drift-book.js';
import type { GatewayBooks } from './gateway-books.js';
import { isInOtherUnits, orderDifferences, type KnownAmounts, type OrderDifference } from './order-differences.js';
import { FINISHED, type MesComparison, type MesDifference } from './mes-comparison.js';
import { MEASURES, type Measure } from './quantities.js';

/** Who looks at what was found; anything else is a matter between the supervisor and the ERP. */
const OWNERS: Readonly<Partial<Record<BookFindingKind, string>>> = { notInBook: 'admin', bookDiffers: 'admin' };
const MEASURE_WORDS = { yield: 'good', scrap: 'scrap', rework: 'rework' } as const;
const SHOWN = { yield: 'yieldConfirmed', scrap: 'scrapConfirmed', rework: 'reworkConfirmed' } as const;

/** What the gateway knows of an order: reports that stand, and documents of others that count as known. */
export function knownAmounts({ parts, kept, adopted }: GatewayBooks): readonly KnownAmounts[] {
  const takenBack = new Set(kept.filter(({ isReversed }) => isReversed).map(({ messageId }) => messageId));
  const gone = new Set(parts.filter(({ messageId }) => takenBack.has(messageId)).flatMap(({ receipt }) => receipt?.documents.map(({ number }) => number) ?? [])); // with a report goes what its document had more
  return [...kept.filter(({ isReversed }) => !isReversed), ...adopted.filter(({ number }) => !gone.has(number))];
}

/** Whether the totals of an order agree at first sight; when they do, its documents need not be read. */
export function agreesAtSight(order: WorkOrder, books: GatewayBooks): boolean {
  const known = knownAmounts(books);
  return orderDifferences(order, known).length === 0 && !isInOtherUnits(order, known);
}

/** Why nothing is known of the MES's side. */
export type MesAway = 'not readable' | 'not reachable';

/** Everything that an order is judged by, beside the order itself. */
export interface OrderEvidence {
  readonly books: GatewayBooks;
  readonly documents: readonly ErpConfirmationDocument[];
  readonly mes: MesComparison | MesAway;
}

/** What of an order does not come out, explained by its documents and by the reports of the MES. What messages that are not finished have in the ERP counts as work under way. */
export function orderDrifts(order: WorkOrder, { books, documents, mes }: OrderEvidence): readonly SeenDrift[] {
  const known = [...knownAmounts(books), ...underWay(books, documents)];
  const findings = compareBooks({ ...books, documents });
  const differences = orderDifferences(order, known);
  const ofMes = typeof mes === 'string' ? [] : mes.differences;
  const released = differences.filter(({ identity }) => identity === 'released').map((difference) => releasedDrift(order, difference));
  const confirmed = order.operations.flatMap(({ operationId }) => MEASURES.flatMap((measure) => {
    const isHere = (one: { readonly operationId: string; readonly measure: string }): boolean => one.operationId === operationId && one.measure === measure;
    const [erpMore, mesMore] = [differences.find((one) => one.identity === 'confirmed' && isHere(one)), ofMes.find(isHere)];
    if (erpMore === undefined && mesMore === undefined) return [];
    return [confirmedDrift(order, { operationId, measure, erpMore, mesMore, mes, known, causes: findings.filter((finding) => finding.operationId === operationId) })];
  }));
  const totals = [...confirmed, ...released];
  return isInOtherUnits(order, knownAmounts(books)) ? [...totals, ...documentDrifts(order, findings)] : totals;
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

function releasedDrift({ workOrderId, quantity }: WorkOrder, { identity, operationId, measure, difference, unit, erp, gateway }: OrderDifference): SeenDrift {
  return {
    identity, objectKey: `${workOrderId}/${operationId}/${measure}`, workOrderId, operationId, measure, difference, unit, sides: { released: quantity.value, erpRemaining: erp, expectedRemaining: gateway }, ownerRole: 'erpTeam',
    title: `${workOrderId}/${operationId}: released, good and remaining do not add up in the ERP, by ${difference} ${unit}`,
    explanations: [{ kind: 'erpDoesNotAddUp', words: `The ERP shows ${erp} ${unit} remaining; of ${quantity.value} ${quantity.unit} released and what is good, ${gateway} ${unit} would remain.` }],
  };
}

interface Confirmed {
  readonly operationId: string;
  readonly measure: Measure;
  readonly erpMore: OrderDifference | undefined;
  readonly mesMore: MesDifference | undefined;
  readonly mes: MesComparison | MesAway;
  readonly known: readonly KnownAmounts[];
  readonly causes: readonly BookFinding[];
}

function confirmedDrift({ workOrderId, operations }: WorkOrder, { operationId, measure, erpMore, mesMore, mes, known, causes }: Confirmed): SeenDrift {
  const shown = operations.find((operation) => operation.operationId === operationId)![SHOWN[measure]];
  const ofGateway = known.filter((one) => one.operationId === operationId).map(({ amounts }) => amounts[measure]).filter((amount) => amount.unit === shown.unit);
  const [erp, gateway] = [shown.value, sum(ofGateway, shown.unit).value];
  const { difference, unit } = (erpMore ?? mesMore)!;
  const compared = typeof mes === 'string' ? undefined : mes.totals.get(operationId);
  const mesSays = typeof mes === 'string' ? mes : compared?.mes[measure].value ?? (mes.undecided.has(operationId) ? 'under way' : 'not compared');
  const ofMes = compared?.gateway[measure].value;
  return {
    identity: 'confirmed', objectKey: `${workOrderId}/${operationId}/${measure}`, workOrderId, operationId, measure, difference, unit,
    sides: { erp, gateway, mes: mesSays, ...(mesMore !== undefined && ofMes !== undefined && ofMes !== gateway && { gatewayFromMes: ofMes }) },
    title: `${workOrderId}/${operationId}: ${whoDiffers({ erpMore: erpMore?.difference, mesMore: mesMore?.difference, isMesKnown: compared !== undefined }, `${unit} ${MEASURE_WORDS[measure]}`)}`,
    explanations: [...(erpMore === undefined ? [] : causes.map(explanationOf)), ...(mesMore?.explanations ?? [])],
    ownerRole: erpMore === undefined ? 'supervisor' : ownerOf(causes),
  };
}

/** Two that agree are believed against the third. */
function whoDiffers({ erpMore, mesMore, isMesKnown }: { readonly erpMore: string | undefined; readonly mesMore: string | undefined; readonly isMesKnown: boolean }, what: string): string {
  const words = (who: string, difference: string, whom: string): string => `${who} has ${difference.replace('-', '')} ${what} ${difference.startsWith('-') ? 'less' : 'more'} than ${whom}`;
  const turned = (difference: string): string => (difference.startsWith('-') ? difference.slice(1) : `-${difference}`);
  if (erpMore === undefined) return words('the MES', mesMore!, 'gateway and ERP');
  if (mesMore === undefined) return words('the ERP', erpMore, isMesKnown ? 'gateway and MES' : 'the gateway');
  if (erpMore === mesMore) return words('the gateway', turned(erpMore), 'MES and ERP');
  return `${words('the ERP', erpMore, 'the gateway')}, and ${words('the MES', mesMore, 'the gateway')}`;
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
      sides: { erp: right?.value ?? '0', gateway: left?.value ?? '0', mes: 'not compared' }, explanations: [explanationOf(finding)], ownerRole: ownerOf([finding]), title: `${workOrderId}/${operationId}: ${finding.words}`,
    }];
  }));
}

function explanationOf({ kind, words, documentNumber, messageId }: BookFinding): SeenDrift['explanations'][number] {
  return { kind, words, ...(documentNumber === undefined ? {} : { documentNumber }), ...(messageId === undefined ? {} : { messageId }) };
}

function ownerOf([first]: readonly BookFinding[]): string {
  return first === undefined ? 'supervisor' : OWNERS[first.kind] ?? 'erpTeam';
}
