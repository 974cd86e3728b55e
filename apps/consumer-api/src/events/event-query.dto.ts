import { IsOptional, Matches } from 'class-validator';

/** What of the feed a reader wants. */
export class EventQueryDto {
  /**
   * Only events of these types, at most 50, apart by commas. Left out: all.
   * @example "production.confirmed.v1,equipment.downtime-alerted.v1"
   */
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,60}(\.[a-z0-9-]{1,60}){1,5}(,[a-z][a-z0-9-]{0,60}(\.[a-z0-9-]{1,60}){1,5}){0,49}$/, { message: 'types must be types of events such as production.confirmed.v1, apart by commas' })
  types?: string;

  /**
   * Place in the log behind which to begin: `position` of a read, so that nothing is missed between the read and the feed. The header Last-Event-ID, which a browser sends when it connects again, counts
   * more. Left out: from now on.
   * @example "48211"
   */
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'lastEventId must be a position as a read answered it' })
  lastEventId?: string;
}
