import { Exact } from '../arithmetic/exact.js';
import type { ErpStockLine, StockDocumentFact } from '../erp-fact.js';
import type { Finding } from './grade.types.js';
import type { SiteRecord } from './site-record.js';

const TAKES: readonly ErpStockLine['kind'][] = ['issue', 'productReceiptCancelled'];

/** Stock by "item|location|lot" after these documents. */
export function stockAfter(documents: readonly StockDocumentFact[]): ReadonlyMap<string, Exact> {
  const stock = new Map<string, Exact>();
  for (const { kind, itemId, locationId, lotId, quantity } of documents.flatMap(({ lines }) => lines)) {
    const key = `${itemId}|${locationId}|${lotId}`;
    const before = stock.get(key) ?? Exact.ZERO;
    stock.set(key, TAKES.includes(kind) ? before.minus(Exact.of(quantity)) : before.plus(Exact.of(quantity)));
  }
  return stock;
}

/** Judges the stock that the ERP shows against the sum of all movements up to then. */
export function gradeBalances({ siteId, balances, stockDocuments }: SiteRecord): readonly Finding[] {
  if (balances === undefined || stockDocuments.length < balances.lists.stockDocuments) return []; // incomplete: told elsewhere
  const moved = stockAfter(stockDocuments.slice(0, balances.lists.stockDocuments));
  const shown = new Map(balances.rows.map((row) => [`${row.itemId}|${row.locationId}|${row.lotId}`, Exact.of(row.quantity)]));
  return [...new Set([...moved.keys(), ...shown.keys()])].flatMap((key) => {
    const [should, is] = [moved.get(key) ?? Exact.ZERO, shown.get(key) ?? Exact.ZERO];
    if (should.equals(is)) return [];
    const [itemId = '', locationId = '', lotId = ''] = key.split('|');
    return [{
      kind: 'stockDrift' as const, siteId, itemId, locationId, ...(lotId === '' ? {} : { lotId }), expected: should.text(), found: is.text(),
      what: `The ERP shows ${is.text()} of ${itemId} at ${locationId}${lotId === '' ? '' : ` in lot ${lotId}`}; its movements make ${should.text()}.`,
    }];
  });
}
