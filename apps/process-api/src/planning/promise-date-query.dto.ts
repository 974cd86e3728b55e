import { BUSINESS_KEY } from '@plantway/canonical';
import { Key } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { IsOptional } from 'class-validator';

/** Filters of the list of promise dates. */
export class PromiseDateQueryDto extends PageQueryDto {
  /**
   * Only lines that this work order makes.
   * @example "WO-1042"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;
}
