import { BUSINESS_KEY } from '@plantway/canonical';
import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { IsInstant, IsPlantDate } from './checks.js';
import { Key } from './nested.js';

/** The wish to take a confirmation back. Every field may be left out, and so may the body. Contract: openapi/process.json. */
export class ConfirmationReversalDto {
  /**
   * The sender's own id of this wish; sending it again changes nothing. Left out, there is one wish per confirmation, under an id made of its confirmationId.
   * @example "mes-rev-000123"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  reversalId?: string;

  /**
   * Why, in the words of whoever decided it, 3 to 500 characters.
   * @example "Counted twice by the scale."
   */
  @IsOptional() @IsString() @Length(3, 500)
  reason?: string;

  /**
   * Number in the sender's own sequence for the operation, shared with its confirmations; see there.
   * @example 8
   */
  @IsOptional() @IsInt() @Min(1) @Max(2_147_483_647)
  sourceSequence?: number;

  /**
   * When it was decided: RFC 3339 with an offset. Left out, the moment of acceptance.
   * @example "2026-11-22T07:10:00+01:00"
   */
  @IsOptional() @IsInstant()
  reversedAt?: string;

  /**
   * Plant-local day under which the ERP shall post the reversal. Left out, the production day of reversedAt.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  postingDate?: string;
}
