import { BUSINESS_KEY } from '@plantway/canonical';
import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { Key } from './nested.js';

/** Body of a release; every field may be left out, and so may the body. */
export class WorkOrderReleaseDto {
  /**
   * The planner's own id of this decision, unique within its source system and site; sending it again changes nothing. Left out: the work order's id,
   * or the next behind those that were discarded ("{workOrderId}#2").
   * @example "release-4711"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  releaseId?: string;

  /**
   * Revision of the order that the planner saw; when the order has another one by now, it is not released.
   * @example "7"
   */
  @IsOptional() @IsString() @MinLength(1) @MaxLength(128)
  expectedRevision?: string;
}
