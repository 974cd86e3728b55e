import { IsString, Length } from 'class-validator';
import { ExpectedStateDto } from './expected-state.dto.js';

/** Body of POST .../messages/{messageId}/step-aside. */
export class StepAsideDto extends ExpectedStateDto {
  /**
   * Why later messages of the lane may pass, 3 to 500 characters; it is kept in the audit.
   * @example "The lot is clarified tomorrow; the shift must go on."
   */
  @IsString()
  @Length(3, 500)
  reason!: string;
}
