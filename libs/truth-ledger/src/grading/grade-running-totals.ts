import type { Quantity } from '@plantway/canonical';
import { Exact } from '../arithmetic/exact.js';
import type { ConfirmationFact } from '../erp-fact.js';
import type { MadeAmounts } from '../mes-fact.js';
import { ExpectedOrder, UnknownUnit } from './expected-order.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import type { MatchedReport, Matching } from './match-documents.js';
import type { SiteRecord } from './site-record.js';
import { madeIn } from './site-record.js';

/**
 * Judges operations whose MES tells running totals. A report there need not have a document of its own, a repeat rightly has none; what must agree is what stands in
 * the ERP for the operation and what was made up to the last report that stands, without what was taken back.
 */
export function gradeRunningTotals(record: SiteRecord, matching: Matching, isQuiet: boolean): readonly Finding[] {
  const cumulative = matching.reports.filter(({ report }) => report.report.cumulative === true);
  const lanes = grouped(cumulative, ({ report }) => [report.sourceSystem, report.report.workOrderId, report.report.operationId].join('|'));
  return [...lanes.values()].flatMap((lane) => gradeLane(record, lane, matching, isQuiet));
}

function gradeLane(record: SiteRecord, lane: readonly MatchedReport[], matching: Matching, isQuiet: boolean): readonly Finding[] {
  const { workOrderId, operationId } = lane[0].report.report;
  const about = { siteId: record.siteId, workOrderId, operationId };
  const untold = lane.find(({ report }) => report.made === undefined);
  const order = record.orders.get(workOrderId);
  if (untold !== undefined || order === undefined) {
    const what = order === undefined ? `Nothing is known of order ${workOrderId}.` : `Nobody told what was made for the running totals of report ${untold!.report.report.confirmationId}.`;
    return [{ ...about, kind: 'incomplete', what, expected: 'the amounts made', found: 'none' }];
  }
  const counted = lane.filter(({ wishes }) => wishes.every((wish) => wish.isDiscarded));
  // The total of a later report contains what a discarded or refused one had said.
  const told = counted.slice(0, counted.findLastIndex(({ isDiscarded, report }) => !isDiscarded && report.refusal === undefined) + 1);
  const last = told.at(-1)?.report.report.confirmationId;
  const documents = lane.flatMap((matched) => matched.documents.slice(0, 1)).filter(({ number }) => !matching.reversingOf.has(number));
  try {
    const made = channelsOf(new ExpectedOrder(order, record.items), told.map(({ report }) => madeIn(report)));
    const posted = channelsOf(new ExpectedOrder(order, record.items), documents.map(({ entered }) => entered));
    return [...new Set([...made.keys(), ...posted.keys()])].flatMap((channel) => difference(made.get(channel), posted.get(channel)).map((found): Finding => ({
      ...about, ...found, kind: isQuiet ? 'quantityDrift' : 'incomplete', documents: documents.map(({ number }) => number), ...(last === undefined ? {} : { senderId: last }),
      what: `Order ${workOrderId} operation ${operationId}, ${channel}: ${found.found} in the ERP, ${found.expected} made${last === undefined ? '' : ` up to report ${last}`}${withoutDocument(told)}.`,
    })));
  } catch (error) {
    if (!(error instanceof UnknownUnit)) throw error;
    return [{ ...about, kind: 'incomplete', what: error.message, expected: 'master data', found: 'none' }];
  }
}

/** Names what has no document, for whoever looks for it. */
function withoutDocument(reports: readonly MatchedReport[]): string {
  const missing = reports.filter(({ documents }) => documents.length === 0).map(({ report }) => report.report.confirmationId);
  return missing.length === 0 ? '' : ` (no document of its own: ${missing.join(', ')})`;
}

function difference(made: Exact | undefined, posted: Exact | undefined): readonly { readonly expected: string; readonly found: string }[] {
  const [should, is] = [made ?? Exact.ZERO, posted ?? Exact.ZERO];
  return should.equals(is) ? [] : [{ expected: should.text(), found: is.text() }];
}

/** Sums in base units by channel: "yield", "scrap BURR", "used CP-2 lot A". */
function channelsOf(order: ExpectedOrder, all: readonly (MadeAmounts | ConfirmationFact['entered'])[]): ReadonlyMap<string, Exact> {
  const sums = new Map<string, Exact>();
  const add = (channel: string, itemId: string, quantity: Quantity): void => void sums.set(channel, (sums.get(channel) ?? Exact.ZERO).plus(order.base(order.item(itemId), quantity)));
  const ofLot = (lotId: string | undefined): string => (lotId === undefined ? '' : ` lot ${lotId}`);
  const { itemId: product } = order.order;
  for (const amounts of all) {
    add('yield', product, amounts.yield);
    if (amounts.rework !== undefined) add('rework', product, amounts.rework);
    for (const { reasonCode, quantity } of amounts.scrap ?? []) add(`scrap ${reasonCode}`, product, quantity);
    for (const { lotId, quantity } of amounts.producedLots ?? []) add(`made${ofLot(lotId)}`, product, quantity);
    for (const { itemId, lotId, quantity } of amounts.consumptions ?? []) if (quantity !== undefined) add(`used ${itemId}${ofLot(lotId)}`, itemId, quantity);
    for (const { itemId, lotId, quantity } of amounts.otherOutputs ?? []) add(`other output ${itemId}${ofLot(lotId)}`, itemId, quantity);
    for (const serialNumber of amounts.serialNumbers ?? []) sums.set(`serial number ${serialNumber}`, (sums.get(`serial number ${serialNumber}`) ?? Exact.ZERO).plus(Exact.of('1')));
  }
  return sums;
}
