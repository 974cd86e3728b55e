import { IsString, Length } from 'class-validator';
import { ExpectedStateDto } from './expected-state.dto.js';

/** Body of POST .../messages/{messageId}/discard. */
export class DiscardDto extends ExpectedStateDto {
  /**
   * Why the message will never be posted, 3 to 500 characters; it is kept in the audit.
   * @example "Reported twice by hand; the shift lead confirmed it."
   */
  @IsString()
  @Length(3, 500)
  reason!: string;
}
