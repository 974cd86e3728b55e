import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Length } from 'class-validator';
import { ExpectedStateDto } from './expected-state.dto.js';

/** Body of POST .../messages/{messageId}/amend: either the whole command or a patch. */
export class AmendDto extends ExpectedStateDto {
  /** The whole command as it should have come, in the shape of its kind. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'The whole command as it should have come, in the shape of its kind.' })
  @IsOptional()
  @IsObject()
  command?: Record<string, unknown>;

  /** What is otherwise than it came: a JSON Merge Patch (RFC 7386) of the body as it stands now; null takes a field away. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'What is otherwise than it came: a JSON Merge Patch (RFC 7386) of the body as it stands now; null takes a field away.', example: { yield: { value: '12', unit: 'H87' } } })
  @IsOptional()
  @IsObject()
  patch?: Record<string, unknown>;

  /**
   * Why, 3 to 500 characters; it is kept beside the amendment and in the audit.
   * @example "The line lead counted again: 12, not 21."
   */
  @IsString()
  @Length(3, 500)
  reason!: string;
}
