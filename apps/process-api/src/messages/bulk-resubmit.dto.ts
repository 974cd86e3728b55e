import { BULK_CAP_DEFAULT, BULK_MOST } from '@plantway/messaging';
import { Nested } from '@plantway/dto';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { MESSAGE_STATES, type MessageState } from '@plantway/canonical';
import { MessageFilterDto } from './message-filter.dto.js';

/** Body of POST .../messages/bulk-resubmit. */
export class BulkResubmitDto {
  /** Which messages, by the criteria of the list; without a state those that can be tried again at all. */
  @Nested(() => MessageFilterDto)
  filter!: MessageFilterDto;

  /** At most so many, 1 to 1,000; when more fit, nothing is done and the answer says how many. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1000, default: 100, example: 100 })
  @IsInt()
  @Min(1)
  @Max(BULK_MOST)
  cap?: number = BULK_CAP_DEFAULT;

  /**
   * Why, 3 to 500 characters; it is kept at each message and in the audit.
   * @example "The posting period was opened."
   */
  @IsString()
  @Length(3, 500)
  reason!: string;

  /**
   * Token of a preview: acts on exactly what would go on then, as it stood then; what has changed since is refused on its own. Left out, what fits now is tried.
   * @example "i1bSUTI2UrJSslQwMgAA"
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,60000}$/, { message: 'previewToken must be a token as it was answered' })
  previewToken?: string;
}

const OUTCOMES = ['wouldGoOn', 'wouldNot', 'resubmitted', 'refused'] as const;

/** What would happen, or has happened, to one message. */
export class BulkRowDto {
  /**
   * The message.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;

  /** `wouldGoOn` and `wouldNot` in a preview, the others when it was done. */
  @ApiProperty({ enum: OUTCOMES, example: 'wouldGoOn' })
  outcome!: (typeof OUTCOMES)[number];

  /** Where the message stands; absent when it is not known. */
  @ApiProperty({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'parked' })
  state?: MessageState;

  /** In a preview, where it would stand at once. */
  @ApiProperty({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'accepted' })
  toState?: MessageState;

  /**
   * In a preview, what stands in its way now; when it was done, why it was refused.
   * @example "PERIOD_CLOSED"
   */
  code?: string;

  /**
   * Why it would not go on, or was refused.
   * @example "It is posted; only parked, waiting, retrying can be tried again."
   */
  why?: string;
}

/** What would happen, or has happened, to many messages. */
export class BulkResubmitAnswerDto {
  /**
   * Whether nothing was done.
   * @example true
   */
  dryRun!: boolean;

  /** One row per message, in the order of acceptance. */
  items!: BulkRowDto[];

  /**
   * How many would go on, or were resubmitted.
   * @example 12
   */
  @ApiProperty({ type: 'integer' })
  goingOn!: number;

  /**
   * How many would not, or were refused.
   * @example 0
   */
  @ApiProperty({ type: 'integer' })
  refused!: number;

  /** In a preview, how many stand in each state. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { parked: 12 } })
  byState?: Record<string, number>;

  /** In a preview, how many have each error code in their way; `none` without one. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { PERIOD_CLOSED: 12 } })
  byCode?: Record<string, number>;

  /**
   * In a preview, names those that would go on, as they stand now; give it back to act on exactly these.
   * @example "i1bSUTI2UrJSslQwMgAA"
   */
  previewToken?: string;
}
