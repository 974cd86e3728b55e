import type { BillOfMaterial, DecimalText, Instant, MaterialLot, Money, PostingPeriod, PurchaseOrder, Quantity, ReferenceCode, Routing } from '@plantway/canonical';
import type { CostEntry } from './cost-entry.js';
import type { ConfirmationDocument, FollowUp, LotStatusChange, OrderChange, StockDocument } from './documents.js';
import type { PlantItem } from './plant-data.js';
import type { RunningTotal } from './running-total.js';

export interface ErpOperation {
  readonly operationId: string;
  readonly description: string;
  readonly workCenterId: string;
  /** Planned minutes for a lot, and for one base unit of the product, as the routing had them when the order was created. */
  readonly setupMinutes: DecimalText;
  readonly runMinutes: DecimalText;
  readonly yield: RunningTotal;
  readonly scrap: RunningTotal;
  readonly rework: RunningTotal;
  /** Number of the final confirmation that stands. */
  readonly finalBy?: string;
  /** How many confirmations stand. */
  readonly confirmations: number;
}

export interface ErpComponent {
  readonly position: string;
  readonly itemId: string;
  readonly operationId: string;
  /** For `lotSize` of the product. */
  readonly perLot: Quantity;
  readonly lotSize: Quantity;
  readonly issueMethod: 'backflush' | 'reported';
  /** In the component's base unit. */
  readonly required: string;
  /** Asked for by backflush so far, posted or still open; in the component's base unit. */
  readonly demanded: string;
  readonly withdrawn: string;
}

export interface ErpOrder {
  readonly workOrderId: string;
  readonly itemId: string;
  /** In the item's base unit. */
  readonly quantity: Quantity;
  readonly overDeliveryTolerancePercent: string;
  readonly underDeliveryTolerancePercent: string;
  readonly startAt: string;
  readonly dueAt: string;
  readonly phase: 'created' | 'released' | 'closed' | 'cancelled';
  /** Whether it was ever released; neither a hold nor its end takes that back. */
  readonly released: boolean;
  readonly held: boolean;
  readonly lockedBy?: string;
  readonly operations: readonly ErpOperation[];
  readonly components: readonly ErpComponent[];
  /** Running totals by item: reported components, and co- and by-products. */
  readonly reported: Readonly<Record<string, RunningTotal>>;
  readonly otherOutputs: Readonly<Record<string, RunningTotal>>;
  /** Cost of the machine time of the confirmations that stand. */
  readonly activityCost: DecimalText;
  /** Grows by one with every change. */
  readonly revision: number;
}

/** A wish of whoever plans to make something; nothing is posted to it, and it becomes a work order or nothing. */
export interface ErpPlannedOrder {
  /** Number that the planner gave it; it is the ERP's as well. */
  readonly plannedOrderId: string;
  readonly itemId: string;
  /** In the item's base unit. */
  readonly quantity: Quantity;
  readonly startAt: Instant;
  readonly dueAt: Instant;
  readonly customerOrderId?: string;
  readonly customerOrderLineId?: string;
  readonly status: 'planned' | 'converted' | 'cancelled';
  /** Name that the sender gave it; searchable, not unique. */
  readonly reference: string;
  readonly enteredAt: Instant;
  /** Set once it is converted. */
  readonly conversion?: { readonly reference: string; readonly workOrderId: string; readonly enteredAt: Instant };
}

/** All that the ERP knows. Values are plain and replaced, never changed in place; only the engine sets them. */
export interface ErpState {
  siteId: string;
  currency: string;
  timeZone: string;
  /** Business time of the last accepted command. */
  lastAt: string;
  readonly items: Map<string, PlantItem>;
  readonly bills: Map<string, BillOfMaterial>;
  readonly routings: Map<string, Routing>;
  readonly workCenters: Map<string, ReferenceCode>;
  /** Cost of an hour by work center. */
  readonly activityRates: Map<string, Money>;
  readonly reasons: Map<string, ReferenceCode>;
  /** By item, then by lot, in order of creation: backflush takes the oldest first. */
  readonly lots: Map<string, Map<string, MaterialLot>>;
  /** Base-unit amount by "item|location|lot". */
  readonly stock: Map<string, string>;
  readonly periods: Map<string, PostingPeriod>;
  readonly purchaseOrders: Map<string, PurchaseOrder>;
  readonly orders: Map<string, ErpOrder>;
  /** In the order in which they came. */
  readonly plannedOrders: Map<string, ErpPlannedOrder>;
  readonly orderChanges: OrderChange[];
  readonly lotStatusChanges: LotStatusChange[];
  readonly confirmations: Map<string, ConfirmationDocument>;
  /** Numbers of the confirmations under a reference, oldest first. */
  readonly confirmationsByReference: Map<string, readonly string[]>;
  readonly stockDocuments: Map<string, StockDocument>;
  readonly followUps: Map<string, FollowUp>;
  /** Confirmation that made a serial number, by "item|serial". */
  readonly serials: Map<string, string>;
  /** In posting order. */
  readonly costEntries: CostEntry[];
  /** Debits minus credits by "account|object", two decimals. */
  readonly accounts: Map<string, DecimalText>;
  /** Base-unit amount by item that the account `stock` values: the stock of all locations and lots. */
  readonly valuedStock: Map<string, DecimalText>;
}

export function emptyState(): ErpState {
  return {
    siteId: '', currency: '', timeZone: 'UTC', lastAt: '', items: new Map(), bills: new Map(), routings: new Map(), workCenters: new Map(), activityRates: new Map(), reasons: new Map(), lots: new Map(),
    stock: new Map(), periods: new Map(), purchaseOrders: new Map(), orders: new Map(), plannedOrders: new Map(), orderChanges: [], lotStatusChanges: [],
    confirmations: new Map(), confirmationsByReference: new Map(),
    stockDocuments: new Map(), followUps: new Map(), serials: new Map(), costEntries: [], accounts: new Map(), valuedStock: new Map(),
  };
}

/** "|" cannot stand in an id (see `BUSINESS_ID`). */
export function stockKey(itemId: string, locationId: string, lotId = ''): string {
  return `${itemId}|${locationId}|${lotId}`;
}
/** Form of every id that is created in the ERP: 1 to 60 printable characters without "|". */
export const BUSINESS_ID = /^[^|\p{Cc}]{1,60}$/u;
