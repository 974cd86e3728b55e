import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { MessageFilterDto } from './message-filter.dto.js';

/** Filters and page of the list of messages. */
export class MessageQueryDto extends MessageFilterDto {
  /** `nextCursor` of the page before, as it was answered; leave it out for the first page. */
  @ApiPropertyOptional({ description: '`nextCursor` of the page before, as it was answered; leave it out for the first page.', type: String, maxLength: 1000 })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,1000}$/, { message: 'cursor must be a nextCursor as it was answered' })
  cursor?: string;

  /** Most items in the answer, 1 to 1000. */
  @ApiPropertyOptional({ description: 'Most items in the answer.', type: 'integer', minimum: 1, maximum: 1000, default: 100, example: 100 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 100;
}
