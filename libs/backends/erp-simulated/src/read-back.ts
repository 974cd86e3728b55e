import type { MaterialConsumption, ProductionConfirmation } from '@plantway/canonical';
import type { ErpAnyPart, ErpPart, PostingReceipt } from '@plantway/ports';
import type { NativeRow } from './native-row.js';
import { conversionReceiptOf, issueReceiptOf, lotStatusReceiptOf, orderChangeReceiptOf, plannedOrderReceiptOf } from './order.mapper.js';
import { receiptFor } from './posting.mapper.js';

/** A list of the ERP in which what was written is found by its reference. */
export interface Shelf {
  readonly list: string;
  /** Filter of the list that takes the reference. */
  readonly field: 'extRef' | 'convRef';
  /** Rows that belong here; the others are found on another shelf. */
  readonly only?: (row: NativeRow) => boolean;
  readonly receiptOf: (row: NativeRow, backend: string, reference: string) => PostingReceipt;
}

/** The log has feedbacks and conversions as well, which are documents of their own. */
const ASKED_FOR: ReadonlySet<string> = new Set(['HOLD', 'RESUME', 'CANCEL', 'QTY', 'DATE']);

const feedbacks = (confirmation?: ProductionConfirmation): Shelf => ({ list: 'feedbacks', field: 'extRef', receiptOf: (row, backend, reference) => receiptFor(row, backend, reference, confirmation) });
const issues = (consumption?: MaterialConsumption): Shelf => ({
  list: 'stockdocs', field: 'extRef', only: (row) => row.optionalText('fbNo') === undefined, receiptOf: (row, backend, reference) => issueReceiptOf(row, backend, reference, consumption),
});
const ORDER_CHANGES: Shelf = { list: 'orderchanges', field: 'extRef', only: (row) => ASKED_FOR.has(row.text('change')), receiptOf: orderChangeReceiptOf };
const PLANNED_ORDERS: Shelf = { list: 'planorders', field: 'extRef', receiptOf: plannedOrderReceiptOf };
const CONVERSIONS: Shelf = { list: 'planorders', field: 'convRef', receiptOf: conversionReceiptOf };
const LOT_STATUSES: Shelf = { list: 'chargechanges', field: 'extRef', receiptOf: lotStatusReceiptOf };

/** Where a part is looked for. A release leaves no document and is not among them. */
export function shelvesOf(part: Exclude<ErpPart, { readonly action: 'release' }> | ErpAnyPart): readonly Shelf[] {
  switch (part.action) {
    case 'confirm': return [feedbacks(part.confirmation)];
    case 'reverse': return [feedbacks()];
    case 'change': return [ORDER_CHANGES];
    case 'consume': return [issues(part.consumption)];
    case 'publishPlannedOrder': return [PLANNED_ORDERS];
    case 'convertPlannedOrder': return [CONVERSIONS];
    case 'disposeLot': return [LOT_STATUSES];
    case 'any': return [feedbacks(), ORDER_CHANGES, issues(), PLANNED_ORDERS, CONVERSIONS, LOT_STATUSES];
  }
}
