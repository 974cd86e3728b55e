import type { Quantity } from './quantity-types.js';
import type { Instant, PlantDate } from './site.js';

export const LOT_STATUSES = ['unrestricted', 'qualityInspection', 'blocked'] as const;
export type LotStatus = (typeof LOT_STATUSES)[number];

/** A traceable amount of one item; lot numbers repeat across items. Source: ISA-95 part 2, material lot. */
export interface MaterialLot {
  readonly lotId: string;
  readonly itemId: string;
  readonly status: LotStatus;
  readonly expiresOn?: PlantDate;
  readonly supplierLotId?: string;
  readonly parentLotIds: readonly string[];
}

export interface InventoryBalance {
  readonly itemId: string;
  readonly locationId: string;
  readonly lotId?: string;
  readonly status: LotStatus;
  readonly quantity: Quantity;
}

export const GOODS_MOVEMENT_TYPES = ['goodsIssue', 'goodsReceipt', 'transfer', 'scrapping'] as const;
export type GoodsMovementType = (typeof GOODS_MOVEMENT_TYPES)[number];

export interface GoodsMovement {
  readonly movementType: GoodsMovementType;
  readonly itemId: string;
  readonly locationId: string;
  readonly quantity: Quantity;
  readonly lotId?: string;
  readonly workOrderId?: string;
  readonly operationId?: string;
  readonly documentNumber: string;
  readonly postedAt: Instant;
}

export interface PurchaseOrderLine {
  readonly lineId: string;
  readonly itemId: string;
  readonly quantity: Quantity;
  readonly received: Quantity;
  readonly dueOn: PlantDate;
}

export interface PurchaseOrder {
  readonly purchaseOrderId: string;
  readonly supplierId: string;
  readonly status: 'open' | 'received' | 'closed' | 'cancelled';
  readonly lines: readonly PurchaseOrderLine[];
}

/** Accounting period, usually a month; only an open one takes postings. */
export interface PostingPeriod {
  /** "2026-11". */
  readonly periodId: string;
  readonly startsOn: PlantDate;
  readonly endsOn: PlantDate;
  readonly status: 'future' | 'open' | 'closed';
}
