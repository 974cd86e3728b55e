import { ListDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import { PlannedOrderDto } from './planned-order.dto.js';

/** One page of planned orders, by their ids. */
export class PlannedOrderListDto extends ListDto {
  /** Planned orders of this page. */
  items!: PlannedOrderDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
