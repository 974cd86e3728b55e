import { PlannedOrderFieldsDto, QuantityDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** States of a planned order that the gateway has published. */
export const KNOWN_PLANNED_ORDER_STATUSES = ['planned', 'converted'] as const;

/** A planned order that stands in the ERP. */
export class PlannedOrderDto extends PlannedOrderFieldsDto {
  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /** `converted` as soon as a work order was made of it. */
  @ApiProperty({ enum: KNOWN_PLANNED_ORDER_STATUSES, enumName: 'KnownPlannedOrderStatus', example: 'converted' })
  status!: (typeof KNOWN_PLANNED_ORDER_STATUSES)[number];

  /**
   * Work order that was made of it, numbered by the ERP; absent before.
   * @example "WO-1042"
   */
  workOrderId?: string;

  /** When the ERP took it, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:01.250Z' })
  publishedAt!: string;

  /**
   * Message that published it.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;
}

/** Material that the ERP keeps for an order: what it needs and was not withdrawn yet. */
export class OrderReservationDto {
  /**
   * The item that goes in.
   * @example "RM-1"
   */
  itemId!: string;

  /**
   * Operation that uses it.
   * @example "0010"
   */
  operationId!: string;

  /** How much of it, in the base unit of the item. */
  @ApiProperty({ type: QuantityDto, example: { value: '75', unit: 'KGM' } })
  quantity!: QuantityDto;
}

/** A planned order with what the ERP keeps for it now. */
export class PlannedOrderDetailDto extends PlannedOrderDto {
  /** Claims of the planned order, or of the work order that was made of it; empty when everything is withdrawn. */
  reservations!: OrderReservationDto[];

  /** When the ERP said so, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
