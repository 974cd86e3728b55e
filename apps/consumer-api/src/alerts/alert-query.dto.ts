import { PageQueryDto } from '@plantway/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Filters of the list of alerts. */
export class AlertQueryDto extends PageQueryDto {
  /** Only alerts that still hold, or only those that do not. */
  @ApiPropertyOptional({ enum: ['open', 'cleared'], example: 'open' })
  @IsOptional()
  @IsIn(['open', 'cleared'])
  state?: 'open' | 'cleared';
}
