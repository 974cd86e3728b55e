import { BUSINESS_KEY } from '@plantway/canonical';
import { Key } from '@plantway/dto';
import { IsOptional } from 'class-validator';

/** Body of a conversion; it may be left out. */
export class ConversionDto {
  /**
   * The planner's own id of this decision, unique within its source system and site; sending it again changes nothing. Left out: the planned order's id,
   * or the next behind those that were discarded ("{plannedOrderId}#2").
   * @example "conversion-4711"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  conversionId?: string;
}
