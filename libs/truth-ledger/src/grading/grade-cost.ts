import { Exact } from '../arithmetic/exact.js';
import type { CostEntryFact, PlantFact, StockDocumentFact } from '../erp-fact.js';
import { allSeconds } from './amounts.js';
import { CENT, chargedByStock, chargedByTime, unitCost, variancesOf } from './expected-cost.js';
import { stockAfter } from './grade-balances.js';
import type { Finding } from './grade.types.js';
import { gradeSettlements } from './grade-settlements.js';
import { grouped } from './grouped.js';
import type { Matching } from './match-documents.js';
import type { Replay } from './replay-orders.js';
import type { SiteRecord } from './site-record.js';

/** Judges the cost journal to the cent: each entry balances, each document is valued as its lines and its time are, each order and each item end as they must. */
export function gradeCost(record: SiteRecord, matching: Matching, replay: Replay): readonly Finding[] {
  const { plant } = record;
  if (plant === undefined) return [];
  const books = new Books(record.costEntries);
  return [
    ...record.costEntries.flatMap((entry) => gradeBalance(record.siteId, entry)),
    ...gradeStockDocuments(record, books), ...gradeTime(record, plant, matching, replay, books), ...gradeOrders(record, plant, matching, replay, books), ...gradeSettlements(record, matching),
    ...gradeStockAccounts(record, books),
  ];
}

/** The journal by what was valued, and what its accounts hold. */
class Books {
  private readonly bySource: ReadonlyMap<string, readonly CostEntryFact[]>;
  private readonly balances = new Map<string, Exact>();

  constructor(entries: readonly CostEntryFact[]) {
    this.bySource = grouped(entries, ({ sourceDocument }) => sourceDocument);
    for (const { account, object, debit, credit } of entries.flatMap(({ lines }) => lines)) {
      const key = `${account}|${object}`;
      this.balances.set(key, (this.balances.get(key) ?? Exact.ZERO).plus(Exact.of(debit)).minus(Exact.of(credit)));
    }
  }

  /** Entries that value a document, without settlements. */
  valuing(sourceDocument: string): readonly CostEntryFact[] {
    return (this.bySource.get(sourceDocument) ?? []).filter(({ event }) => !event.startsWith('settlement'));
  }
  /** Debits minus credits. */
  balance(account: string, object: string): Exact {
    return this.balances.get(`${account}|${object}`) ?? Exact.ZERO;
  }
  objects(account: string): readonly string[] {
    return [...this.balances.keys()].filter((key) => key.startsWith(`${account}|`)).map((key) => key.slice(account.length + 1));
  }
}

function gradeBalance(siteId: string, { number, sourceDocument, workOrderId, lines }: CostEntryFact): readonly Finding[] {
  const debit = Exact.sum(lines.map((line) => Exact.of(line.debit)));
  const credit = Exact.sum(lines.map((line) => Exact.of(line.credit)));
  if (debit.equals(credit)) return [];
  return [{
    kind: 'costDrift', siteId, documents: [number, sourceDocument], ...(workOrderId === undefined ? {} : { workOrderId }),
    what: `Cost entry ${number} of ${sourceDocument} does not balance: debit ${debit.text()}, credit ${credit.text()}.`, expected: debit.text(), found: credit.text(),
  }];
}

function gradeStockDocuments(record: SiteRecord, books: Books): readonly Finding[] {
  const { siteId, items, stockDocuments } = record;
  const orderOf = ordersOfDocuments(record);
  return stockDocuments.flatMap((document) => {
    const workOrderId = orderOf(document);
    if (workOrderId === undefined) return []; // receipts and the opening are judged by the stock accounts
    const entries = books.valuing(document.number);
    const is = amountOn(entries, 'wip', workOrderId);
    const should = chargedByStock(items, document);
    return drift(siteId, { workOrderId, account: 'wip', documents: [document.number, ...entries.map(({ number }) => number)] }, `Stock document ${document.number} charges order ${workOrderId}`, should, is);
  });
}

function gradeTime(record: SiteRecord, plant: PlantFact, { reversingOf }: Matching, { postings, orders }: Replay, books: Books): readonly Finding[] {
  return record.confirmations.flatMap((document) => {
    const posting = postings.get(document.reverses ?? document.number);
    const isRepeated = document.reverses !== undefined && reversingOf.get(document.reverses)?.[0] !== document;
    if (posting === undefined || isRepeated) return [];
    const { workOrderId, operationId, workCenterId } = document;
    const at = workCenterId ?? orders.get(workOrderId)!.order.operations.find((operation) => operation.operationId === operationId)?.workCenterId ?? '';
    const cost = chargedByTime(plant, at, allSeconds(posting.amounts.seconds));
    const should = document.reverses === undefined ? cost : Exact.ZERO.minus(cost);
    const entries = books.valuing(document.number);
    const about = { workOrderId, operationId, reference: document.reference, documents: [document.number, ...entries.map(({ number }) => number)] };
    return [
      ...drift(record.siteId, { ...about, account: 'wip' }, `The time of confirmation ${document.number} charges order ${workOrderId}`, should, amountOn(entries, 'wip', workOrderId)),
      ...drift(record.siteId, { ...about, account: 'absorption' }, `The time of confirmation ${document.number} is absorbed at ${at}`, Exact.ZERO.minus(should), amountOn(entries, 'absorption', at)),
    ];
  });
}

/** Where an order must end: with nothing in WIP and its variances when it is settled, without variances before. */
function gradeOrders(record: SiteRecord, plant: PlantFact, matching: Matching, { orders, postings }: Replay, books: Books): readonly Finding[] {
  const confirmations = grouped(record.confirmations, (document) => document.workOrderId);
  const stockCharges = stockChargesByOrder(record);
  return [...orders].flatMap(([workOrderId, order]) => {
    const standing = (confirmations.get(workOrderId) ?? []).filter(({ number, reverses }) => reverses === undefined && !matching.reversingOf.has(number));
    const lastOperation = order.order.operations.at(-1)?.operationId;
    const isSettled = record.balances?.endedOrders.includes(workOrderId) === true || standing.some(({ operationId, kind }) => operationId === lastOperation && kind === 'final');
    const timeCharged = Exact.sum(standing.map(({ number, operationId, workCenterId }) => {
      const at = workCenterId ?? order.order.operations.find((operation) => operation.operationId === operationId)?.workCenterId ?? '';
      return chargedByTime(plant, at, allSeconds(postings.get(number)!.amounts.seconds));
    }));
    const charged = timeCharged.plus(stockCharges.get(workOrderId) ?? Exact.ZERO);
    const { scrap, efficiency } = isSettled ? variancesOf(plant, order, timeCharged) : { scrap: Exact.ZERO, efficiency: Exact.ZERO };
    const usage = isSettled ? charged.minus(scrap).minus(efficiency) : Exact.ZERO;
    const expected: readonly (readonly [string, Exact])[] = [['scrapVariance', scrap], ['efficiencyVariance', efficiency], ['usageVariance', usage], ['wip', isSettled ? Exact.ZERO : charged]];
    return expected.flatMap(([account, should]) => drift(record.siteId, { workOrderId, account, documents: standing.map(({ number }) => number) }, `${account} of order ${workOrderId}`, should, books.balance(account, workOrderId)));
  });
}

/** Which order a stock document charges: that of its confirmation, or the one that it names itself. */
function ordersOfDocuments({ confirmations }: SiteRecord): (document: StockDocumentFact) => string | undefined {
  const orderOf = new Map(confirmations.map(({ number, workOrderId }) => [number, workOrderId]));
  return ({ confirmationNumber, workOrderId }) => (confirmationNumber === undefined ? workOrderId : orderOf.get(confirmationNumber));
}

function stockChargesByOrder(record: SiteRecord): ReadonlyMap<string, Exact> {
  const { items, stockDocuments } = record;
  const orderOf = ordersOfDocuments(record);
  const charges = new Map<string, Exact>();
  for (const document of stockDocuments) {
    const workOrderId = orderOf(document);
    if (workOrderId !== undefined) charges.set(workOrderId, (charges.get(workOrderId) ?? Exact.ZERO).plus(chargedByStock(items, document)));
  }
  return charges;
}

/** The stock account of an item holds what is in stock at standard cost, rounded once. */
function gradeStockAccounts({ siteId, items, stockDocuments }: SiteRecord, books: Books): readonly Finding[] {
  const quantities = new Map<string, Exact>();
  for (const [key, quantity] of stockAfter(stockDocuments)) {
    const [itemId = ''] = key.split('|');
    quantities.set(itemId, (quantities.get(itemId) ?? Exact.ZERO).plus(quantity));
  }
  return [...new Set([...quantities.keys(), ...books.objects('stock')])].flatMap((itemId) => {
    const item = items.get(itemId);
    if (item === undefined) return [];
    const should = (quantities.get(itemId) ?? Exact.ZERO).times(unitCost(item)).rounded(CENT);
    return drift(siteId, { itemId, account: 'stock' }, `The stock account of ${itemId}`, should, books.balance('stock', itemId));
  });
}

function amountOn(entries: readonly CostEntryFact[], account: string, object: string): Exact {
  const lines = entries.flatMap((entry) => entry.lines).filter((line) => line.account === account && line.object === object);
  return Exact.sum(lines.map(({ debit, credit }) => Exact.of(debit).minus(Exact.of(credit))));
}

function drift(siteId: string, about: Partial<Finding>, subject: string, should: Exact, is: Exact): readonly Finding[] {
  if (should.equals(is)) return [];
  return [{ ...about, kind: 'costDrift', siteId, what: `${subject}: ${is.text()} instead of ${should.text()}.`, expected: should.text(), found: is.text() }];
}
