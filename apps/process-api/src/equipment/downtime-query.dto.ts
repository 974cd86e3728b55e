import { BUSINESS_KEY } from '@plantway/canonical';
import { IsInstant, Key } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Filters of the list of downtimes; those that are given must all hold. */
export class DowntimeQueryDto extends PageQueryDto {
  /**
   * Only downtimes of this equipment.
   * @example "WU-20-A"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  equipmentId?: string;

  /** `true`: only those that last; `false`: only those that are over. */
  @ApiPropertyOptional({ enum: ['true', 'false'], example: 'true' })
  @IsOptional() @IsIn(['true', 'false'])
  open?: 'true' | 'false';

  /** Only downtimes that lasted beyond this instant: RFC 3339 with an offset. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T06:00:00+01:00' })
  @IsOptional() @IsInstant()
  from?: string;

  /** Only downtimes that began before this instant: RFC 3339 with an offset. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T14:00:00+01:00' })
  @IsOptional() @IsInstant()
  to?: string;
}
