import { IsOptional, IsString, Length } from 'class-validator';
import { ExpectedStateDto } from './expected-state.dto.js';

/** Body of POST .../messages/{messageId}/approve; it may be left out. */
export class ApproveDto extends ExpectedStateDto {
  /**
   * What the approver says to it, 1 to 500 characters; it is kept in the audit.
   * @example "Agreed with the line lead."
   */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  comment?: string;
}
