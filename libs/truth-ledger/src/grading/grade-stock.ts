import { Exact } from '../arithmetic/exact.js';
import type { ConfirmationFact, ErpStockLine, FollowUpFact, StockDocumentFact } from '../erp-fact.js';
import type { ExpectedMove } from './expected-order.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import type { MatchedConsumptions } from './match-consumptions.js';
import type { Matching } from './match-documents.js';
import type { Replay, ReplayedPosting } from './replay-orders.js';
import { sumOf } from './running-amount.js';
import type { SiteRecord } from './site-record.js';

/** Judges what moved in the stores: for every confirmation just its material and its product, for every reversal the exact opposite, and nothing without a reason. */
export function gradeStock(record: SiteRecord, matching: Matching, replay: Replay, { of }: MatchedConsumptions): readonly Finding[] {
  const byConfirmation = grouped(record.stockDocuments, ({ confirmationNumber }) => confirmationNumber);
  const waiting = grouped(record.followUps, ({ confirmationNumber }) => confirmationNumber);
  const known = new Map(record.confirmations.map((document) => [document.number, document]));
  const posted = [...replay.postings.values()].flatMap((posting) => gradePosting(record.siteId, matching, posting, byConfirmation.get(posting.document.number) ?? [], waiting.get(posting.document.number) ?? []));
  const takenBack = record.confirmations.filter(({ reverses }) => reverses !== undefined).flatMap((document) =>
    gradeReversal(record.siteId, document, byConfirmation.get(document.reverses) ?? [], byConfirmation.get(document.number) ?? []));
  const strange = record.stockDocuments.filter((document) => !of.has(document.number) && isStrange(document, known)).map((document): Finding => ({
    kind: 'unexplained', siteId: record.siteId, documents: [document.number], what: `Stock document ${document.number} moves stock for no confirmation and no report of material.`,
    expected: 'a confirmation or a report', found: document.confirmationNumber ?? 'none',
  }));
  return [...posted, ...takenBack, ...strange];
}

function isStrange({ confirmationNumber, lines }: StockDocumentFact, known: ReadonlyMap<string, ConfirmationFact>): boolean {
  if (confirmationNumber !== undefined) return !known.has(confirmationNumber);
  return lines.some(({ kind }) => kind !== 'opening' && kind !== 'receipt');
}

function gradePosting(
  siteId: string, matching: Matching, { document, expected }: ReplayedPosting, stockDocuments: readonly StockDocumentFact[], followUps: readonly FollowUpFact[],
): readonly Finding[] {
  const lines = stockDocuments.flatMap((stockDocument) => stockDocument.lines);
  const isTakenBack = matching.reversingOf.has(document.number);
  const senderId = matching.reportOf.get(document.number)?.report.report.confirmationId;
  const about = {
    siteId, workOrderId: document.workOrderId, operationId: document.operationId, reference: document.reference, ...(senderId === undefined ? {} : { senderId }),
    documents: [document.number, ...stockDocuments.map(({ number }) => number)],
  };
  const keys = new Set([...expected.moves.map(placeOfMove), ...lines.map(placeOfLine)]);
  return [...keys].flatMap((key) => {
    const [kind = '', itemId = '', locationId = ''] = key.split('|');
    const moves = expected.moves.filter((move) => placeOfMove(move) === key);
    const here = lines.filter((line) => placeOfLine(line) === key);
    const should = Exact.sum(moves.map(({ quantity }) => quantity));
    const is = sumOf(here.map(({ quantity }) => quantity));
    const open = kind === 'issue' ? openAmount(should.minus(is), followUps.filter((followUp) => followUp.itemId === itemId).map(({ quantity }) => Exact.of(quantity))) : undefined;
    const told = { ...about, itemId, locationId };
    if (open !== undefined) {
      // A follow-up ends with the reversal of its confirmation.
      return isTakenBack ? [] : [{ ...told, kind: 'incomplete' as const, what: `Confirmation ${document.number} waits for ${open.text()} of ${itemId}: its follow-up is open.`, expected: should.text(), found: is.text() }];
    }
    if (!should.equals(is)) {
      return [{ ...told, kind: 'stockDrift' as const, what: `Confirmation ${document.number} has moved ${is.text()} of ${itemId} at ${locationId} (${kind}) instead of ${should.text()}.`, expected: should.text(), found: is.text() }];
    }
    return gradeLots(told, document.number, moves, here);
  });
}

/** Lots are judged where the sender named them. */
function gradeLots(about: Omit<Finding, 'kind' | 'what' | 'expected' | 'found'>, number: string, moves: readonly ExpectedMove[], lines: readonly ErpStockLine[]): readonly Finding[] {
  const named = grouped(moves.filter(({ lotId }) => lotId !== undefined), ({ lotId }) => lotId!);
  return [...named].flatMap(([lotId, ofLot]) => {
    const should = Exact.sum(ofLot.map(({ quantity }) => quantity));
    const is = sumOf(lines.filter((line) => line.lotId === lotId).map(({ quantity }) => quantity));
    // What nobody named a lot for may have come from this one too.
    const isRight = moves.length === ofLot.length || moves.every(({ lotId: other }) => other !== undefined) ? should.equals(is) : should.compare(is) <= 0;
    if (isRight) return [];
    return [{ ...about, kind: 'stockDrift' as const, lotId, what: `Confirmation ${number} has moved ${is.text()} of ${about.itemId} lot ${lotId} instead of ${should.text()}.`, expected: should.text(), found: is.text() }];
  });
}

const OPPOSITE: Readonly<Record<string, ErpStockLine['kind']>> = { issue: 'issueCancelled', productReceipt: 'productReceiptCancelled' };

function gradeReversal(siteId: string, reversal: ConfirmationFact, original: readonly StockDocumentFact[], documents: readonly StockDocumentFact[]): readonly Finding[] {
  const shouldBe = amountsByPlace(original.flatMap(({ lines }) => lines).map((line) => ({ ...line, kind: OPPOSITE[line.kind] ?? line.kind })));
  const are = amountsByPlace(documents.flatMap(({ lines }) => lines));
  return [...new Set([...shouldBe.keys(), ...are.keys()])].flatMap((key) => {
    const [should, is] = [shouldBe.get(key) ?? Exact.ZERO, are.get(key) ?? Exact.ZERO];
    if (should.equals(is)) return [];
    const [kind = '', itemId = '', locationId = '', lotId = ''] = key.split('|');
    return [{
      kind: 'stockDrift' as const, siteId, workOrderId: reversal.workOrderId, operationId: reversal.operationId, reference: reversal.reference, itemId, locationId, ...(lotId === '' ? {} : { lotId }),
      documents: [reversal.reverses!, reversal.number, ...documents.map(({ number }) => number)],
      what: `Reversal ${reversal.number} of ${reversal.reverses} has moved ${is.text()} of ${itemId}${lotId === '' ? '' : ` lot ${lotId}`} (${kind}) instead of ${should.text()}.`,
      expected: should.text(), found: is.text(),
    }];
  });
}

/** The missing amount when it is just that of some of the follow-ups, each whole; undefined when it is nothing, or something else. */
function openAmount(missing: Exact, followUps: readonly Exact[]): Exact | undefined {
  if (missing.compare(Exact.ZERO) <= 0) return undefined;
  let sums: readonly Exact[] = [Exact.ZERO];
  for (const followUp of followUps) sums = [...sums, ...sums.map((sum) => sum.plus(followUp))];
  return sums.find((sum) => sum.equals(missing));
}

function amountsByPlace(lines: readonly ErpStockLine[]): ReadonlyMap<string, Exact> {
  const groups = grouped(lines, (line) => `${placeOfLine(line)}|${line.lotId}`);
  return new Map([...groups].map(([key, ofKey]) => [key, sumOf(ofKey.map(({ quantity }) => quantity))]));
}

function placeOfMove({ kind, itemId, locationId }: ExpectedMove): string {
  return `${kind}|${itemId}|${locationId}`;
}

function placeOfLine({ kind, itemId, locationId }: ErpStockLine): string {
  return `${kind}|${itemId}|${locationId}`;
}
