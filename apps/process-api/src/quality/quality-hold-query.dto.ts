import { BUSINESS_KEY, TRACE_KEY } from '@plantway/canonical';
import { Key } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

const HOLD_STATUSES = ['open', 'ended'] as const;

/** Filters of the list of holds; those that are given must all hold. */
export class QualityHoldQueryDto extends PageQueryDto {
  /** Only holds that stand (`open`), or that are over (`ended`). */
  @ApiPropertyOptional({ enum: HOLD_STATUSES, example: 'open' })
  @IsOptional()
  @IsIn(HOLD_STATUSES)
  status?: (typeof HOLD_STATUSES)[number];

  /**
   * Only holds on this work order, or on one of its operations.
   * @example "WO-1001"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  workOrderId?: string;

  /**
   * Only holds on lots of this item.
   * @example "FG-100"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  itemId?: string;

  /**
   * Only holds on lots of this number; lot numbers repeat across items.
   * @example "FG100-0815"
   */
  @IsOptional()
  @Key(TRACE_KEY)
  lotId?: string;

  /**
   * Only holds on this equipment.
   * @example "WC-10"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  equipmentId?: string;
}
