import { PageQueryDto } from '@plantway/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { KNOWN_PLANNED_ORDER_STATUSES } from './planned-order.dto.js';

/** Filters of the list of planned orders. */
export class PlannedOrderQueryDto extends PageQueryDto {
  /** Only planned orders in this state. */
  @ApiPropertyOptional({ enum: KNOWN_PLANNED_ORDER_STATUSES, enumName: 'KnownPlannedOrderStatus', example: 'planned' })
  @IsOptional()
  @IsIn(KNOWN_PLANNED_ORDER_STATUSES)
  status?: (typeof KNOWN_PLANNED_ORDER_STATUSES)[number];
}
