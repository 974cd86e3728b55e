import { ListDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** The day that was promised for a line of a customer order, and what it follows from. */
export class PromiseDateDto {
  /**
   * Id of the customer's order.
   * @example "SO-501"
   */
  customerOrderId!: string;

  /**
   * Id of the line within its order.
   * @example "10"
   */
  lineId!: string;

  /**
   * Work order that makes it; the one that is finished last when there are several.
   * @example "WO-1042"
   */
  workOrderId!: string;

  /** When that work order is scheduled to be finished, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-26T13:00:00.000Z' })
  scheduledFinishAt!: string;

  /**
   * Version of the schedule that says so.
   * @example 42
   */
  scheduleVersion!: number;

  /**
   * Day that the customer system made of it.
   * @example "2026-12-01"
   */
  @ApiProperty({ format: 'date' })
  promisedOn!: string;

  /**
   * Day that was promised before; absent for the first promise.
   * @example "2026-11-30"
   */
  @ApiProperty({ format: 'date' })
  promisedBefore?: string;

  /** When it was promised, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:45:03.250Z' })
  promisedAt!: string;
}

/** One page of promise dates, by customer order and line. */
export class PromiseDateListDto extends ListDto {
  /** Promise dates of this page. */
  items!: PromiseDateDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
