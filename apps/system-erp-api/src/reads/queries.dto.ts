import { BUSINESS_KEY, PLANNED_ORDER_STATUSES, TRACE_KEY, WORK_ORDER_STATUSES, type PlannedOrderStatus, type WorkOrderStatus } from '@plantway/canonical';
import { Key } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Filters of the list of work orders; those that are given must all hold. */
export class WorkOrderQueryDto extends PageQueryDto {
  /** Only orders in this state. */
  @ApiPropertyOptional({ enum: WORK_ORDER_STATUSES, enumName: 'WorkOrderStatus', example: 'released' })
  @IsOptional()
  @IsIn(WORK_ORDER_STATUSES)
  status?: WorkOrderStatus;

  /**
   * Only orders that make this item.
   * @example "FG-100"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  itemId?: string;
}

/** Filters of the list of planned orders; those that are given must all hold. */
export class PlannedOrderQueryDto extends PageQueryDto {
  /** Only planned orders in this state. */
  @ApiPropertyOptional({ enum: PLANNED_ORDER_STATUSES, enumName: 'PlannedOrderStatus', example: 'planned' })
  @IsOptional()
  @IsIn(PLANNED_ORDER_STATUSES)
  status?: PlannedOrderStatus;

  /**
   * Only planned orders for this item.
   * @example "FG-100"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  itemId?: string;
}

/** Filters of the list of claims to material; those that are given must all hold. */
export class ReservationQueryDto extends PageQueryDto {
  /**
   * Only claims to this item.
   * @example "RM-1"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  itemId?: string;

  /**
   * Only claims of this work order.
   * @example "WO-1001"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  workOrderId?: string;
}

/** Filters of the list of stock; those that are given must all hold. */
export class InventoryQueryDto extends PageQueryDto {
  /**
   * Only stock of this item.
   * @example "RM-1"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  itemId?: string;

  /**
   * Only stock at this place.
   * @example "RAW"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  locationId?: string;

  /**
   * Only stock of this lot. Lot numbers repeat across items: give itemId with it.
   * @example "RM1-A"
   */
  @IsOptional()
  @Key(TRACE_KEY)
  lotId?: string;
}

/** Filter of the list of purchase orders. */
export class PurchaseOrderQueryDto extends PageQueryDto {
  /**
   * Only orders to this supplier.
   * @example "SUP-1"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  supplierId?: string;
}
