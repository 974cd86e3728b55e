import { ApiProperty } from '@nestjs/swagger';
import { MessageLinksDto } from '../messages/message-links.dto.js';

/** The answer to a command: it is stored durably and will be delivered, whatever the ERP does. */
export class AcceptanceDto {
  /**
   * Id of the message that carries the command; the same for every repetition of the same command.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;

  /** Always `accepted`, for a repetition too: the same command has the same answer. Where the message stands now is behind `links.self`. */
  @ApiProperty({ enum: ['accepted'], example: 'accepted' })
  state!: 'accepted';

  /**
   * Id of the whole journey, from the caller's request to the ERP's document.
   * @example "0198f2a4-6f0d-7000-8000-3b1c5d7e9f01"
   */
  correlationId!: string;

  /** Where to read on. */
  links!: MessageLinksDto;
}
