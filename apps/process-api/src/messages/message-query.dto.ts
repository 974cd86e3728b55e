import { PageCursor, PageLimit } from '@plantway/http';
import { MessageFilterDto } from './message-filter.dto.js';

/** Filters and page of the list of messages. */
export class MessageQueryDto extends MessageFilterDto {
  /** `nextCursor` of the page before, as it was answered; leave it out for the first page. */
  @PageCursor()
  cursor?: string;

  /** Most items in the answer, 1 to 1000. */
  @PageLimit()
  limit: number = 100;
}
