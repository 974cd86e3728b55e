import { ScheduleVersionDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** The schedule in force. */
export class ScheduleDto extends ScheduleVersionDto {
  /** Since when it is in force, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:45:01.250Z' })
  inForceSince!: string;

  /**
   * Message that brought it.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
