import type { ConfirmationFact, StockDocumentFact } from '../erp-fact.js';
import type { SentReport } from '../mes-fact.js';
import { enteredSeconds, reportedSeconds } from './amounts.js';
import type { ExpectedAmounts } from './amounts.js';
import { ExpectedOrder, UnknownUnit } from './expected-order.js';
import type { ExpectedMove, ExpectedPosting } from './expected-order.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import { isIssue } from './match-consumptions.js';
import type { MatchedConsumptions } from './match-consumptions.js';
import type { Matching } from './match-documents.js';
import { sumOf } from './running-amount.js';
import type { SiteRecord } from './site-record.js';

/** What a confirmation of the ERP must have posted. */
export interface ReplayedPosting {
  readonly document: ConfirmationFact;
  readonly amounts: ExpectedAmounts;
  readonly expected: ExpectedPosting;
  /** The report that it stands for; its amounts are the document's own words when there is none, or when the report tells running totals. */
  readonly report: SentReport | undefined;
}

/** What the ERP must have issued by itself, and what it did. */
export interface ReplayedIssue {
  readonly document: StockDocumentFact;
  readonly expected: ExpectedMove;
}

/** All orders as the ERP should keep them after its documents, worked out anew. */
export interface Replay {
  /** By document number; confirmations that take another one back are not in it. */
  readonly postings: ReadonlyMap<string, ReplayedPosting>;
  /** By number of the stock document. */
  readonly issues: ReadonlyMap<string, ReplayedIssue>;
  readonly orders: ReadonlyMap<string, ExpectedOrder>;
  /** Orders that could not be worked out. */
  readonly findings: readonly Finding[];
}

/** Works every order out from the reports, in the order of the ERP's documents. */
export function replayOrders(record: SiteRecord, matching: Matching, consumptions: MatchedConsumptions): Replay {
  const issues = new Map<string, ReplayedIssue>();
  const postings = new Map<string, ReplayedPosting>();
  const orders = new Map<string, ExpectedOrder>();
  const findings: Finding[] = [];
  for (const [workOrderId, documents] of grouped(inPostingOrder(record), (document) => document.workOrderId!)) {
    try {
      const fact = record.orders.get(workOrderId);
      if (fact === undefined) throw new UnknownUnit(`Nothing is known of order ${workOrderId}.`);
      const order = new ExpectedOrder(fact, record.items);
      const replayed = documents.flatMap((document): readonly (ReplayedPosting | ReplayedIssue)[] => (document.type === 'confirmation' ? replayDocument(order, document, matching) : [replayIssue(order, document, consumptions)]));
      orders.set(workOrderId, order);
      for (const each of replayed) {
        if ('amounts' in each) postings.set(each.document.number, each);
        else issues.set(each.document.number, each);
      }
    } catch (error) {
      if (!(error instanceof UnknownUnit)) throw error;
      findings.push({ kind: 'incomplete', siteId: record.siteId, workOrderId, what: `Order ${workOrderId} cannot be worked out: ${error.message}`, expected: 'master data', found: 'none' });
    }
  }
  return { postings, issues, orders, findings };
}

/** Confirmations, and the issues between them: a confirmation stands where its first goods movement does, or with the one before it when it has none. */
function inPostingOrder({ confirmations, stockDocuments }: SiteRecord): readonly (ConfirmationFact | StockDocumentFact)[] {
  const firstMovement = new Map<string, number>();
  for (const [place, { confirmationNumber }] of stockDocuments.entries()) if (confirmationNumber !== undefined && !firstMovement.has(confirmationNumber)) firstMovement.set(confirmationNumber, place);
  let at = -1;
  const placed = confirmations.map((document) => ({ document, at: (at = Math.max(at, firstMovement.get(document.number) ?? at)) }));
  const issues = stockDocuments.flatMap((document, place) => (isIssue(document) && document.workOrderId !== undefined ? [{ document, at: place }] : []));
  return [...placed, ...issues].sort((left, right) => left.at - right.at).map(({ document }) => document);
}

/** The report's words for the first issue of it, its own for every other. */
function replayIssue(order: ExpectedOrder, document: StockDocumentFact, { of }: MatchedConsumptions): ReplayedIssue {
  const matched = of.get(document.number);
  if (matched?.documents[0] === document) return { document, expected: order.issue(matched.report.consumption) };
  const [{ itemId }] = document.lines;
  return { document, expected: order.issue({ itemId, quantity: { value: sumOf(document.lines.map(({ quantity }) => quantity)).text(), unit: order.item(itemId).baseUnit } }) };
}

function replayDocument(order: ExpectedOrder, document: ConfirmationFact, matching: Matching): readonly ReplayedPosting[] {
  if (document.reverses !== undefined) {
    if (matching.reversingOf.get(document.reverses)?.[0] === document) order.takeBack(document.reverses);
    return [];
  }
  const matched = matching.reportOf.get(document.number);
  const report = matched?.documents[0] === document ? matched.report.report : undefined;
  const counted = report === undefined || report.cumulative === true ? document.entered : report;
  // Times are stretches of their own report, never totals.
  const seconds = report === undefined ? enteredSeconds(document.entered.activities) : reportedSeconds(report.machineTimes);
  const amounts: ExpectedAmounts = { ...counted, seconds };
  return [{ document, amounts, expected: order.post(document.number, document.operationId, amounts), report }];
}
