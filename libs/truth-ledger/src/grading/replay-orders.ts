import type { ConfirmationFact } from '../erp-fact.js';
import type { SentReport } from '../mes-fact.js';
import { enteredSeconds, reportedSeconds } from './amounts.js';
import type { ExpectedAmounts } from './amounts.js';
import { ExpectedOrder, UnknownUnit } from './expected-order.js';
import type { ExpectedPosting } from './expected-order.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import type { Matching } from './match-documents.js';
import type { SiteRecord } from './site-record.js';

/** What a confirmation of the ERP must have posted. */
export interface ReplayedPosting {
  readonly document: ConfirmationFact;
  readonly amounts: ExpectedAmounts;
  readonly expected: ExpectedPosting;
  /** The report that it stands for; its amounts are the document's own words when there is none, or when the report tells running totals. */
  readonly report: SentReport | undefined;
}

/** All orders as the ERP should keep them after its documents, worked out anew. */
export interface Replay {
  /** By document number; confirmations that take another one back are not in it. */
  readonly postings: ReadonlyMap<string, ReplayedPosting>;
  readonly orders: ReadonlyMap<string, ExpectedOrder>;
  /** Orders that could not be worked out. */
  readonly findings: readonly Finding[];
}

/** Works every order out from the reports, in the order of the ERP's documents. */
export function replayOrders(record: SiteRecord, matching: Matching): Replay {
  const postings = new Map<string, ReplayedPosting>();
  const orders = new Map<string, ExpectedOrder>();
  const findings: Finding[] = [];
  for (const [workOrderId, documents] of grouped(record.confirmations, (document) => document.workOrderId)) {
    try {
      const fact = record.orders.get(workOrderId);
      if (fact === undefined) throw new UnknownUnit(`Nothing is known of order ${workOrderId}.`);
      const order = new ExpectedOrder(fact, record.items);
      const ofOrder = documents.flatMap((document) => replayDocument(order, document, matching));
      orders.set(workOrderId, order);
      for (const posting of ofOrder) postings.set(posting.document.number, posting);
    } catch (error) {
      if (!(error instanceof UnknownUnit)) throw error;
      findings.push({ kind: 'incomplete', siteId: record.siteId, workOrderId, what: `Order ${workOrderId} cannot be worked out: ${error.message}`, expected: 'master data', found: 'none' });
    }
  }
  return { postings, orders, findings };
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
