import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Whether an action upon many messages is only looked at. */
export class DeskQueryDto {
  /** `true`: says for each message what would happen, and changes nothing. */
  @ApiPropertyOptional({ type: Boolean, default: false, example: true })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: string;
}
