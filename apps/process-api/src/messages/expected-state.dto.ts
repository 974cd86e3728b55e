import { MESSAGE_STATES, type MessageState } from '@plantway/canonical';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';

/** A revision as it was answered. */
const REVISION = /^\d{1,20}$/;

/** What a person has seen of a message before deciding about it. */
export class ExpectedStateDto {
  /** State in which the person saw the message. When it stands elsewhere by now, nothing is done and the answer is 409. Left out, any state will do. */
  @ApiPropertyOptional({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'parked' })
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  expectedState?: MessageState;

  /**
   * `revision` of the message as the person read it. When it has changed since, nothing is done and the answer is 409, which says what was decided meanwhile and by whom. Needed to agree to an amendment or to what
   * somebody said about a doubt. Left out, only the state counts.
   * @example "40213"
   */
  @IsOptional()
  @Matches(REVISION, { message: 'expectedRevision must be a revision as it was answered' })
  expectedRevision?: string;
}
