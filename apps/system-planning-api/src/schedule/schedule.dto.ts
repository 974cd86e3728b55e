import { IsInstant, ScheduleVersionDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** A schedule as the planning system showed it. */
export class ScheduleSnapshotDto extends ScheduleVersionDto {
  /**
   * When the planning system said so, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  asOf!: string;
}
