import type { BillOfMaterial, DecimalText, Item, MaterialLot, Money, PostingPeriod, PurchaseOrder, Quantity, ReferenceCode, Routing } from '@plantway/canonical';

/** An item with the location where its stock lies: components are taken from there, products received there. */
export interface PlantItem extends Item {
  readonly locationId: string;
  /** Pieces (base units) over which the standard cost spreads a set-up, above zero; "100" when absent. */
  readonly standardLotSize?: DecimalText;
  /** True: stock of this item may fall below zero, and is never short. */
  readonly negativeStockAllowed?: boolean;
}

/** An order as somebody creates it; bill and routing are taken from the item's. */
export interface NewOrder {
  readonly workOrderId: string;
  readonly itemId: string;
  readonly quantity: Quantity;
  /** Percent as decimal text: "5". */
  readonly overDeliveryTolerancePercent: string;
  /** Percent as decimal text, at most "100"; "0" when absent. An order that is finished below it is marked, never refused. */
  readonly underDeliveryTolerancePercent?: string;
  readonly startAt: string;
  readonly dueAt: string;
  readonly released: boolean;
}

/** A planned order as a planner enters it. */
export interface NewPlannedOrder {
  readonly plannedOrderId: string;
  readonly itemId: string;
  /** In any unit that the item knows. */
  readonly quantity: Quantity;
  readonly startAt: string;
  readonly dueAt: string;
  readonly customerOrderId?: string;
  readonly customerOrderLineId?: string;
}

export interface OpeningStock {
  readonly itemId: string;
  readonly locationId: string;
  readonly lotId?: string;
  readonly quantity: Quantity;
}

/** Everything that a plant's ERP knows before the first posting. Plain data: it is the first line of the journal. All money is in `currency`. */
export interface PlantData {
  readonly siteId: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA zone. */
  readonly timeZone: string;
  readonly items: readonly PlantItem[];
  readonly bills: readonly BillOfMaterial[];
  readonly routings: readonly Routing[];
  readonly workCenters: readonly ReferenceCode[];
  /** What an hour of machine time (set-up, run, teardown) costs, by work center; one that is not named costs nothing. */
  readonly activityRates?: Readonly<Record<string, Money>>;
  readonly reasons: readonly ReferenceCode[];
  readonly lots: readonly MaterialLot[];
  readonly openingStock: readonly OpeningStock[];
  readonly periods: readonly PostingPeriod[];
  readonly purchaseOrders: readonly PurchaseOrder[];
  readonly orders: readonly NewOrder[];
}
