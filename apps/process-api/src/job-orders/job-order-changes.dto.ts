import type { OfferedJobOrderDto } from './offered-job-order.dto.js';

/** Job orders that are new or changed since a cursor, in the order of change. */
export class JobOrderChangesDto {
  /** The job orders of this page, each in its newest version and at its last place; empty when nothing has changed since. */
  items!: OfferedJobOrderDto[];

  /**
   * Give it back as `cursor` to read on. It is always there: at the end it is where the next change will come.
   * @example "WzEsWzQyXV0"
   */
  nextCursor!: string;
}
