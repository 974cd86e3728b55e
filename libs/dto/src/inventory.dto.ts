import {
  BUSINESS_KEY, GOODS_MOVEMENT_TYPES, LOT_STATUSES, TRACE_KEY,
  type GoodsMovement, type GoodsMovementType, type InventoryBalance, type LotStatus, type MaterialLot,
} from '@plantway/canonical';
import { IsIn, IsOptional } from 'class-validator';
import { IsInstant, IsPlantDate } from './checks.js';
import { Key, KeyList, Nested } from './nested.js';
import { QuantityDto, SignedQuantityDto } from './quantity.dto.js';

/** A traceable amount of one item. ISA-95 part 2, material lot. */
export class MaterialLotDto implements MaterialLot {
  /**
   * Lot number; it may repeat at another item.
   * @example "RM1-0815"
   */
  @Key(TRACE_KEY)
  lotId!: string;

  /**
   * The item of which it is a lot.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * Whether it may be used.
   * @example "unrestricted"
   */
  @IsIn(LOT_STATUSES)
  status!: LotStatus;

  /**
   * Last plant-local day on which it may be used; absent when it does not expire.
   * @example "2027-06-30"
   */
  @IsOptional() @IsPlantDate()
  expiresOn?: string;

  /**
   * Lot number of the supplier.
   * @example "HEAT-55012"
   */
  @IsOptional() @Key(TRACE_KEY)
  supplierLotId?: string;

  /**
   * Lots that went into this one.
   * @example ["RM1-0790"]
   */
  @KeyList(TRACE_KEY, 1_000)
  parentLotIds!: string[];
}

/** Stock of an item at a place. */
export class InventoryBalanceDto implements InventoryBalance {
  /**
   * The item in stock.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * Where it lies.
   * @example "RAW"
   */
  @Key(BUSINESS_KEY)
  locationId!: string;

  /**
   * The lot, for an item that is traced by lot.
   * @example "RM1-0815"
   */
  @IsOptional() @Key(TRACE_KEY)
  lotId?: string;

  /**
   * Whether the stock may be used.
   * @example "unrestricted"
   */
  @IsIn(LOT_STATUSES)
  status!: LotStatus;

  /**
   * How much is there, in the base unit of the item; some ERPs let it fall below zero.
   * @example { "value": "412.75", "unit": "KGM" }
   */
  @Nested(() => SignedQuantityDto)
  quantity!: SignedQuantityDto;
}

/** A posted change of stock. */
export class GoodsMovementDto implements GoodsMovement {
  /**
   * What was done: to an order, from an order, from place to place, or thrown away.
   * @example "goodsIssue"
   */
  @IsIn(GOODS_MOVEMENT_TYPES)
  movementType!: GoodsMovementType;

  /**
   * The item that moved.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * Place whose stock changed.
   * @example "RAW"
   */
  @Key(BUSINESS_KEY)
  locationId!: string;

  /**
   * How much moved.
   * @example { "value": "45.75", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * The lot that moved.
   * @example "RM1-0815"
   */
  @IsOptional() @Key(TRACE_KEY)
  lotId?: string;

  /**
   * The order it moved to or from.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;

  /**
   * The step of the order.
   * @example "0010"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  operationId?: string;

  /**
   * Number of the document in the ERP.
   * @example "GM-4900000123"
   */
  @Key(BUSINESS_KEY)
  documentNumber!: string;

  /**
   * When the ERP posted it, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @IsInstant()
  postedAt!: string;
}
