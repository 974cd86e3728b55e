import { BUSINESS_KEY, PLANNED_ORDER_STATUSES, type MaterialReservation, type PlannedOrderInErp, type PlannedOrderStatus } from '@plantway/canonical';
import { IsIn, IsOptional } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key, Nested } from './nested.js';
import { QuantityDto } from './quantity.dto.js';
import { AboveZero, After, GivenWith } from './rules.js';

/** What every planned order says, wherever it stands. */
export abstract class PlannedOrderFieldsDto {
  /**
   * The planning system's own id.
   * @example "PLN-000042"
   */
  @Key(BUSINESS_KEY)
  plannedOrderId!: string;

  /**
   * What is to be made.
   * @example "FG-100"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * How much of it, above zero.
   * @example { "value": "60", "unit": "H87" }
   */
  @AboveZero() @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * Planned begin, with offset.
   * @example "2026-11-23T05:00:00.000Z"
   */
  @IsInstant()
  startAt!: string;

  /**
   * When it must be finished, with offset; later than startAt.
   * @example "2026-11-25T13:00:00.000Z"
   */
  @IsInstant() @After('startAt')
  dueAt!: string;

  /**
   * Customer order that it is made for; absent when it is made for stock.
   * @example "CO-8001"
   */
  @GivenWith('customerOrderLineId') @Key(BUSINESS_KEY)
  customerOrderId?: string;

  /**
   * Line of the customer order; given exactly when customerOrderId is.
   * @example "10"
   */
  @GivenWith('customerOrderId') @Key(BUSINESS_KEY)
  customerOrderLineId?: string;
}

/** A planned order as the ERP keeps it. */
export class PlannedOrderInErpDto extends PlannedOrderFieldsDto implements PlannedOrderInErp {
  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * What became of it.
   * @example "converted"
   */
  @IsIn(PLANNED_ORDER_STATUSES)
  status!: PlannedOrderStatus;

  /**
   * Work order that was made of it; absent until then.
   * @example "WP-7000001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;
}

/** Material that an order has claim to and has not withdrawn. ISA-95 part 2, material requirement. */
export class MaterialReservationDto implements MaterialReservation {
  /**
   * The material.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * Step of the order that needs it.
   * @example "0010"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * Work order that has the claim; absent when a planned order has it.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;

  /**
   * Planned order that has the claim; absent when a work order has it.
   * @example "PLN-000042"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  plannedOrderId?: string;

  /**
   * How much is still to be withdrawn, in the base unit of the item.
   * @example { "value": "45", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;
}
