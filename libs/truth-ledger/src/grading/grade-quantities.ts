import type { Quantity } from '@plantway/canonical';
import { Exact } from '../arithmetic/exact.js';
import { ACTIVITIES, enteredSeconds } from './amounts.js';
import type { Finding } from './grade.types.js';
import type { Matching } from './match-documents.js';
import type { Replay, ReplayedPosting } from './replay-orders.js';
import { sumOf } from './running-amount.js';
import type { SiteRecord } from './site-record.js';

/** Judges what each confirmation booked against what its report said was made. */
export function gradeQuantities({ siteId }: SiteRecord, matching: Matching, replay: Replay): readonly Finding[] {
  return [...replay.postings.values()].flatMap((posting) => {
    const senderId = matching.reportOf.get(posting.document.number)?.report.report.confirmationId;
    const { number, workOrderId, operationId, reference } = posting.document;
    return differencesOf(posting, replay).map(({ name, expected, found }): Finding => ({
      kind: 'quantityDrift', siteId, workOrderId, operationId, reference, documents: [number], expected, found, ...(senderId === undefined ? {} : { senderId }),
      what: `Confirmation ${number}${senderId === undefined ? '' : ` of report ${senderId}`}: ${name} is ${found} instead of ${expected}.`,
    }));
  });
}

interface Difference {
  readonly name: string;
  readonly expected: string;
  readonly found: string;
}

function differencesOf({ document, amounts, expected, report }: ReplayedPosting, { orders }: Replay): readonly Difference[] {
  const compare = (name: string, should: string, is: string): readonly Difference[] => (should === is ? [] : [{ name, expected: should, found: is }]);
  const amountsBooked = [
    ...compare('yield', expected.yield.text(), Exact.of(document.yield).text()), ...compare('scrap', expected.scrap.text(), sumOf(document.scrap).text()),
    ...compare('rework', expected.rework.text(), Exact.of(document.rework).text()),
  ];
  if (report === undefined) return amountsBooked;
  const entered = enteredSeconds(document.entered.activities);
  const own = [
    ...ACTIVITIES.flatMap((activity) => compare(`machine seconds (${activity})`, amounts.seconds[activity].text(), entered[activity].text())), ...compare('kind', report.kind, document.kind),
    ...(report.workCenterId === undefined ? [] : compare('work center', report.workCenterId, document.workCenterId ?? 'none')),
  ];
  if (report.cumulative === true) return [...amountsBooked, ...own]; // its amounts are judged by the totals
  const order = orders.get(document.workOrderId)!;
  const product = order.item(order.order.itemId);
  const base = (quantity: Quantity): Exact => order.base(product, quantity);
  return [
    ...amountsBooked,
    ...compare('scrap by reason', byReason(amounts.scrap ?? [], base), byReason(document.entered.scrap, base)),
    ...compare('serial numbers', listed(amounts.serialNumbers ?? []), listed(document.entered.serialNumbers)),
    ...own,
  ];
}

function byReason(rows: readonly { readonly quantity: Quantity; readonly reasonCode: string }[], base: (quantity: Quantity) => Exact): string {
  const sums = new Map<string, Exact>();
  for (const { reasonCode, quantity } of rows) sums.set(reasonCode, (sums.get(reasonCode) ?? Exact.ZERO).plus(base(quantity)));
  return listed([...sums].filter(([, sum]) => !sum.isZero()).map(([reason, sum]) => `${reason} ${sum.text()}`));
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? 'none' : [...values].sort().join(', ');
}
