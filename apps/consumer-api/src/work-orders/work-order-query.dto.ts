import { BUSINESS_KEY, WORK_ORDER_STATUSES, type WorkOrderStatus } from '@plantway/canonical';
import { Key } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Filters of the list of work orders; those that are given must all hold. */
export class WorkOrderQueryDto extends PageQueryDto {
  /** Only orders that stand there in the ERP. */
  @ApiPropertyOptional({ enum: WORK_ORDER_STATUSES, enumName: 'WorkOrderStatus', example: 'inProgress' })
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

  /** `true`: only orders that are late; `false`: only those that are not. */
  @ApiPropertyOptional({ enum: ['true', 'false'], example: 'true' })
  @IsOptional()
  @IsIn(['true', 'false'])
  late?: 'true' | 'false';
}
