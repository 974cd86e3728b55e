import { WorkOrderComponentDto, WorkOrderOperationDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import { WorkOrderSummaryDto } from './work-order-summary.dto.js';

/** The day for which a customer was promised what the order makes. */
export class PromiseDto {
  /**
   * The customer's order.
   * @example "CO-4711"
   */
  customerOrderId!: string;

  /**
   * Its line.
   * @example "10"
   */
  lineId!: string;

  /**
   * Promised day, in the calendar of the customer.
   * @example "2026-12-03"
   */
  promisedOn!: string;

  /**
   * Promised day before the last move; absent at the first promise.
   * @example "2026-12-02"
   */
  promisedBefore?: string;

  /** When the promise was last made or moved, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:58:00.000Z' })
  changedAt!: string;
}

/** Quality holds something of the order. */
export class OpenHoldDto {
  /**
   * The hold.
   * @example "HOLD-17"
   */
  holdId!: string;

  /** What is held: the order, or a lot. */
  @ApiProperty({ enum: ['workOrder', 'lot'], example: 'lot' })
  scopeType!: 'workOrder' | 'lot';

  /**
   * The lot; absent when the order is held.
   * @example "RM1-A"
   */
  lotId?: string;

  /**
   * Why, in the words of quality.
   * @example "Hardness out of range"
   */
  reason!: string;

  /** Since when, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:01.250Z' })
  placedAt!: string;
}

/** A work order with everything that is known of it now. */
export class WorkOrderViewDto extends WorkOrderSummaryDto {
  /**
   * Revision of the order in the ERP.
   * @example "7"
   */
  revision!: string;

  /** When the ERP showed the order like this, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:01.250Z' })
  observedAt!: string;

  /**
   * Planned order that it was made of; absent when it was made in the ERP.
   * @example "PLN-42"
   */
  plannedOrderId?: string;

  /**
   * Customer's order that it is made for; absent when it is made for stock.
   * @example "CO-4711"
   */
  customerOrderId?: string;

  /**
   * Line of the customer's order.
   * @example "10"
   */
  customerOrderLineId?: string;

  /** The steps, with what the ERP has confirmed on them. */
  operations!: WorkOrderOperationDto[];

  /** Material that the order needs. */
  components!: WorkOrderComponentDto[];

  /** Days that customers were promised. */
  promises!: PromiseDto[];

  /** What quality holds of it now. */
  holds!: OpenHoldDto[];

  /** Place of the newest event that the answer contains; follow the feed of events from here. 0 before the first. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 48211 })
  position!: number;

  /** When that event happened, UTC; absent before the first. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-22T06:10:00.000Z' })
  asOf?: string;
}
