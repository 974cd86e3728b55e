import { BUSINESS_KEY, type JobOrderAcknowledgement } from '@plantway/canonical';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsInstant, OptionalUnless } from './checks.js';
import { Key, Nested } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** What a MES says about a job order that it was given. */
export class JobOrderAcknowledgementDto implements Omit<JobOrderAcknowledgement, 'siteId' | 'jobOrderId' | 'acknowledgementId' | 'acknowledgedAt'> {
  /**
   * Version of the job order that is answered.
   * @example 1
   */
  @IsInt() @Min(1) @Max(2_147_483_647)
  version!: number;

  /**
   * "accepted": it will be made; "partly": only acceptedQuantity of it; "refused": it will not be made, and the planner decides.
   * @example "partly"
   */
  @IsIn(['accepted', 'partly', 'refused'])
  answer!: 'accepted' | 'partly' | 'refused';

  /**
   * How much of it will be made; needed with "partly".
   * @example { "value": "80", "unit": "H87" }
   */
  @OptionalUnless('acceptedQuantityWithPartly', ({ answer }) => answer === 'partly', 'acceptedQuantity must be given when answer is partly')
  @Nested(() => QuantityDto)
  acceptedQuantity?: QuantityDto;

  /**
   * Why it takes less, or nothing: words for the planner.
   * @example "The fixture for this item is in repair."
   */
  @IsOptional() @IsString() @MaxLength(500)
  reason?: string;

  /**
   * When the MES decided: RFC 3339 with an offset. Left out: when the answer arrives.
   * @example "2026-11-22T06:00:05+01:00"
   */
  @IsOptional() @IsInstant()
  acknowledgedAt?: string;

  /**
   * The MES's own id of this answer, unique within its source system and site; sending it again changes nothing. Left out: "{jobOrderId}@{version}",
   * or the next behind those that were discarded ("{jobOrderId}@{version}#2").
   * @example "mes-ack-000042"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  acknowledgementId?: string;
}
