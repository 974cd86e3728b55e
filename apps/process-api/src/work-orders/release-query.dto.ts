import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Whether the release is only tried. */
export class ReleaseQueryDto {
  /** `true`: every rule is looked at and nothing is stored, sent or changed. */
  @ApiPropertyOptional({ type: Boolean, default: false, example: true })
  @IsOptional()
  @IsIn(['true', 'false'])
  dryRun?: string;
}
