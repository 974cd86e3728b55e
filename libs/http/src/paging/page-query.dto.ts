import { PageCursor, PageLimit } from './page-fields.decorator.js';

/** Query of every list. A list answers `{ "items": [...], "nextCursor": "..." | null }`. */
export class PageQueryDto {
  /** `nextCursor` of the page before, as it was answered; leave it out for the first page. */
  @PageCursor()
  cursor?: string;

  /** Most items in the answer, 1 to 1000. */
  @PageLimit()
  limit: number = 100;
}
