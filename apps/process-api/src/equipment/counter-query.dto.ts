import { IsInstant } from '@plantway/dto';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

/** The period of which it is asked what was counted; a reading at its very beginning tells of the time before. */
export class CounterQueryDto {
  /**
   * Only readings after this instant: RFC 3339 with an offset. As far back as events are kept.
   * @example "2026-11-22T06:00:00+01:00"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsInstant()
  from?: string;

  /**
   * Only readings up to this instant: RFC 3339 with an offset.
   * @example "2026-11-22T14:00:00+01:00"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsInstant()
  to?: string;
}
