import { MESSAGE_STATES, type MessageState } from '@plantway/canonical';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** What a person has seen of a message before deciding about it. */
export class ExpectedStateDto {
  /** State in which the person saw the message. When it stands elsewhere by now, nothing is done and the answer is 409. Left out, any state will do. */
  @ApiPropertyOptional({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'parked' })
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  expectedState?: MessageState;
}
