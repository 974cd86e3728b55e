import { BUSINESS_KEY } from '@plantway/canonical';
import { IsInstant, Key } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Filters of the list of downtimes; those that are given must all hold. */
export class DowntimeQueryDto extends PageQueryDto {
  /** `true`: only those that last; `false`: only those that have ended. */
  @ApiPropertyOptional({ enum: ['true', 'false'], example: 'true' })
  @IsOptional()
  @IsIn(['true', 'false'])
  open?: 'true' | 'false';

  /** `false`: without micro-stops. */
  @ApiPropertyOptional({ enum: ['true', 'false'], example: 'false' })
  @IsOptional()
  @IsIn(['true', 'false'])
  microStops?: 'true' | 'false';

  /**
   * Only of this equipment.
   * @example "WU-20-A"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  equipmentId?: string;

  /**
   * Only those that hit this work order.
   * @example "WO-1001"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  workOrderId?: string;

  /**
   * Only those with this reason, or with one below it in the tree of reference-data/downtimeReasons.
   * @example "TECHNICAL"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  reasonCode?: string;

  /**
   * Only those that lasted after this instant: RFC 3339 with an offset.
   * @example "2026-11-22T06:00:00+01:00"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsInstant()
  from?: string;

  /**
   * Only those that began before this instant: RFC 3339 with an offset.
   * @example "2026-11-22T14:00:00+01:00"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsInstant()
  to?: string;
}
