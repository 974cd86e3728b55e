import { ApiProperty } from '@nestjs/swagger';
import { MessageIdentityDto } from './message-summary.dto.js';

/** One thing that happened to a message after it was accepted, with the message as it stood then. */
export class MessageChangeDto extends MessageIdentityDto {
  /**
   * Id of the change, by which a repeated reading is recognised.
   * @example "5b8f7a5e-6c1d-4d0b-9f61-2f0a8e1c3d42"
   */
  changeId!: string;

  /**
   * What happened: the type of the event.
   * @example "message.posted.v1"
   */
  changeType!: string;

  /**
   * When, UTC.
   * @example "2026-11-22T05:41:01.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  changedAt!: string;
}

/** What happened to messages since a cursor, oldest change first. */
export class MessageChangesDto {
  /** The changes of this page; empty when nothing has happened since. One message may come several times. */
  items!: MessageChangeDto[];

  /**
   * Give it back as `cursor` to read on. It is always there: at the end of the feed it is where the next change will come.
   * @example "WzEsWzQyXV0"
   */
  nextCursor!: string;

  /**
   * True when changes after the cursor are not kept any more, so some were missed: `items` is empty. List the messages anew, then read on from nextCursor.
   * @example false
   */
  reset!: boolean;
}
