import { MESSAGE_STATES, type MessageState } from '@plantway/canonical';
import { ApiProperty } from '@nestjs/swagger';
import { MessageDetailDto } from '../messages/message-detail.dto.js';

/** The wish to take a report back, as far as it has come. */
export class ReversalStateDto {
  /**
   * Message that carries the wish.
   * @example "0198f2a4-8c11-7d30-b2a4-5e6f7a8b9c0d"
   */
  messageId!: string;

  /** Where it stands: `posted` when nothing of the report stands in the ERP any more, `annulled` when the wish was pointless. */
  @ApiProperty({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'posted' })
  state!: MessageState;
}

/** A report with everything that happened to it. */
export class ConfirmationStatusDto extends MessageDetailDto {
  /** The wish to take it back: the one that was fulfilled, or else the latest; absent when nobody wished so. */
  reversal?: ReversalStateDto;
}
