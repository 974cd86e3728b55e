import type { DecimalText, LotStatus, Money, PlantDate, Quantity, UnitConversion } from '@plantway/canonical';

/** What the ledger has to know of an item. */
export interface ErpItem {
  readonly itemId: string;
  readonly baseUnit: string;
  readonly baseUnitDecimals: number;
  readonly conversions: readonly UnitConversion[];
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly locationId: string;
  /** Cost of one base unit. */
  readonly standardCost?: Money;
  /** Pieces over which the standard spreads one set-up; "100" when absent. */
  readonly standardLotSize?: DecimalText;
}

/** Master data of a plant as its ERP had them at the first posting. */
export interface PlantFact {
  readonly type: 'plant';
  readonly currency: string;
  readonly items: readonly ErpItem[];
  /** Cost of an hour by work center. */
  readonly activityRates: Readonly<Record<string, Money>>;
}

export interface ErpOrderComponent {
  readonly itemId: string;
  readonly operationId: string;
  /** For `lotSize` of the product. */
  readonly perLot: Quantity;
  readonly lotSize: Quantity;
  readonly issueMethod: 'backflush' | 'reported';
}

export interface ErpOrderOperation {
  readonly operationId: string;
  readonly workCenterId: string;
  /** Standard minutes for a lot, and for one base unit of the product. */
  readonly setupMinutes: DecimalText;
  readonly runMinutes: DecimalText;
}

/** An order with the bill and routing that it was created with. */
export interface OrderFact {
  readonly type: 'order';
  readonly workOrderId: string;
  readonly itemId: string;
  /** In the order of the routing. */
  readonly operations: readonly ErpOrderOperation[];
  readonly components: readonly ErpOrderComponent[];
}

/** A confirmation, or the reversal of one, as the ERP keeps it. */
export interface ConfirmationFact {
  readonly type: 'confirmation';
  readonly number: string;
  readonly reference: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly postingDate: PlantDate;
  readonly kind: 'partial' | 'final';
  /** Amounts as booked, in the base unit of the order's item; a reversal repeats those of its original. */
  readonly yield: DecimalText;
  /** One for each reason entered. */
  readonly scrap: readonly DecimalText[];
  readonly rework: DecimalText;
  /** Where the time was spent, when it was entered; otherwise the operation's own work center. */
  readonly workCenterId?: string;
  /** Amounts as they were entered. */
  readonly entered: EnteredAmounts;
  /** Number of the confirmation that this one takes back. */
  readonly reverses?: string;
}

export interface EnteredAmounts {
  readonly yield: Quantity;
  readonly rework?: Quantity;
  readonly scrap: readonly { readonly quantity: Quantity; readonly reasonCode: string }[];
  readonly producedLots: readonly { readonly lotId: string; readonly quantity: Quantity }[];
  readonly serialNumbers: readonly string[];
  readonly consumptions: readonly { readonly itemId: string; readonly quantity?: Quantity; readonly lotId?: string; readonly backflush: boolean }[];
  readonly otherOutputs: readonly { readonly itemId: string; readonly quantity: Quantity; readonly lotId?: string }[];
  readonly activities: readonly { readonly activity: string; readonly seconds: DecimalText }[];
}

export interface ErpStockLine {
  readonly kind: 'opening' | 'receipt' | 'issue' | 'productReceipt' | 'issueCancelled' | 'productReceiptCancelled';
  readonly itemId: string;
  readonly locationId: string;
  /** "" for an item without lots. */
  readonly lotId: string;
  /** In the item's base unit, above zero; the kind says which way. */
  readonly quantity: DecimalText;
}

export interface StockDocumentFact {
  readonly type: 'stockDocument';
  readonly number: string;
  /** The confirmation that moved the stock; absent for a receipt of goods, the opening, and material that was issued by itself. */
  readonly confirmationNumber?: string;
  /** Name that the sender gave it, where it has no confirmation. */
  readonly reference?: string;
  /** The order that the material went into, where it has no confirmation. */
  readonly workOrderId?: string;
  readonly lines: readonly ErpStockLine[];
}

/** A goods movement that its confirmation could not post at once. */
export interface FollowUpFact {
  readonly type: 'followUp';
  readonly number: string;
  readonly confirmationNumber: string;
  readonly itemId: string;
  readonly quantity: DecimalText;
}

export interface ErpCostLine {
  readonly account: string;
  /** Item, work order or work center. */
  readonly object: string;
  readonly debit: DecimalText;
  readonly credit: DecimalText;
}

export interface CostEntryFact {
  readonly type: 'costEntry';
  readonly number: string;
  /** What was valued: "issue", "activity", "settlement". */
  readonly event: string;
  /** Stock document or confirmation that was valued; the work order itself when it was closed or cancelled. */
  readonly sourceDocument: string;
  readonly workOrderId?: string;
  readonly lines: readonly ErpCostLine[];
}

/** The ERP's lists that only grow, each told row by row. */
export const COUNTED_LISTS = ['orders', 'confirmations', 'stockDocuments', 'followUps', 'costEntries'] as const;

/** An order was put on hold, or goes on; by whomever. */
export interface OrderHoldChange {
  readonly workOrderId: string;
  readonly what: 'held' | 'resumed';
  /** Name that the sender gave it; absent for what was entered on a screen. */
  readonly reference?: string;
}

/** A look at the ERP as of one moment: how long its lists are, which orders were ended by hand, and the stock that it shows. */
export interface BalancesFact {
  readonly type: 'balances';
  readonly lists: Readonly<Record<(typeof COUNTED_LISTS)[number], number>>;
  /** Orders that were closed or cancelled. */
  readonly endedOrders: readonly string[];
  readonly rows: readonly { readonly itemId: string; readonly locationId: string; readonly lotId: string; readonly quantity: DecimalText }[];
  /** Planned orders, each with the work order that was made of it. */
  readonly plannedOrders?: readonly { readonly plannedOrderId: string; readonly workOrderId?: string }[];
  /** Orders on hold. */
  readonly heldOrders?: readonly string[];
  /** Every hold of an order and its end, in the order in which the ERP did them. */
  readonly holdChanges?: readonly OrderHoldChange[];
  /** Lots that are not free. */
  readonly restrictedLots?: readonly { readonly itemId: string; readonly lotId: string; readonly status: LotStatus }[];
  /** References under which the ERP has changed an order, converted or decided about a lot more than once. */
  readonly repeatedReferences?: readonly string[];
}

export type ErpFact = PlantFact | OrderFact | ConfirmationFact | StockDocumentFact | FollowUpFact | CostEntryFact | BalancesFact;
