import { WORK_ORDER_STATUSES, type WorkOrderStatus } from '@plantway/canonical';
import { ApiProperty } from '@nestjs/swagger';
import { ProjectedDto } from '../projected.dto.js';

/** How many work orders stand in one state. */
export class StatusCountDto {
  /** State in the ERP. */
  @ApiProperty({ enum: WORK_ORDER_STATUSES, enumName: 'WorkOrderStatus', example: 'inProgress' })
  status!: WorkOrderStatus;

  /** How many. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 7 })
  count!: number;
}

/** What is not finished, in one line. */
export class BacklogSummaryDto {
  /** When the process tier said so, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;

  /** Messages that are accepted and not finished. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 12 })
  open!: number;

  /** Those of them that only a person can move on. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 1 })
  stopped!: number;

  /** When the oldest was accepted, UTC; absent when nothing is open. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-22T05:41:00.000Z' })
  oldestAcceptedAt?: string;
}

/** How a plant stands. */
export class OverviewDto extends ProjectedDto {
  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * Its name for a person.
   * @example "Berlin"
   */
  name!: string;

  /** Work orders by state; a state in which none stands has no row. */
  workOrders!: StatusCountDto[];

  /** Work orders that are due by the plant's clock and not finished. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 2 })
  lateWorkOrders!: number;

  /** Holds of quality that stand. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 1 })
  openHolds!: number;

  /** Machines that stand still, micro-stops included. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 1 })
  openDowntimes!: number;

  /** Alerts that hold. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 1 })
  openAlerts!: number;

  /**
   * Today's production day of the plant.
   * @example "2026-11-22"
   */
  productionDay!: string;

  /** Confirmations of this production day that were posted. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 214 })
  reportsPosted!: number;

  /** Confirmations that were taken back on this production day. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 3 })
  reportsReversed!: number;

  /** Messages that are not finished within the latency target of the site for their kind; absent while the process tier does not answer. */
  @ApiProperty({ type: 'integer', minimum: 0, required: false, example: 2 })
  lateMessages?: number;

  /** What is not finished; absent while the process tier does not answer. */
  backlog?: BacklogSummaryDto;
}
