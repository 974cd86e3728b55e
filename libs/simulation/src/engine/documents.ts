import type { DecimalText, Instant, LotStatus, PlantDate, Quantity } from '@plantway/canonical';

export interface EnteredScrap {
  readonly quantity: Quantity;
  readonly reasonCode: string;
}
export interface EnteredConsumption {
  readonly itemId: string;
  readonly quantity?: Quantity;
  readonly lotId?: string;
  /** True: the quantity comes from the bill of material; a lot only says which one. */
  readonly backflush: boolean;
}
export interface EnteredOutput {
  readonly itemId: string;
  readonly type: 'coProduct' | 'byProduct';
  readonly quantity: Quantity;
  readonly lotId?: string;
}
export interface EnteredLot {
  readonly lotId: string;
  readonly quantity: Quantity;
}
export interface EnteredActivity {
  readonly activity: 'setup' | 'run' | 'teardown' | 'labor';
  readonly seconds: DecimalText;
  readonly person?: string;
}

/** A confirmation as it was entered, word for word. */
export interface ConfirmationEntry {
  /** Name that the sender gives the document; searchable, not unique. */
  readonly reference: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly kind: 'partial' | 'final';
  readonly postingDate: PlantDate;
  readonly yield: Quantity;
  readonly rework?: Quantity;
  readonly scrap: readonly EnteredScrap[];
  readonly producedLots: readonly EnteredLot[];
  readonly serialNumbers: readonly string[];
  readonly consumptions: readonly EnteredConsumption[];
  readonly otherOutputs: readonly EnteredOutput[];
  readonly activities: readonly EnteredActivity[];
  readonly startedAt?: Instant;
  readonly finishedAt?: Instant;
  readonly workCenterId?: string;
  /** Who entered it on a screen; absent for what came over an interface. */
  readonly user?: string;
}

/** What the order's running totals took from one confirmation: exactly this is given back by its reversal. Amounts in base units. */
export interface BookedAmounts {
  readonly yield: DecimalText;
  readonly rework: DecimalText;
  /** One for each row of `entry.scrap`. */
  readonly scrap: readonly DecimalText[];
  /** Backflushed demand by position of the order's components. */
  readonly demand: Readonly<Record<string, DecimalText>>;
  /** One for each row of `entry.consumptions`; "0" for a backflushed one. */
  readonly consumptions: readonly DecimalText[];
  readonly otherOutputs: readonly DecimalText[];
  /** Cost of the machine time, two decimals, in the plant's currency. */
  readonly activityCost: DecimalText;
}

/** A posted confirmation or the reversal of one; both stay visible and point at each other. */
export interface ConfirmationDocument {
  readonly number: string;
  readonly reference: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly postingDate: PlantDate;
  readonly enteredAt: Instant;
  readonly entry: ConfirmationEntry;
  readonly booked: BookedAmounts;
  /** Base unit of the order's item. */
  readonly unit: string;
  readonly stockDocuments: readonly string[];
  /** Numbers of the cost entries of this document: its goods movements, its time, and a settlement that it caused. */
  readonly costEntries: readonly string[];
  /** Who entered it on a screen; absent for what came over an interface. */
  readonly user?: string;
  /** Number of the confirmation that this one takes back. */
  readonly reverses?: string;
  readonly reversedBy?: string;
}

/** Why stock moved. A cancellation is the opposite line of its original. */
export const MOVEMENT_KINDS = ['opening', 'receipt', 'issue', 'productReceipt', 'issueCancelled', 'productReceiptCancelled'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

export interface StockLine {
  readonly kind: MovementKind;
  readonly itemId: string;
  readonly locationId: string;
  /** "" for an item without lots. */
  readonly lotId: string;
  /** In the item's base unit, above zero; the kind says which way. */
  readonly quantity: Quantity;
  readonly workOrderId?: string;
  /** Position of the order's component, for an issue that the bill of material asked for. */
  readonly position?: string;
}

export interface StockDocument {
  readonly number: string;
  readonly reference: string;
  readonly postingDate: PlantDate;
  readonly enteredAt: Instant;
  readonly confirmationNumber?: string;
  readonly lines: readonly StockLine[];
  /** Numbers of the cost entries that value the lines; none when the items have no standard cost. */
  readonly costEntries: readonly string[];
}

/** A goods movement that could not be posted with its confirmation. It is posted once, when there is stock, or goes with a reversal. */
export interface FollowUp {
  readonly number: string;
  readonly confirmationNumber: string;
  readonly workOrderId: string;
  /** Position of the order's component; absent for an item that the bill does not know. */
  readonly position?: string;
  readonly itemId: string;
  /** The lots to take from, in this order; absent: the oldest that is free. */
  readonly lotIds?: readonly string[];
  readonly quantity: Quantity;
  readonly status: 'open' | 'posted' | 'cancelled';
  readonly reason: string;
  readonly stockDocument?: string;
}

/** What can happen to an order. `issued`: material was issued to it apart from a confirmation, by itself or because it was short before. */
export const ORDER_EVENTS = ['created', 'released', 'held', 'resumed', 'cancelled', 'closed', 'quantityChanged', 'dateChanged', 'confirmed', 'reversed', 'issued'] as const;
export type OrderEvent = (typeof ORDER_EVENTS)[number];

/** One line of the change log of all orders, in the order in which things happened, whoever did them. */
export interface OrderChange {
  /** "8000000001" and up, without a gap. */
  readonly number: string;
  readonly workOrderId: string;
  readonly what: OrderEvent;
  readonly enteredAt: Instant;
  /** Revision of the order after it. */
  readonly revision: number;
  /** Name that the sender gave it; absent for what was entered without one. */
  readonly reference?: string;
  readonly reason?: string;
}

/** A lot was given a status. */
export interface LotStatusChange {
  /** "9000000001" and up. */
  readonly number: string;
  readonly itemId: string;
  readonly lotId: string;
  readonly before: LotStatus;
  readonly status: LotStatus;
  readonly enteredAt: Instant;
  readonly reference?: string;
  readonly reason?: string;
}

/** True for kinds that make the stock smaller. */
export function takesStock(kind: MovementKind): boolean {
  return kind === 'issue' || kind === 'productReceiptCancelled';
}
