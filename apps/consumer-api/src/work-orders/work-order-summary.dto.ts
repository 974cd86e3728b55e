import { WORK_ORDER_STATUSES, type WorkOrderStatus } from '@plantway/canonical';
import { QuantityDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import { ProjectedListDto } from '../projected.dto.js';

/** A work order as a list shows it. */
export class WorkOrderSummaryDto {
  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * The work order.
   * @example "WO-1001"
   */
  workOrderId!: string;

  /**
   * The item that is made.
   * @example "FG-100"
   */
  itemId!: string;

  /**
   * How much is to be made.
   * @example { "value": "100", "unit": "H87" }
   */
  quantity!: QuantityDto;

  /** State of the order in the ERP. */
  @ApiProperty({ enum: WORK_ORDER_STATUSES, enumName: 'WorkOrderStatus', example: 'inProgress' })
  status!: WorkOrderStatus;

  /** Planned start, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:00:00.000Z' })
  startAt!: string;

  /** When it is due, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-24T21:00:00.000Z' })
  dueAt!: string;

  /**
   * Whether it is due by the plant's clock and not completed, closed or cancelled.
   * @example false
   */
  isLate!: boolean;

  /** When the newest schedule that moved it finishes it, UTC; absent until a schedule names it. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-23T13:20:00.000Z' })
  scheduledFinishAt?: string;

  /** Confirmations that stand in the ERP; one that was taken back does not count. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 3 })
  reportsPosted!: number;

  /** When the work of the latest of them ended, UTC; absent before the first. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-22T05:40:00.000Z' })
  lastReportedAt?: string;

  /** Quality holds on the order and on lots that it has made or used. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 0 })
  openHolds!: number;

  /** Machines that stand still with it, micro-stops included. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 0 })
  openDowntimes!: number;
}

/** One page of work orders, by due date. */
export class WorkOrderSummaryListDto extends ProjectedListDto {
  /** Work orders of this page, the one that is due first at the top. */
  items!: WorkOrderSummaryDto[];
}
