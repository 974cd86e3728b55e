import { ListDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import { MessageSummaryDto } from './message-summary.dto.js';

/** One page of messages, in the order of acceptance. */
export class MessageListDto extends ListDto {
  /** Messages of this page. */
  items!: MessageSummaryDto[];

  /**
   * When this was read, UTC.
   * @example "2026-11-22T06:10:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;
}
